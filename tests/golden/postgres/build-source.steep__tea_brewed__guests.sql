-- build source.steep__tea_brewed__guests
-- One row an element of the list "guests" of an event "tea_brewed" of steep.
-- reads source.steep__tea_brewed__events
-- writes source.steep__tea_brewed__guests

-- write build
create table "nexus_source"."steep__tea_brewed__guests__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_position" as bigint) as "_position", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."guest__email" as text) collate "C" as "guest__email", cast("q"."guest__phone" as text) collate "C" as "guest__phone", cast("q"."guest__name" as text) collate "C" as "guest__name", cast("q"."guest__newsletter" as boolean) as "guest__newsletter", cast("q"."guest__role" as text) collate "C" as "guest__role", cast("q"."guest_company__domain" as text) collate "C" as "guest_company__domain" from (select
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
from "nexus_source"."steep__tea_brewed__events__next" as "k" cross join lateral "nexus_meta"."elements"("k"."_list_guests") as "_each" ("item", "position")) as q;

-- write gather statistics
analyze "nexus_source"."steep__tea_brewed__guests__next";
