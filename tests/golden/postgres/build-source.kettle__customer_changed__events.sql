-- build source.kettle__customer_changed__events
-- One row an event "customer_changed" of shop: a version in which a watched field is not what it was.
-- reads source.kettle__customer_changed
-- writes source.kettle__customer_changed__events

-- write build
create table "nexus_source"."kettle__customer_changed__events__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."natural_id" as text) collate "C" as "natural_id", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_type" as text) collate "C" as "event_type", cast("q"."customer__customer_id" as text) collate "C" as "customer__customer_id", cast("q"."customer__email" as text) collate "C" as "customer__email", cast("q"."customer__name" as text) collate "C" as "customer__name", cast("q"."customer__birthday" as timestamp) as "customer__birthday", cast("q"."customer__newsletter" as boolean) as "customer__newsletter", cast("q"."customer__spent" as double precision) as "customer__spent", cast("q"."customer__address" as varchar) collate "C" as "customer__address", cast("q"."employer__domain" as text) collate "C" as "employer__domain", cast("q"."employer__name" as text) collate "C" as "employer__name", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_watched" as text) collate "C" as "_watched", cast("q"."_unusable" as text) collate "C" as "_unusable", cast("q"."_unreadable" as text) collate "C" as "_unreadable" from (select
  "c"."event_id" as "event_id",
  "c"."natural_id" as "natural_id",
  "c"."occurred_at" as "occurred_at",
  "c"."event_type" as "event_type",
  "c"."customer__customer_id" as "customer__customer_id",
  "c"."customer__email" as "customer__email",
  "c"."customer__name" as "customer__name",
  "c"."customer__birthday" as "customer__birthday",
  "c"."customer__newsletter" as "customer__newsletter",
  "c"."customer__spent" as "customer__spent",
  "c"."customer__address" as "customer__address",
  "c"."employer__domain" as "employer__domain",
  "c"."employer__name" as "employer__name",
  "c"."_ingested_at" as "_ingested_at",
  "c"."_watched" as "_watched",
  "c"."_unusable" as "_unusable",
  "c"."_unreadable" as "_unreadable"
from (select
  "v"."event_id" as "event_id",
  "v"."natural_id" as "natural_id",
  "v"."occurred_at" as "occurred_at",
  "v"."event_type" as "event_type",
  "v"."customer__customer_id" as "customer__customer_id",
  "v"."customer__email" as "customer__email",
  "v"."customer__name" as "customer__name",
  "v"."customer__birthday" as "customer__birthday",
  "v"."customer__newsletter" as "customer__newsletter",
  "v"."customer__spent" as "customer__spent",
  "v"."customer__address" as "customer__address",
  "v"."employer__domain" as "employer__domain",
  "v"."employer__name" as "employer__name",
  "v"."_ingested_at" as "_ingested_at",
  "v"."_watched" as "_watched",
  "v"."_unusable" as "_unusable",
  "v"."_unreadable" as "_unreadable",
  row_number() over (partition by "v"."natural_id" order by "v"."occurred_at") as "_place",
  lag("v"."_watched") over (partition by "v"."natural_id" order by "v"."occurred_at") as "_before"
from "nexus_source"."kettle__customer_changed__next" as "v"
offset 0) as "c"
where "c"."_place" = 1 or "c"."_before" <> "c"."_watched" and substr("c"."_before", 1, 10) = substr("c"."_watched", 1, 10)) as q;

-- write gather statistics
analyze "nexus_source"."kettle__customer_changed__events__next";
