-- build final.states
-- One row an interval in which an entity's state had a value.
-- reads core.person_mentions, identity.person_evidence_entities, identity.person_entities, core.group_mentions, identity.group_evidence_entities, identity.group_entities, source.kettle__order_placed, source.steep__letter_sent__events, source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__plan_changed
-- writes final.states

-- write create
create table if not exists "nexus"."states__next" ("id" text collate "C", "entity_type" text collate "C", "entity_id" text collate "C", "state_name" text collate "C", "state_value" text collate "C", "state_number" double precision, "state_entered_at" timestamp, "state_exited_at" timestamp, "is_current" boolean, "source" text collate "C", "event_id" text collate "C", "state_delta" double precision, "_entity" bigint);

-- write build
insert into "nexus"."states__next" ("id", "entity_type", "entity_id", "state_name", "state_value", "state_number", "state_entered_at", "state_exited_at", "is_current", "source", "event_id", "state_delta", "_entity")
(select
  'sta_' || md5(coalesce("nexus_meta"."text_of"(length("i"."id")) || ':' || "i"."id", '-') || coalesce("nexus_meta"."text_of"(length("b"."state_name")) || ':' || "b"."state_name", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("b"."occurred_at"))) || ':' || "nexus_meta"."text_of"("b"."occurred_at"), '-')) as "id",
  'person' as "entity_type",
  "i"."id" as "entity_id",
  "b"."state_name" as "state_name",
  "b"."state_value" as "state_value",
  "b"."state_number" as "state_number",
  "b"."occurred_at" as "state_entered_at",
  "b"."state_exited_at" as "state_exited_at",
  "b"."state_exited_at" is null as "is_current",
  "b"."source" as "source",
  "b"."event_id" as "event_id",
  "b"."state_number" - lag("b"."state_number") over (partition by "b"."_entity", "b"."state_name" order by "b"."occurred_at") as "state_delta",
  "b"."_entity" as "_entity"
