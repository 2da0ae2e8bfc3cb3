-- build core.group_mentions
-- One row a mention of a group in an event, its identifiers as numbers.
-- reads source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__tea_brewed__guests, source.steep__plan_changed, identity.group_dictionary
-- writes core.group_mentions

-- write create
create table if not exists "nexus_core"."group_mentions__next" ("event_id" varchar using compression uncompressed, "_site" bigint, "_element" bigint, "_order" hugeint using compression uncompressed, "_combination" hugeint using compression uncompressed, "role" varchar, "occurred_at" timestamp, "_ingested_at" timestamp, "_v_domain" bigint, "_v_team_id" bigint, "name" varchar, "seats" double);

-- write build
insert into "nexus_core"."group_mentions__next" ("event_id", "_site", "_element", "_order", "_combination", "role", "occurred_at", "_ingested_at", "_v_domain", "_v_team_id", "name", "seats")
select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  cast("m"."_element" as bigint) as "_element",
  ((epoch_us("m"."occurred_at") + 2208988800000000)::hugeint * 295147905179352825856 + ('0x' || substr("m"."event_id", 5, 11))::bigint::hugeint * 16777216 + ("m"."_position")::hugeint * 16) as "_order",
  ((hash("n_domain"."_value", "n_team_id"."_value") >> 1)::hugeint << 63) | (hash(1::bigint, "n_domain"."_value", "n_team_id"."_value") >> 1)::hugeint as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "n_domain"."_value" as "_v_domain",
  "n_team_id"."_value" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats"
from ((select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."domain" as "domain",
  "r"."team_id" as "team_id",
  "r"."name" as "name",
  "r"."seats" as "seats",
  1202371671 as "_site"
from (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as varchar) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."kettle__customer_changed__events__next" as "k"
where "k"."employer__domain" is not null) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."domain" as "domain",
  "r"."team_id" as "team_id",
  "r"."name" as "name",
  "r"."seats" as "seats",
  1072988536 as "_site"
from (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events__next" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."domain" as "domain",
  "r"."team_id" as "team_id",
  "r"."name" as "name",
  "r"."seats" as "seats",
  1144113361 as "_site"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests__next" as "k"
where "k"."guest_company__domain" is not null) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."domain" as "domain",
  "r"."team_id" as "team_id",
  "r"."name" as "name",
  "r"."seats" as "seats",
  1286283247 as "_site"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed__next" as "k"
where "k"."subscriber__team_id" is not null) as "r")) as "m"
left join "nexus_identity"."group_dictionary__next" as "n_domain" on "n_domain"."identifier_type" = 'domain' and "n_domain"."raw_value" = "m"."domain"
left join "nexus_identity"."group_dictionary__next" as "n_team_id" on "n_team_id"."identifier_type" = 'team_id' and "n_team_id"."raw_value" = "m"."team_id";
