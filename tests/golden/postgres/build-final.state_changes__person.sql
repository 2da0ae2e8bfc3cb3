-- build final.state_changes__person
-- One row a change of a person's state that an event, or a timeout, caused.
-- reads core.person_mentions, identity.person_evidence_entities, source.kettle__order_placed, source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__letter_sent__events
-- writes final.state_changes__person

-- write build
create table "nexus"."state_changes__person__next" as
select cast("q"."_entity" as bigint) as "_entity", cast("q"."state_name" as text) collate "C" as "state_name", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."source" as text) collate "C" as "source", cast("q"."state_value" as text) collate "C" as "state_value", cast("q"."state_number" as double precision) as "state_number" from ((select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
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
  "m"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'shop' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
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
where "happened"."occurred_at" <= :horizon
offset 0) as "v"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (830803138, 1992010298) and ("v"."_role" is null or "v"."_role" = case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' end))
union all
(select
  "m"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_number" end as "state_number",
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
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (365479559, 1274787059) and ("v"."_role" is null or "v"."_role" = coalesce("m"."role", case when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' end)))
union all
(select
  "m"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_number" end as "state_number",
  "v"."_position" as "_position"
from ((select
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
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (855712972, 1816343017) and ("v"."_role" is null or "v"."_role" = case when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' end))) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number"))
union all
(select
  "c"."_entity" as "_entity",
  "c"."state_name" as "state_name",
  "c"."occurred_at" as "occurred_at",
  "c"."event_id" as "event_id",
  "c"."source" as "source",
  "c"."state_value" as "state_value",
  "c"."state_number" as "state_number"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  lag("s"."state_value") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_value_before",
  lag("s"."state_number") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_number_before"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."_at" as "occurred_at",
  case when "p"."_applied" = 0 then "p"."event_id" when "p"."_applied" = 1 and "p"."state_name" = 'standing' then "p"."_event_1" when "p"."_applied" = 2 and "p"."state_name" = 'standing' then "p"."_event_0" when "p"."_applied" = 3 and "p"."state_name" = 'standing' then "p"."_event_0" end as "event_id",
  case when "p"."_applied" = 0 then "p"."source" when "p"."_applied" = 1 and "p"."state_name" = 'standing' then "p"."_source_1" when "p"."_applied" = 2 and "p"."state_name" = 'standing' then "p"."_source_0" when "p"."_applied" = 3 and "p"."state_name" = 'standing' then "p"."_source_0" end as "source",
  case when "p"."_applied" = 0 then "p"."state_value" when "p"."_applied" = 1 and "p"."state_name" = 'standing' then 'thirsty' when "p"."_applied" = 2 and "p"."state_name" = 'standing' then 'quiet' when "p"."_applied" = 3 and "p"."state_name" = 'standing' then null end as "state_value",
  case when "p"."_applied" = 0 then "p"."state_number" when "p"."_applied" = 1 and "p"."state_name" = 'standing' then null when "p"."_applied" = 2 and "p"."state_name" = 'standing' then null when "p"."_applied" = 3 and "p"."state_name" = 'standing' then null end as "state_number"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."_until" as "_until",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_next" as "_next",
  "p"."_started_0" as "_started_0",
  "p"."_event_0" as "_event_0",
  "p"."_source_0" as "_source_0",
  "p"."_started_1" as "_started_1",
  "p"."_event_1" as "_event_1",
  "p"."_source_1" as "_source_1",
  "p"."_point" as "_point",
  "p"."_at" as "_at",
  case when "p"."state_name" = 'standing' then case when "p"."_started_0" + 20 * interval '1 day' <= "p"."_at" and ("p"."_applied" = 0 and "p"."state_value" is not null or "p"."_applied" in (1, 2)) then 3 else "p"."_applied" end else "p"."_applied" end as "_applied"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."_until" as "_until",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_next" as "_next",
  "p"."_started_0" as "_started_0",
  "p"."_event_0" as "_event_0",
  "p"."_source_0" as "_source_0",
  "p"."_started_1" as "_started_1",
  "p"."_event_1" as "_event_1",
  "p"."_source_1" as "_source_1",
  "p"."_point" as "_point",
  "p"."_at" as "_at",
  case when "p"."state_name" = 'standing' then case when "p"."_started_0" + 5 * interval '1 day' <= "p"."_at" and ("p"."_applied" = 0 and "p"."state_value" is not null or "p"."_applied" in (1)) then 2 else "p"."_applied" end else "p"."_applied" end as "_applied"
from (select
  "p"."_entity" as "_entity",
  "p"."state_name" as "state_name",
  "p"."occurred_at" as "occurred_at",
  "p"."event_id" as "event_id",
  "p"."source" as "source",
  "p"."_until" as "_until",
  "p"."state_value" as "state_value",
  "p"."state_number" as "state_number",
  "p"."_next" as "_next",
  "p"."_started_0" as "_started_0",
  "p"."_event_0" as "_event_0",
  "p"."_source_0" as "_source_0",
  "p"."_started_1" as "_started_1",
  "p"."_event_1" as "_event_1",
  "p"."_source_1" as "_source_1",
  "p"."_point" as "_point",
  "p"."_at" as "_at",
  case when "p"."state_name" = 'standing' then case when "p"."_started_1" + 129600 * interval '1 second' <= "p"."_at" and ("p"."_until" is null or "p"."_started_1" + 129600 * interval '1 second' < "p"."_until") and 0 = 0 and "p"."state_value" in ('customer') then 1 else 0 end else 0 end as "_applied"
from (select
  "a"."_entity" as "_entity",
  "a"."state_name" as "state_name",
  "a"."occurred_at" as "occurred_at",
  "a"."event_id" as "event_id",
  "a"."source" as "source",
  "a"."_until" as "_until",
  "a"."state_value" as "state_value",
  "a"."state_number" as "state_number",
  "a"."_next" as "_next",
  "a"."_started_0" as "_started_0",
  "a"."_event_0" as "_event_0",
  "a"."_source_0" as "_source_0",
  "a"."_started_1" as "_started_1",
  "a"."_event_1" as "_event_1",
  "a"."_source_1" as "_source_1",
  "a"."_point" as "_point",
  "a"."_at" as "_at"
from (select
  "t"."_entity" as "_entity",
  "t"."state_name" as "state_name",
  "t"."occurred_at" as "occurred_at",
  "t"."event_id" as "event_id",
  "t"."source" as "source",
  "t"."_until" as "_until",
  "t"."state_value" as "state_value",
  "t"."state_number" as "state_number",
  "t"."_next" as "_next",
  "t"."_started_0" as "_started_0",
  "t"."_event_0" as "_event_0",
  "t"."_source_0" as "_source_0",
  "t"."_started_1" as "_started_1",
  "t"."_event_1" as "_event_1",
  "t"."_source_1" as "_source_1",
  "n"."_point" as "_point",
  case when "n"."_point" = 0 then "t"."occurred_at" when "n"."_point" = 1 then case when "t"."state_name" = 'standing' then "t"."_started_1" + 129600 * interval '1 second' else cast(null as timestamp) end when "n"."_point" = 2 then case when "t"."state_name" = 'standing' then "t"."_started_0" + 5 * interval '1 day' else cast(null as timestamp) end when "n"."_point" = 3 then case when "t"."state_name" = 'standing' then "t"."_started_0" + 20 * interval '1 day' else cast(null as timestamp) end end as "_at"
from (select
  "g"."_entity" as "_entity",
  "g"."state_name" as "state_name",
  "g"."occurred_at" as "occurred_at",
  "g"."event_id" as "event_id",
  "g"."source" as "source",
  "g"."_until" as "_until",
  first_value("g"."state_value") over (partition by "g"."_entity", "g"."state_name", "g"."_starts" order by "g"."occurred_at") as "state_value",
  first_value("g"."state_number") over (partition by "g"."_entity", "g"."state_name", "g"."_starts" order by "g"."occurred_at") as "state_number",
  lead("g"."occurred_at") over (partition by "g"."_entity", "g"."state_name" order by "g"."occurred_at") as "_next",
  first_value("g"."occurred_at") over (partition by "g"."_entity", "g"."state_name", "g"."_starts" order by "g"."occurred_at") as "_started_0",
  first_value("g"."event_id") over (partition by "g"."_entity", "g"."state_name", "g"."_starts" order by "g"."occurred_at") as "_event_0",
  first_value("g"."source") over (partition by "g"."_entity", "g"."state_name", "g"."_starts" order by "g"."occurred_at") as "_source_0",
  "g"."occurred_at" as "_started_1",
  "g"."event_id" as "_event_1",
  "g"."source" as "_source_1"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  "s"."_position" as "_position",
  "s"."_until" as "_until",
  sum(case when "s"."_position" < 1000000 then 1 else 0 end) over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at" rows unbounded preceding) as "_starts"
from (select
  "w"."_entity" as "_entity",
  "w"."state_name" as "state_name",
  "w"."occurred_at" as "occurred_at",
  "w"."event_id" as "event_id",
  "w"."source" as "source",
  "w"."state_value" as "state_value",
  "w"."state_number" as "state_number",
  "w"."_position" as "_position",
  "w"."_until" as "_until"
from (select
  "s"."_entity" as "_entity",
  "s"."state_name" as "state_name",
  "s"."occurred_at" as "occurred_at",
  "s"."event_id" as "event_id",
  "s"."source" as "source",
  "s"."state_value" as "state_value",
  "s"."state_number" as "state_number",
  "s"."_position" as "_position",
  lead("s"."occurred_at") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_until",
  lag("s"."occurred_at") over (partition by "s"."_entity", "s"."state_name" order by "s"."occurred_at") as "_since"
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
  "m"."_entity" as "_entity",
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
where "happened"."occurred_at" <= :horizon
offset 0) as "v"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (830803138, 1992010298))
union all
(select
  "m"."_entity" as "_entity",
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
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (86572456) and ("v"."_role" is null or "v"."_role" = 'customer'))
union all
(select
  "m"."_entity" as "_entity",
  "v"."state_name" as "state_name",
  "m"."occurred_at" as "occurred_at",
  "m"."event_id" as "event_id",
  'steep' as "source",
  case when btrim("v"."state_value", '                　') <> '' then "v"."state_value" end as "state_value",
  "v"."state_number" as "state_number",
  "v"."_position" as "_position"
from (select
  "happened"."event_id" as "event_id",
  'standing' as "state_name",
  "nexus_meta"."text_of"(cast(null as varchar)) as "state_value",
  cast(null as double precision) as "state_number",
  1000000 as "_position",
  cast(null as varchar) as "_role"
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
where "happened"."occurred_at" <= :horizon
offset 0) as "v"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (365479559, 1274787059))
union all
(select
  "m"."_entity" as "_entity",
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
  'standing' as "state_name",
  "nexus_meta"."text_of"(cast(null as varchar)) as "state_value",
  cast(null as double precision) as "state_number",
  1000000 as "_position",
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
where "happened"."occurred_at" <= :horizon and "happened"."event_name" = 'tea brewed')) as "v"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions__next" as "m"
join "nexus_identity"."person_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (855712972, 1816343017) and ("v"."_role" is null or "v"."_role" = case when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' end))) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "w"
where ("w"."_position" < 1000000 or "w"."_since" is null or "w"."_until" is null or case when "w"."state_name" = 'standing' then "w"."_since" + 129600 * interval '1 second' <= "w"."occurred_at" or "w"."occurred_at" + 129600 * interval '1 second' <= "w"."_until" else true end)) as "s"
offset 0) as "g"
where "g"."_starts" > 0
offset 0) as "t"
join (select 0 as _point union all select 1 as _point union all select 2 as _point union all select 3 as _point) as "n" on true
offset 0) as "a"
where ("a"."_point" = 0 or ("a"."_at" > "a"."occurred_at" and "a"."_at" <= :horizon and ("a"."_next" is null or "a"."_at" < "a"."_next")))) as "p"
offset 0) as "p"
offset 0) as "p"
offset 0) as "p"
offset 0) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number"))) as q;

-- write gather statistics
analyze "nexus"."state_changes__person__next";
