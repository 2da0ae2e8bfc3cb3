-- build source.kettle__customer_changed__events
-- One row an event "customer_changed" of shop: a version in which a watched field is not what it was.
-- reads source.kettle__customer_changed
-- writes source.kettle__customer_changed__events

-- write create
create table if not exists "nexus_source"."kettle__customer_changed__events__next" ("event_id" text collate "C", "natural_id" text collate "C", "occurred_at" timestamp, "event_type" text collate "C", "customer__customer_id" text collate "C", "customer__email" text collate "C", "customer__name" text collate "C", "customer__birthday" timestamp, "customer__newsletter" boolean, "customer__spent" double precision, "customer__address" varchar collate "C", "employer__domain" text collate "C", "employer__name" text collate "C", "_ingested_at" timestamp, "_watched" text collate "C", "_unusable" text collate "C", "_unreadable" text collate "C");

-- write build
insert into "nexus_source"."kettle__customer_changed__events__next" ("event_id", "natural_id", "occurred_at", "event_type", "customer__customer_id", "customer__email", "customer__name", "customer__birthday", "customer__newsletter", "customer__spent", "customer__address", "employer__domain", "employer__name", "_ingested_at", "_watched", "_unusable", "_unreadable")
select
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
where "c"."_place" = 1 or "c"."_before" <> "c"."_watched" and substr("c"."_before", 1, 10) = substr("c"."_watched", 1, 10);

-- write gather statistics
analyze "nexus_source"."kettle__customer_changed__events__next";
