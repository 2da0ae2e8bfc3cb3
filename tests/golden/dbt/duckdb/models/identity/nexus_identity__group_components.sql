{{ config(alias='group_components', post_hook=['drop table if exists "{{ nexus_schema(\'nexus_identity\') }}"."group_components__blocked__next"', 'drop table if exists "{{ nexus_schema(\'nexus_identity\') }}"."group_components__evidence__next"', 'drop table if exists "{{ nexus_schema(\'nexus_identity\') }}"."group_components__vertices__next"', 'drop table if exists "{{ nexus_schema(\'nexus_identity\') }}"."group_components__picked_0__next"', 'drop table if exists "{{ nexus_schema(\'nexus_identity\') }}"."group_components__became_0__next"']) }}
{% do nexus_begin(['table']) %}

-- One row a value of groups, with its component: who is one is decided by connection alone: exact at any depth and any size.
{% set begin = [] %}
{% set sql_text %}
create table "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as
select
  "d"."_value" as "_value",
  case when "d"."blocked" = 'shared' then 1 else 0 end as "is_shared"
from {{ ref('nexus_identity__group_normalized') }} as "d"
where "d"."blocked" is not null
{% endset %}
{% do begin.append(sql_text) %}
{% set sql_text %}
create table "{{ nexus_schema('nexus_identity') }}"."group_components__evidence__next" as
select
  "e"."_v_domain" as "_v_domain",
  "e"."_v_team_id" as "_v_team_id"
from {{ ref('nexus_identity__group_evidence') }} as "e"
{% endset %}
{% do begin.append(sql_text) %}
{% set sql_text %}
create table "{{ nexus_schema('nexus_identity') }}"."group_components__vertices__next" as
select v, max(is_tie) as is_tie from (select distinct "e"."_v_domain" as v, 0 as is_tie from "{{ nexus_schema('nexus_identity') }}"."group_components__evidence__next" as e left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain" where "e"."_v_domain" is not null and ("b0"."_value" is null or "b0"."is_shared" = 1)
union all
select distinct "e"."_v_team_id" as v, 0 as is_tie from "{{ nexus_schema('nexus_identity') }}"."group_components__evidence__next" as e left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id" where "e"."_v_team_id" is not null and ("b1"."_value" is null or "b1"."is_shared" = 1)
union all
select s._node as v, 0 as is_tie from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from {{ ref('nexus_identity__group_same') }} as "s") as s) as u group by v
{% endset %}
{% do begin.append(sql_text) %}
{% set sql_text %}
create table "{{ nexus_schema('nexus_identity') }}"."group_components__edges_0__next" as
select distinct d.a, d.b from (select p.a, p.b from (select s._value as a, s._node as b from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from {{ ref('nexus_identity__group_same') }} as "s") as s
union all
select coalesce(case when "b0"."_value" is null then "e"."_v_domain" end, case when "b1"."_value" is null then "e"."_v_team_id" end) as a, case when "b1"."_value" is null then "e"."_v_team_id" end as b from "{{ nexus_schema('nexus_identity') }}"."group_components__evidence__next" as e
left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain"
left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id") as p union all select q.b, q.a from (select s._value as a, s._node as b from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from {{ ref('nexus_identity__group_same') }} as "s") as s
union all
select coalesce(case when "b0"."_value" is null then "e"."_v_domain" end, case when "b1"."_value" is null then "e"."_v_team_id" end) as a, case when "b1"."_value" is null then "e"."_v_team_id" end as b from "{{ nexus_schema('nexus_identity') }}"."group_components__evidence__next" as e
left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain"
left join "{{ nexus_schema('nexus_identity') }}"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id") as q) as d where d.a <> d.b
{% endset %}
{% do begin.append(sql_text) %}
{% do nexus_resolve('group_components', begin, 1407917786, 2077487520) %}
select
  cast("q"."_value" as bigint) as "_value",
  cast("q"."_component" as bigint) as "_component"
from (
select c.v as "_value", c.component as "_component" from (select c.v, c.component from (select n.v, n.is_tie, coalesce(l.low, n.v) as component from "{{ nexus_schema('nexus_identity') }}"."group_components__vertices__next" as n left join "{{ nexus_schema('nexus_identity') }}"."group_components__became_0__next" as b on b.v = n.v left join (select b.rep, min(b.v) as low from "{{ nexus_schema('nexus_identity') }}"."group_components__became_0__next" as b group by b.rep) as l on l.rep = b.rep) as c) as c
) as q
