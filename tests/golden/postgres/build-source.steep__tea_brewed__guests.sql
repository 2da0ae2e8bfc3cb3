-- build source.steep__tea_brewed__guests
-- One row an element of the list "guests" of an event "tea_brewed" of steep.
-- reads source.steep__tea_brewed__events
-- writes source.steep__tea_brewed__guests

-- write create
create table if not exists "nexus_source"."steep__tea_brewed__guests__next" ("event_id" text collate "C", "_position" bigint, "occurred_at" timestamp, "_ingested_at" timestamp, "guest__email" text collate "C", "guest__phone" text collate "C", "guest__name" text collate "C", "guest__newsletter" boolean, "guest__role" text collate "C", "guest_company__domain" text collate "C");

-- write build
insert into "nexus_source"."steep__tea_brewed__guests__next" ("event_id", "_position", "occurred_at", "_ingested_at", "guest__email", "guest__phone", "guest__name", "guest__newsletter", "guest__role", "guest_company__domain")
select
  "k"."event_id" as "event_id",
  _each.position as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  case when not (coalesce("nexus_meta"."json_text"(_each.item, array['email']) ~ '[.]invalid$', false)) then nullif("nexus_meta"."json_text"(_each.item, array['email']), '') end as "guest__email",
  case when not (coalesce("nexus_meta"."json_text"(_each.item, array['email']) ~ '[.]invalid$', false)) then nullif("nexus_meta"."json_text"(_each.item, array['phone']), '') end as "guest__phone",
  case when not (coalesce("nexus_meta"."json_text"(_each.item, array['email']) ~ '[.]invalid$', false)) then "nexus_meta"."json_text"(_each.item, array['name']) end as "guest__name",
  case when not (coalesce("nexus_meta"."json_text"(_each.item, array['email']) ~ '[.]invalid$', false)) then coalesce((coalesce("nexus_meta"."json_text"(_each.item, array['news']) in ('yes'), false) or nullif(btrim("nexus_meta"."json_text"(_each.item, array['list']), '                　'), '') is not null), false) end as "guest__newsletter",
  "nexus_meta"."json_text"(_each.item, array['role']) as "guest__role",
  nullif(regexp_replace(nullif(regexp_substr("nexus_meta"."json_text"(_each.item, array['email']), '@[^@>\t\n\f\r ]+[>\t\n\f\r ]*$'), ''), '[@>\t\n\f\r ]', '', 'g'), '') as "guest_company__domain"
from "nexus_source"."steep__tea_brewed__events__next" as "k" cross join lateral "nexus_meta"."elements"("k"."_list_guests") as "_each" ("item", "position");

-- write gather statistics
analyze "nexus_source"."steep__tea_brewed__guests__next";
