-- build source.steep__letter_sent__events
-- One row an event "letter_sent" of steep: what the newest of its raw rows says.
-- reads source.steep__letter_sent, source.decoded_texts
-- writes source.steep__letter_sent__events

-- write build
create table "nexus_source"."steep__letter_sent__events__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."account" as text) collate "C" as "account", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_name" as text) collate "C" as "event_name", cast("q"."heading" as text) collate "C" as "heading", cast("q"."_list_to" as text) collate "C" as "_list_to", cast("q"."_list_from" as text) collate "C" as "_list_from", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_row" as text) collate "C" as "_row", cast("q"."_left_out" as boolean) as "_left_out", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  "m"."event_id" as "event_id",
  "m"."natural_id" as "natural_id",
  "m"."account" as "account",
  "m"."occurred_at" as "occurred_at",
  coalesce("d_event_name"."decoded", "m"."event_name") as "event_name",
  coalesce("d_heading"."decoded", "m"."heading") as "heading",
  "m"."_list_to" as "_list_to",
  "m"."_list_from" as "_list_from",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_row" as "_row",
  "m"."_left_out" as "_left_out",
  "m"."_unusable" as "_unusable",
  "m"."_unreadable" as "_unreadable"
from (select
  "p"."event_id" as "event_id",
  "p"."natural_id" as "natural_id",
  "p"."account" as "account",
  "p"."occurred_at" as "occurred_at",
  "p"."event_name" as "event_name",
  "p"."heading" as "heading",
  "p"."_list_to" as "_list_to",
  "p"."_list_from" as "_list_from",
  "p"."_ingested_at" as "_ingested_at",
  "p"."_row" as "_row",
  "p"."_left_out" as "_left_out",
  "p"."_unusable" as "_unusable",
  "p"."_unreadable" as "_unreadable"
from (select
  "r"."event_id" as "event_id",
  "r"."natural_id" as "natural_id",
  "r"."account" as "account",
  "r"."occurred_at" as "occurred_at",
  "r"."event_name" as "event_name",
  "r"."heading" as "heading",
  "r"."_list_to" as "_list_to",
  "r"."_list_from" as "_list_from",
  "r"."_ingested_at" as "_ingested_at",
  "r"."_row" as "_row",
  "r"."_left_out" as "_left_out",
  "r"."_unusable" as "_unusable",
  "r"."_unreadable" as "_unreadable",
  row_number() over (partition by "r"."event_id" order by "r"."_ingested_at" desc nulls last, "r"."_row") as "_place"
from "nexus_source"."steep__letter_sent__next" as "r"
offset 0) as "p"
where "p"."_place" = 1) as "m"
left join "nexus_source"."decoded_texts__next" as "d_event_name" on "d_event_name"."text" = "m"."event_name"
left join "nexus_source"."decoded_texts__next" as "d_heading" on "d_heading"."text" = "m"."heading") as q;

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__events__next";
