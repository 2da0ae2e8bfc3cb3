-- build source.steep__letter_sent__events
-- One row an event "letter_sent" of steep: what the newest of its raw rows says.
-- reads source.steep__letter_sent, source.decoded_texts
-- writes source.steep__letter_sent__events

-- write create
create table if not exists "nexus_source"."steep__letter_sent__events__next" ("event_id" text collate "C", "natural_id" text collate "C", "account" text collate "C", "occurred_at" timestamp, "event_name" text collate "C", "heading" text collate "C", "_list_to" text collate "C", "_list_from" text collate "C", "_ingested_at" timestamp, "_row" text collate "C", "_left_out" boolean, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write build
insert into "nexus_source"."steep__letter_sent__events__next" ("event_id", "natural_id", "account", "occurred_at", "event_name", "heading", "_list_to", "_list_from", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select
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
left join "nexus_source"."decoded_texts__next" as "d_heading" on "d_heading"."text" = "m"."heading";

-- write gather statistics
analyze "nexus_source"."steep__letter_sent__events__next";
