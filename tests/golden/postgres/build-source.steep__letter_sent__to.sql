-- build source.steep__letter_sent__to
-- One row an element of the list "to" of an event "letter_sent" of steep.
-- reads source.steep__letter_sent__events, source.parsed_addresses
-- writes source.steep__letter_sent__to

-- write build
create table "nexus_source"."steep__letter_sent__to__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_position" as bigint) as "_position", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."reader__email" as text) collate "C" as "reader__email", cast("q"."reader__name" as text) collate "C" as "reader__name" from (select
  "k"."event_id" as "event_id",
  "a"."position" as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  nullif("a"."address", '') as "reader__email",
  "a"."name" as "reader__name"
from "nexus_source"."steep__letter_sent__events__next" as "k"
join "nexus_source"."parsed_addresses__next" as "a" on "a"."header" = "k"."_list_to") as q;

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__to__next";
