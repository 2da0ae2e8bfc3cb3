-- build source.steep__tea_brewed__events
-- One row an event "tea_brewed" of steep: what the earliest of its raw rows says.
-- reads source.steep__tea_brewed
-- writes source.steep__tea_brewed__events

-- write create
create table if not exists "nexus_source"."steep__tea_brewed__events__next" ("event_id" text collate "C", "natural_id" text collate "C", "account" text collate "C", "occurred_at" timestamp, "value" double precision, "significance" double precision, "_list_guests" text collate "C", "brewer__user_id" text collate "C", "brewer__email" text collate "C", "brewer__device" text collate "C", "brewer__name" text collate "C", "team__team_id" text collate "C", "team__domain" text collate "C", "team__name" text collate "C", "_ingested_at" timestamp, "_row" text collate "C", "_left_out" boolean, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write build
insert into "nexus_source"."steep__tea_brewed__events__next" ("event_id", "natural_id", "account", "occurred_at", "value", "significance", "_list_guests", "brewer__user_id", "brewer__email", "brewer__device", "brewer__name", "team__team_id", "team__domain", "team__name", "_ingested_at", "_row", "_left_out", "_unusable", "_unreadable")
select
  "p"."event_id" as "event_id",
  "p"."natural_id" as "natural_id",
  "p"."account" as "account",
  "p"."occurred_at" as "occurred_at",
  "p"."value" as "value",
  "p"."significance" as "significance",
  "p"."_list_guests" as "_list_guests",
  "p"."brewer__user_id" as "brewer__user_id",
  "p"."brewer__email" as "brewer__email",
  "p"."brewer__device" as "brewer__device",
  "p"."brewer__name" as "brewer__name",
  "p"."team__team_id" as "team__team_id",
  "p"."team__domain" as "team__domain",
  "p"."team__name" as "team__name",
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
  "r"."value" as "value",
  "r"."significance" as "significance",
  "r"."_list_guests" as "_list_guests",
  "r"."brewer__user_id" as "brewer__user_id",
  "r"."brewer__email" as "brewer__email",
  "r"."brewer__device" as "brewer__device",
  "r"."brewer__name" as "brewer__name",
  "r"."team__team_id" as "team__team_id",
  "r"."team__domain" as "team__domain",
  "r"."team__name" as "team__name",
  "r"."_ingested_at" as "_ingested_at",
  "r"."_row" as "_row",
  "r"."_left_out" as "_left_out",
  "r"."_unusable" as "_unusable",
  "r"."_unreadable" as "_unreadable",
  row_number() over (partition by "r"."event_id" order by "r"."occurred_at", "r"."_ingested_at", "r"."_row") as "_place"
from "nexus_source"."steep__tea_brewed__next" as "r"
offset 0) as "p"
where "p"."_place" = 1;

-- write gather statistics
analyze "nexus_source"."steep__tea_brewed__events__next";
