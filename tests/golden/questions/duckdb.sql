-- rows of a table
select count(*) as rows from "nexus"."persons";

-- events
select e.source, e.name, e.type, count(*) as events, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from "nexus"."events" as e group by e.source, e.name, e.type order by e.source, events desc, e.name limit 1000;

-- identifiers of persons
select n.identifier_type, count(*) as spellings, count(distinct case when d._value is null then n.raw_value else d.identifier_value end) as identifiers, cast(coalesce(sum(s.mentions), 0) as bigint) as mentions, count(h._value) as blocked, cast(coalesce(sum(case when h._value is not null then s.mentions end), 0) as bigint) as blocked_mentions
from "nexus_identity"."person_dictionary" as n
left join "nexus_identity"."person_normalized" as d on d._value = n._value
left join "nexus_identity"."person_held" as h on h._value = n._value
left join "nexus_identity"."person_sightings" as s on s._value = n._value
group by n.identifier_type;

-- roles of persons
select p.role, count(*) as participants from "nexus"."person_participants" as p group by p.role order by participants desc, p.role limit 1000;

-- traits of persons
select 'name' as trait, count(*) as entities, count("p"."name") as filled, count(distinct cast("p"."name" as varchar)) as values_known from "nexus"."persons" as p
union all
select 'spent' as trait, count(*) as entities, count("p"."spent") as filled, count(distinct cast("p"."spent" as varchar)) as values_known from "nexus"."persons" as p
union all
select 'newsletter' as trait, count(*) as entities, count("p"."newsletter") as filled, count(distinct cast("p"."newsletter" as varchar)) as values_known from "nexus"."persons" as p
union all
select 'birthday' as trait, count(*) as entities, count("p"."birthday") as filled, count(distinct cast("p"."birthday" as varchar)) as values_known from "nexus"."persons" as p
union all
select 'address' as trait, count(*) as entities, count("p"."address") as filled, count(distinct cast("p"."address" as varchar)) as values_known from "nexus"."persons" as p;

-- identifiers of groups
select n.identifier_type, count(*) as spellings, count(distinct case when d._value is null then n.raw_value else d.identifier_value end) as identifiers, cast(coalesce(sum(s.mentions), 0) as bigint) as mentions, count(h._value) as blocked, cast(coalesce(sum(case when h._value is not null then s.mentions end), 0) as bigint) as blocked_mentions
from "nexus_identity"."group_dictionary" as n
left join "nexus_identity"."group_normalized" as d on d._value = n._value
left join "nexus_identity"."group_held" as h on h._value = n._value
left join "nexus_identity"."group_sightings" as s on s._value = n._value
group by n.identifier_type;

-- roles of groups
select p.role, count(*) as participants from "nexus"."group_participants" as p group by p.role order by participants desc, p.role limit 1000;

-- traits of groups
select 'name' as trait, count(*) as entities, count("p"."name") as filled, count(distinct cast("p"."name" as varchar)) as values_known from "nexus"."groups" as p
union all
select 'seats' as trait, count(*) as entities, count("p"."seats") as filled, count(distinct cast("p"."seats" as varchar)) as values_known from "nexus"."groups" as p;

-- identifiers of orders
select n.identifier_type, count(*) as spellings, count(distinct case when d._value is null then n.raw_value else d.identifier_value end) as identifiers, cast(coalesce(sum(s.mentions), 0) as bigint) as mentions, count(h._value) as blocked, cast(coalesce(sum(case when h._value is not null then s.mentions end), 0) as bigint) as blocked_mentions
from "nexus_identity"."order_dictionary" as n
left join "nexus_identity"."order_normalized" as d on d._value = n._value
left join "nexus_identity"."order_held" as h on h._value = n._value
left join "nexus_identity"."order_sightings" as s on s._value = n._value
group by n.identifier_type;

-- roles of orders
select p.role, count(*) as participants from "nexus"."order_participants" as p group by p.role order by participants desc, p.role limit 1000;

-- traits of orders
select 'sku' as trait, count(*) as entities, count("p"."sku") as filled, count(distinct cast("p"."sku" as varchar)) as values_known from "nexus"."orders" as p;

-- states
select s.state_name, s.entity_type, s.state_value, count(*) as intervals, count(case when s.is_current then 1 end) as current_now, count(distinct s.entity_id) as entities from "nexus"."states" as s group by s.state_name, s.entity_type, s.state_value order by s.state_name, current_now desc, intervals desc, s.state_value limit 1000;

-- relationships
select * from (select 'membership' as kind, m.role, count(*) as relationships, count(case when m.until is null then 1 end) as current_now from "nexus"."memberships" as m group by m.role
union all
select r.kind, r.role, count(*) as relationships, count(case when r.until is null then 1 end) as current_now from "nexus"."relationships" as r group by r.kind, r.role) as c order by relationships desc, kind, role limit 1000;

-- runs
select r.run, r.status, r.started_at, r.finished_at, r.horizon, r.version, t.steps, cast(t.rows_written as bigint) as rows_written from "nexus_meta"."runs" as r left join (select s.run, count(*) as steps, sum(s.rows_written) as rows_written from "nexus_meta"."steps" as s group by s.run) as t on t.run = r.run order by r.run desc limit 50;

-- steps of a run
select s.position, s.step, s.kind, s.layer, s.rows_written, s.seconds from "nexus_meta"."steps" as s where s.run = 2 order by s.position;

-- last checks
select c.check_name, c.kind, c.severity, c.status, c.failing_rows, c.seconds, c.tested_at, c.run from "nexus_meta"."check_results" as c join (select l.check_name, max(l.tested_at) as tested_at from "nexus_meta"."check_results" as l group by l.check_name) as l on l.check_name = c.check_name and l.tested_at = c.tested_at order by c.check_name;

-- last published run
select r.run, r.horizon from "nexus_meta"."runs" as r where r.status = 'published' order by r.run desc limit 1;

-- checks of a run
select c.check_name, c.kind, c.severity, c.status, c.failing_rows, c.seconds, c.tested_at, c.message from "nexus_meta"."check_results" as c where c.run = 2 and c.tested_at = (select max(l.tested_at) from "nexus_meta"."check_results" as l where l.run = 2 and l.check_name = c.check_name) order by c.check_name;
