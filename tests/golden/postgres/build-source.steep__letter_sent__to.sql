-- build source.steep__letter_sent__to
-- One row an element of the list "to" of an event "letter_sent" of steep.
-- reads source.steep__letter_sent__events, source.parsed_addresses
-- writes source.steep__letter_sent__to

-- write create
create table if not exists "nexus_source"."steep__letter_sent__to__next" ("event_id" text collate "C", "_position" bigint, "occurred_at" timestamp, "_ingested_at" timestamp, "reader__email" text collate "C", "reader__name" text collate "C");

-- write build
insert into "nexus_source"."steep__letter_sent__to__next" ("event_id", "_position", "occurred_at", "_ingested_at", "reader__email", "reader__name")
select
  "k"."event_id" as "event_id",
  "a"."position" as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  nullif("a"."address", '') as "reader__email",
  "a"."name" as "reader__name"
from "nexus_source"."steep__letter_sent__events__next" as "k"
join "nexus_source"."parsed_addresses__next" as "a" on "a"."header" = "k"."_list_to";

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__to__next";
