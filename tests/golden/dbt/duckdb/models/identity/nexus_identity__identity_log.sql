{{ config(materialized='view', alias='identity_log') }}
{% do nexus_begin(['view', 'table']) %}

-- One row a change of an identifier's entity.
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'person' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_email" = "l"."_value" or "m"."_v_customer_id" = "l"."_value" or "m"."_v_user_id" = "l"."_value" or "m"."_v_card" = "l"."_value" or "m"."_v_phone" = "l"."_value" or "m"."_v_device" = "l"."_value" then m.event_id end), min(m.event_id)) from {{ ref('nexus_core__person_mentions') }} as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
from {{ ref('nexus_identity__person_log') }} as "l"
left join {{ ref('nexus_identity__person_dictionary') }} as "v" on "v"."_value" = "l"."_value"
left join {{ ref('nexus_identity__person_normalized') }} as "d" on "d"."_value" = "l"."_value"
left join {{ ref('nexus_identity__person_entities') }} as "e" on "e"."_entity" = "l"."_entity"
left join {{ ref('nexus_identity__person_entities') }} as "p" on "p"."_entity" = "l"."_previous"
left join {{ ref('nexus_meta__runs') }} as "r" on "r"."run" = "l"."run")
union all
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'group' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_domain" = "l"."_value" or "m"."_v_team_id" = "l"."_value" then m.event_id end), min(m.event_id)) from {{ ref('nexus_core__group_mentions') }} as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
from {{ ref('nexus_identity__group_log') }} as "l"
left join {{ ref('nexus_identity__group_dictionary') }} as "v" on "v"."_value" = "l"."_value"
left join {{ ref('nexus_identity__group_normalized') }} as "d" on "d"."_value" = "l"."_value"
left join {{ ref('nexus_identity__group_entities') }} as "e" on "e"."_entity" = "l"."_entity"
left join {{ ref('nexus_identity__group_entities') }} as "p" on "p"."_entity" = "l"."_previous"
left join {{ ref('nexus_meta__runs') }} as "r" on "r"."run" = "l"."run")
union all
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'order' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_order_id" = "l"."_value" then m.event_id end), min(m.event_id)) from {{ ref('nexus_core__order_mentions') }} as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
from {{ ref('nexus_identity__order_log') }} as "l"
left join {{ ref('nexus_identity__order_dictionary') }} as "v" on "v"."_value" = "l"."_value"
left join {{ ref('nexus_identity__order_normalized') }} as "d" on "d"."_value" = "l"."_value"
left join {{ ref('nexus_identity__order_entities') }} as "e" on "e"."_entity" = "l"."_entity"
left join {{ ref('nexus_identity__order_entities') }} as "p" on "p"."_entity" = "l"."_previous"
left join {{ ref('nexus_meta__runs') }} as "r" on "r"."run" = "l"."run")
