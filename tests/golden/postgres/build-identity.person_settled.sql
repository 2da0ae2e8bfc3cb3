-- build identity.person_settled
-- One row a raw value of a person whose component was resolved again.
-- reads identity.person_constrained, identity.person_constrained_parts, identity.person_refused_links
-- writes identity.person_settled

-- write build
create table "nexus_identity"."person_settled__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_component" as bigint) as "_component", cast("q"."rule" as text) collate "C" as "rule" from (select
  "k"."_value" as "_value",
  min("k"."_value") over (partition by "p"."_part") as "_component",
  case when "p"."_contested" = 1 then "w"."rule" end as "rule"
from "nexus_identity"."person_constrained__next" as "k"
join "nexus_identity"."person_constrained_parts__next" as "p" on "p"."_place" = "k"."_place"
left join (select
  "r"."_place" as "_place",
  min(case "r"."_limit" when 0 then 'at most 1 email per person against device' when 1 then 'at most 1 customer_id per person against phone, device' when 2 then 'at most 1 user_id per person against phone, device' when 3 then 'at most 1 card per person against phone, device' end) as "rule"
from "nexus_identity"."person_refused_links__next" as "r"
group by "r"."_place"
offset 0) as "w" on "w"."_place" = "k"."_place") as q;

-- write gather statistics
analyze "nexus_identity"."person_settled__next";
