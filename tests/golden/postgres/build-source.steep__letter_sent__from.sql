-- build source.steep__letter_sent__from
-- One row an element of the list "from" of an event "letter_sent" of steep.
-- reads source.steep__letter_sent__events, source.parsed_addresses
-- writes source.steep__letter_sent__from

-- write create
create table if not exists "nexus_source"."steep__letter_sent__from__next" ("event_id" text collate "C", "_position" bigint, "occurred_at" timestamp, "_ingested_at" timestamp, "sender__email" text collate "C", "sender__name" text collate "C");

-- write build
insert into "nexus_source"."steep__letter_sent__from__next" ("event_id", "_position", "occurred_at", "_ingested_at", "sender__email", "sender__name")
select
  "k"."event_id" as "event_id",
  "a"."position" as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  nullif("a"."address", '') as "sender__email",
  "a"."name" as "sender__name"
from "nexus_source"."steep__letter_sent__events__next" as "k"
join "nexus_source"."parsed_addresses__next" as "a" on "a"."header" = "k"."_list_from";

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__from__next";
