-- build final.states
-- One row an interval in which an entity's state had a value.
-- reads identity.person_entities, final.state_changes__person, final.changes_of__fondness, final.changes_of__cups, final.changes_of__company, final.changes_of__parcels, core.group_mentions, identity.group_evidence_entities, identity.group_entities, final.changes_of__thirst, final.changes_of__kettles, identity.order_entities, final.state_changes__order, source.steep__plan_changed
-- writes final.states

-- write build
create table "nexus"."states__next" as
select cast("q"."id" as text) collate "C" as "id", cast("q"."entity_type" as text) collate "C" as "entity_type", cast("q"."entity_id" as text) collate "C" as "entity_id", cast("q"."state_name" as text) collate "C" as "state_name", cast("q"."state_value" as text) collate "C" as "state_value", cast("q"."state_number" as double precision) as "state_number", cast("q"."state_entered_at" as timestamp) as "state_entered_at", cast("q"."state_exited_at" as timestamp) as "state_exited_at", cast("q"."is_current" as boolean) as "is_current", cast("q"."source" as text) collate "C" as "source", cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."state_delta" as double precision) as "state_delta", cast("q"."_entity" as bigint) as "_entity" from ((select
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
  lead("d"."occurred_at") over (partition by "d"."_entity", "d"."state_name" order by "d"."occurred_at") as "state_exited_at"
from ((select * from "nexus"."state_changes__person__next")
union all
(select * from "nexus"."changes_of__fondness__next")
union all
(select * from "nexus"."changes_of__cups__next")
union all
(select * from "nexus"."changes_of__company__next")
union all
(select * from "nexus"."changes_of__parcels__next")) as "d"
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
  lead("d"."occurred_at") over (partition by "d"."_entity", "d"."state_name" order by "d"."occurred_at") as "state_exited_at"
from ((select
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
from (select
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
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions__next" as "m"
join "nexus_identity"."group_evidence_entities__next" as "e" on "m"."_combination" = "e"."_combination") as "m" on "m"."event_id" = "v"."event_id"
where "m"."_site" in (1286283247)
offset 0) as "m"
offset 0) as "p"
where "p"."place" = 1) as "s"
offset 0) as "c"
where ("c"."_value_before" is distinct from "c"."state_value" or "c"."_number_before" is distinct from "c"."state_number"))
union all
(select * from "nexus"."changes_of__thirst__next")
union all
(select * from "nexus"."changes_of__kettles__next")) as "d"
offset 0) as "b"
join "nexus_identity"."group_entities__next" as "i" on "i"."_entity" = "b"."_entity"
where "b"."state_value" is not null)
union all
(select
  'sta_' || md5(coalesce("nexus_meta"."text_of"(length("i"."id")) || ':' || "i"."id", '-') || coalesce("nexus_meta"."text_of"(length("b"."state_name")) || ':' || "b"."state_name", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("b"."occurred_at"))) || ':' || "nexus_meta"."text_of"("b"."occurred_at"), '-')) as "id",
  'order' as "entity_type",
  "i"."id" as "entity_id",
  "b"."state_name" as "state_name",
  "b"."state_value" as "state_value",
  "b"."state_number" as "state_number",
  "b"."occurred_at" as "state_entered_at",
  "b"."state_exited_at" as "state_exited_at",
  "b"."state_exited_at" is null as "is_current",
  "b"."source" as "source",
  "b"."event_id" as "event_id",
  cast(null as double precision) as "state_delta",
  "b"."_entity" as "_entity"
from (select
  "d"."_entity" as "_entity",
  "d"."state_name" as "state_name",
  "d"."occurred_at" as "occurred_at",
  "d"."event_id" as "event_id",
  "d"."source" as "source",
  "d"."state_value" as "state_value",
  "d"."state_number" as "state_number",
  lead("d"."occurred_at") over (partition by "d"."_entity", "d"."state_name" order by "d"."occurred_at") as "state_exited_at"
from "nexus"."state_changes__order__next" as "d"
offset 0) as "b"
join "nexus_identity"."order_entities__next" as "i" on "i"."_entity" = "b"."_entity"
where "b"."state_value" is not null)) as q;

-- write gather statistics
analyze "nexus"."states__next";
