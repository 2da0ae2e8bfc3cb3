-- build source.steep__tea_brewed__guests
-- One row an element of the list "guests" of an event "tea_brewed" of steep.
-- reads source.steep__tea_brewed__events
-- writes source.steep__tea_brewed__guests

-- write create
create table if not exists "nexus_source"."steep__tea_brewed__guests__next" ("event_id" varchar using compression uncompressed, "_position" bigint, "occurred_at" timestamp, "_ingested_at" timestamp, "guest__email" varchar using compression uncompressed, "guest__phone" varchar using compression uncompressed, "guest__name" varchar, "guest__newsletter" boolean, "guest__role" varchar, "guest_company__domain" varchar using compression uncompressed);

-- write build
insert into "nexus_source"."steep__tea_brewed__guests__next" ("event_id", "_position", "occurred_at", "_ingested_at", "guest__email", "guest__phone", "guest__name", "guest__newsletter", "guest__role", "guest_company__domain")
select
  "k"."event_id" as "event_id",
  _each.position as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  case when not (coalesce(regexp_matches(json_extract_string(_each.item, '$."email"'), '[.]invalid$'), false)) then nullif(json_extract_string(_each.item, '$."email"'), '') end as "guest__email",
  case when not (coalesce(regexp_matches(json_extract_string(_each.item, '$."email"'), '[.]invalid$'), false)) then nullif(json_extract_string(_each.item, '$."phone"'), '') end as "guest__phone",
  case when not (coalesce(regexp_matches(json_extract_string(_each.item, '$."email"'), '[.]invalid$'), false)) then json_extract_string(_each.item, '$."name"') end as "guest__name",
  case when not (coalesce(regexp_matches(json_extract_string(_each.item, '$."email"'), '[.]invalid$'), false)) then coalesce((coalesce(json_extract_string(_each.item, '$."news"') in ('yes'), false) or nullif(trim(json_extract_string(_each.item, '$."list"')), '') is not null), false) end as "guest__newsletter",
  json_extract_string(_each.item, '$."role"') as "guest__role",
  nullif(regexp_replace(nullif(regexp_extract(json_extract_string(_each.item, '$."email"'), '@[^@>\s]+[>\s]*$'), ''), '[@>\s]', '', 'g'), '') as "guest_company__domain"
from "nexus_source"."steep__tea_brewed__events__next" as "k" cross join unnest(try_cast("k"."_list_guests" as json[])) with ordinality as "_each" ("item", "position");
