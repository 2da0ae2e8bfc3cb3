-- build source.steep__tea_brewed__events
-- One row an event "tea_brewed" of steep: what the earliest of its raw rows says.
-- reads source.steep__tea_brewed
-- writes source.steep__tea_brewed__events

-- write build
create table "nexus_source"."steep__tea_brewed__events__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."account" as text) collate "C" as "account", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."value" as double precision) as "value", cast("q"."significance" as double precision) as "significance", cast("q"."_list_guests" as text) collate "C" as "_list_guests", cast("q"."brewer__user_id" as text) collate "C" as "brewer__user_id", cast("q"."brewer__email" as text) collate "C" as "brewer__email", cast("q"."brewer__device" as text) collate "C" as "brewer__device", cast("q"."brewer__name" as text) collate "C" as "brewer__name", cast("q"."team__team_id" as text) collate "C" as "team__team_id", cast("q"."team__domain" as text) collate "C" as "team__domain", cast("q"."team__name" as text) collate "C" as "team__name", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_row" as text) collate "C" as "_row", cast("q"."_left_out" as boolean) as "_left_out", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
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
where "p"."_place" = 1) as q;

-- write gather statistics
analyze "nexus_source"."steep__tea_brewed__events__next";
