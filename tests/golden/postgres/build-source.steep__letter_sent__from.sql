-- build source.steep__letter_sent__from
-- One row an element of the list "from" of an event "letter_sent" of steep.
-- reads source.steep__letter_sent__events, source.parsed_addresses
-- writes source.steep__letter_sent__from

-- write build
create table "nexus_source"."steep__letter_sent__from__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_position" as bigint) as "_position", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."sender__email" as text) collate "C" as "sender__email", cast("q"."sender__name" as text) collate "C" as "sender__name" from (select
  "k"."event_id" as "event_id",
  "a"."position" as "_position",
  "k"."occurred_at" as "occurred_at",
  "k"."_ingested_at" as "_ingested_at",
  nullif("a"."address", '') as "sender__email",
  "a"."name" as "sender__name"
from "nexus_source"."steep__letter_sent__events__next" as "k"
join "nexus_source"."parsed_addresses__next" as "a" on "a"."header" = "k"."_list_from") as q;

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__from__next";