from (select
  "d"."_entity" as "_entity",
  "d"."state_name" as "state_name",
  "d"."occurred_at" as "occurred_at",
  "d"."event_id" as "event_id",
  "d"."source" as "source",
  "d"."state_value" as "state_value",
  "d"."state_number" as "state_number",
  "d"."_position" as "_position",
  lead("d"."occurred_at") over (partition by "d"."_entity", "d"."state_name" order by "d"."occurred_at") as "state_exited_at"
from (select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number",
  "c"."_position" as "_position"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  "s"."_position" as "_position",
  row_number() over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") = 1 as "_first",
  lag("s"."state_value") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_value_before",
  lag("s"."state_number") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_number_before"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_position" as "_position"
from (select
  "m"."_entity" as "_entity",
  "m"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  "m"."source" as "source",
  "m"."state_value" as "state_value",
  "m"."state_number" as "state_number",
  "m"."_position" as "_position",
  row_number() over (partition by "m"."_entity", "m"."state_name", "m"."occurred_at" order by "m"."_position", "m"."event_id") as "place"
from ((select
  "e"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'shop' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from ((select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"('buyer') as "state_value",
  cast(null as double precision) as "state_number",
  0 as "_position",
  cast(null as varchar) as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sku" as "sku",
  "k"."maker" as "maker",
  "k"."shouted" as "shouted"
from "nexus_source"."kettle__order_placed__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon)
union all
(select
  "happened"."event_id" as "event_id",
  'appetite' as "state_name",
  "nexus_meta"."text_of"((case when value < 20 then 'a sip' else 'a pot' end)) as "state_value",
  cast(null as double precision) as "state_number",
  0 as "_position",
  'buyer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sku" as "sku",
  "k"."maker" as "maker",
  "k"."shouted" as "shouted"
from "nexus_source"."kettle__order_placed__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon)) as "v"
join "nexus_core"."person_mentions__next" as "m" on "m"."event_id" = "v"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."_site" in (830803138, 1992010298) and ("v"."_role" is null or "v"."_role" = case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' end))
union all
(select
  "e"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'shop' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"((case when event_type = 'customer' then 'customer' end)) as "state_value",
  cast(null as double precision) as "state_number",
  2 as "_position",
  'customer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  coalesce("k"."event_type", 'customer changed') as "event_type",
  'customer changed' as "event_name",
  cast(null as text) as "event_description",
  'shop' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__customer_changed__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon
offset 0) as "v"
join "nexus_core"."person_mentions__next" as "m" on "m"."event_id" = "v"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."_site" in (86572456) and ("v"."_role" is null or "v"."_role" = 'customer'))
union all
(select
  "e"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
  "happened"."event_id" as "event_id",
  'appetite' as "state_name",
  "nexus_meta"."text_of"('a cup') as "state_value",
  "nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."value"))) as "state_number",
  1 as "_position",
  'brewer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  "k"."value" as "value",
  'cups' as "value_unit",
  "k"."significance" as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__tea_brewed__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and ("nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."value"))) is not null or nullif(btrim("nexus_meta"."text_of"("nexus_meta"."text_of"("happened"."value")), '                　'), '') is null)
offset 0) as "v"
join "nexus_core"."person_mentions__next" as "m" on "m"."event_id" = "v"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."_site" in (365479559, 1274787059) and ("v"."_role" is null or "v"."_role" = coalesce("m"."role", case when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' end)))
union all
(select
  "e"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from ((select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"('buyer') as "state_value",
  cast(null as double precision) as "state_number",
  0 as "_position",
  cast(null as varchar) as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading"
from "nexus_source"."steep__letter_sent__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and "happened"."event_name" = 'order placed')
union all
(select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"(cast(null as varchar)) as "state_value",
  cast(null as double precision) as "state_number",
  1 as "_position",
  cast(null as varchar) as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading"
from "nexus_source"."steep__letter_sent__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and "happened"."event_name" = 'Goodbye')
union all
(select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"((case when event_type = 'customer' then 'customer' end)) as "state_value",
  cast(null as double precision) as "state_number",
  2 as "_position",
  'customer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading"
from "nexus_source"."steep__letter_sent__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and "happened"."event_name" = 'customer changed')
union all
(select
  "happened"."event_id" as "event_id",
  'appetite' as "state_name",
  "nexus_meta"."text_of"((case when value < 20 then 'a sip' else 'a pot' end)) as "state_value",
  cast(null as double precision) as "state_number",
  0 as "_position",
  'buyer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading"
from "nexus_source"."steep__letter_sent__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and "happened"."event_name" = 'order placed')
union all
(select
  "happened"."event_id" as "event_id",
  'appetite' as "state_name",
  "nexus_meta"."text_of"('a cup') as "state_value",
  "nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."value"))) as "state_number",
  1 as "_position",
  'brewer' as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading"
from "nexus_source"."steep__letter_sent__events__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and ("nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."value"))) is not null or nullif(btrim("nexus_meta"."text_of"("nexus_meta"."text_of"("happened"."value")), '                　'), '') is null) and "happened"."event_name" = 'tea brewed')) as "v"
join "nexus_core"."person_mentions__next" as "m" on "m"."event_id" = "v"."event_id"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."_site" in (855712972, 1816343017) and ("v"."_role" is null or "v"."_role" = case when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' end))) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "c"
where "c"."_first" or "c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number") as "d"
offset 0) as "b"
join "nexus_identity"."person_entities__next" as "i" on "i"."_entity" = "b"."_entity"
where "b"."state_value" is not null)
union all
(select
  'sta_' || md5(coalesce("nexus_meta"."text_of"(length("i"."id")) || ':' || "i"."id", '-') || coalesce("nexus_meta"."text_of"(length("b"."state_name")) || ':' || "b"."state_name", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("b"."occurred_at"))) || ':' || "nexus_meta"."text_of"("b"."occurred_at"), '-')) as "id",
  'group' as "entity_type",
  "i"."id" as "entity_id",
  "b"."state_name" as "state_name",
  "b"."state_value" as "state_value",
  "b"."state_number" as "state_number",
  "b"."occurred_at" as "state_entered_at",
  "b"."state_exited_at" as "state_exited_at",
  "b"."state_exited_at" is null as "is_current",
  "b"."source" as "source",
  "b"."event_id" as "event_id",
  "b"."state_number" - lag("b"."state_number") over (partition by "b"."_entity", "b"."state_name" order by "b"."occurred_at") as "state_delta",
  "b"."_entity" as "_entity"
from (select
  "d"."_entity" as "_entity",
  "d"."state_name" as "state_name",
  "d"."occurred_at" as "occurred_at",
  "d"."event_id" as "event_id",
  "d"."source" as "source",
  "d"."state_value" as "state_value",
  "d"."state_number" as "state_number",
  "d"."_position" as "_position",
  lead("d"."occurred_at") over (partition by "d"."_entity", "d"."state_name" order by "d"."occurred_at") as "state_exited_at"
from (select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number",
  "c"."_position" as "_position"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  "s"."_position" as "_position",
  row_number() over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") = 1 as "_first",
  lag("s"."state_value") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_value_before",
  lag("s"."state_number") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_number_before"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_position" as "_position"
from (select
  "m"."_entity" as "_entity",
  "m"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  "m"."source" as "source",
  "m"."state_value" as "state_value",
  "m"."state_number" as "state_number",
  "m"."_position" as "_position",
  row_number() over (partition by "m"."_entity", "m"."state_name", "m"."occurred_at" order by "m"."_position", "m"."event_id") as "place"
from (select
  "e"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
  "happened"."event_id" as "event_id",
  'plan' as "state_name",
  "nexus_meta"."text_of"("nexus_meta"."text_of"("happened"."plan")) as "state_value",
  "nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."seats"))) as "state_number",
  0 as "_position",
  cast(null as varchar) as "_role"
from (select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'plan changed' as "event_type",
  'plan changed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."plan" as "plan",
  "k"."seats" as "seats"
from "nexus_source"."steep__plan_changed__next" as "k"
offset 0) as "happened"
where "happened"."occurred_at" <= :horizon and ("nexus_meta"."finite"("nexus_meta"."try_number"("nexus_meta"."text_of"("happened"."seats"))) is not null or nullif(btrim("nexus_meta"."text_of"("nexus_meta"."text_of"("happened"."seats")), '                　'), '') is null)
offset 0) as "v"
join "nexus_core"."group_mentions__next" as "m" on "m"."event_id" = "v"."event_id"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination"
where "m"."_site" in (1286283247)
offset 0) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "c"
where "c"."_first" or "c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number") as "d"
offset 0) as "b"
join "nexus_identity"."group_entities__next" as "i" on "i"."_entity" = "b"."_entity"
where "b"."state_value" is not null);

-- write gather statistics
analyze "nexus"."states__next";
