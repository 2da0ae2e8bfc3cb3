-- components group
-- who is one is decided by connection alone: exact at any depth and any size
-- reads identity.group_dictionary, identity.group_normalized, identity.group_same, identity.group_evidence
-- writes identity.group_components

-- write create
create table if not exists "nexus_identity"."group_components__next" ("_value" bigint, "_component" bigint);

-- read size
select
  coalesce(max("n"."_value"), -1) as "top"
from "nexus_identity"."group_dictionary__next" as "n";

-- read blocked
select
  "d"."_value" as "_value",
  case when "d"."blocked" = 'shared' then 1 else 0 end as "is_shared"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null;

-- read same
select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."group_same__next" as "s";

-- read evidence
select
  "e"."_v_domain" as "_v_domain",
  "e"."_v_team_id" as "_v_team_id"
from "nexus_identity"."group_evidence__next" as "e";

-- write by SQL alone: find what is blocked
create table "nexus_identity"."group_components__blocked__next" as
select
  "d"."_value" as "_value",
  case when "d"."blocked" = 'shared' then 1 else 0 end as "is_shared"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__blocked__next";

-- write by SQL alone: find the evidence
create table "nexus_identity"."group_components__evidence__next" as
select
  "e"."_v_domain" as "_v_domain",
  "e"."_v_team_id" as "_v_team_id"
from "nexus_identity"."group_evidence__next" as "e";

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__evidence__next";

-- write by SQL alone: find the vertices
create table "nexus_identity"."group_components__vertices__next" as
select v, max(is_tie) as is_tie from (select distinct "e"."_v_domain" as v, 0 as is_tie from "nexus_identity"."group_components__evidence__next" as e left join "nexus_identity"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain" where "e"."_v_domain" is not null and ("b0"."_value" is null or "b0"."is_shared" = 1)
union all
select distinct "e"."_v_team_id" as v, 0 as is_tie from "nexus_identity"."group_components__evidence__next" as e left join "nexus_identity"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id" where "e"."_v_team_id" is not null and ("b1"."_value" is null or "b1"."is_shared" = 1)
union all
select s._node as v, 0 as is_tie from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."group_same__next" as "s") as s) as u group by v;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__vertices__next";

-- write by SQL alone: find the edges
create table "nexus_identity"."group_components__edges_0__next" as
select distinct d.a, d.b from (select p.a, p.b from (select s._value as a, s._node as b from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."group_same__next" as "s") as s
union all
select coalesce(case when "b0"."_value" is null then "e"."_v_domain" end, case when "b1"."_value" is null then "e"."_v_team_id" end) as a, case when "b1"."_value" is null then "e"."_v_team_id" end as b from "nexus_identity"."group_components__evidence__next" as e
left join "nexus_identity"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain"
left join "nexus_identity"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id") as p union all select q.b, q.a from (select s._value as a, s._node as b from (select
  "s"."_value" as "_value",
  "s"."_node" as "_node"
from "nexus_identity"."group_same__next" as "s") as s
union all
select coalesce(case when "b0"."_value" is null then "e"."_v_domain" end, case when "b1"."_value" is null then "e"."_v_team_id" end) as a, case when "b1"."_value" is null then "e"."_v_team_id" end as b from "nexus_identity"."group_components__evidence__next" as e
left join "nexus_identity"."group_components__blocked__next" as "b0" on "b0"."_value" = "e"."_v_domain"
left join "nexus_identity"."group_components__blocked__next" as "b1" on "b1"."_value" = "e"."_v_team_id") as q) as d where d.a <> d.b;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__edges_0__next";

-- write by SQL alone: find what is picked in round 0
create table "nexus_identity"."group_components__picked_0__next" as
select e.a as v, case when min(((e.b * 184471397 + 1587520823) % 2147483647) * 2147483648 + e.b) < ((e.a * 184471397 + 1587520823) % 2147483647) * 2147483648 + e.a then min(((e.b * 184471397 + 1587520823) % 2147483647) * 2147483648 + e.b) else ((e.a * 184471397 + 1587520823) % 2147483647) * 2147483648 + e.a end % 2147483648 as rep from "nexus_identity"."group_components__edges_0__next" as e group by e.a;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__picked_0__next";

-- write by SQL alone: find the edges of round 1
create table "nexus_identity"."group_components__edges_1__next" as
select distinct x.rep as a, y.rep as b from "nexus_identity"."group_components__edges_0__next" as e join "nexus_identity"."group_components__picked_0__next" as x on x.v = e.a join "nexus_identity"."group_components__picked_0__next" as y on y.v = e.b where x.rep <> y.rep;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__edges_1__next";

-- write by SQL alone: drop the edges of round 0
drop table if exists "nexus_identity"."group_components__edges_0__next";

-- count by SQL alone: edges of round 1
select count(*) from "nexus_identity"."group_components__edges_1__next";

-- write by SQL alone: find what is picked in round 1
create table "nexus_identity"."group_components__picked_1__next" as
select e.a as v, case when min(((e.b * 1151604125 + 246357934) % 2147483647) * 2147483648 + e.b) < ((e.a * 1151604125 + 246357934) % 2147483647) * 2147483648 + e.a then min(((e.b * 1151604125 + 246357934) % 2147483647) * 2147483648 + e.b) else ((e.a * 1151604125 + 246357934) % 2147483647) * 2147483648 + e.a end % 2147483648 as rep from "nexus_identity"."group_components__edges_1__next" as e group by e.a;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__picked_1__next";

-- write by SQL alone: find the edges of round 2
create table "nexus_identity"."group_components__edges_2__next" as
select distinct x.rep as a, y.rep as b from "nexus_identity"."group_components__edges_1__next" as e join "nexus_identity"."group_components__picked_1__next" as x on x.v = e.a join "nexus_identity"."group_components__picked_1__next" as y on y.v = e.b where x.rep <> y.rep;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__edges_2__next";

-- write by SQL alone: drop the edges of round 1
drop table if exists "nexus_identity"."group_components__edges_1__next";

-- write by SQL alone: drop the edges of round 2
drop table if exists "nexus_identity"."group_components__edges_2__next";

-- write by SQL alone: find what became of the vertices of round 1
create table "nexus_identity"."group_components__became_1__next" as
select p.v, p.rep from "nexus_identity"."group_components__picked_1__next" as p;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__became_1__next";

-- write by SQL alone: find what became of the vertices of round 0
create table "nexus_identity"."group_components__became_0__next" as
select p.v, coalesce(n.rep, p.rep) as rep from "nexus_identity"."group_components__picked_0__next" as p left join "nexus_identity"."group_components__became_1__next" as n on n.v = p.rep;

-- write by SQL alone: gather statistics
analyze "nexus_identity"."group_components__became_0__next";

-- write by SQL alone: components
insert into "nexus_identity"."group_components__next" ("_value", "_component")
select c.v, c.component from (select n.v, n.is_tie, coalesce(l.low, n.v) as component from "nexus_identity"."group_components__vertices__next" as n left join "nexus_identity"."group_components__became_0__next" as b on b.v = n.v left join (select b.rep, min(b.v) as low from "nexus_identity"."group_components__became_0__next" as b group by b.rep) as l on l.rep = b.rep) as c;

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__blocked__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__evidence__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__vertices__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__picked_0__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__became_0__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__picked_1__next";

-- write by SQL alone: drop what was made on the way
drop table if exists "nexus_identity"."group_components__became_1__next";
