-- build identity.person_refusals
-- One row a link between identifiers of a person that a limit refused.
-- reads identity.person_constrained, identity.person_refused_links
-- writes identity.person_refusals

-- write build
create table "nexus_identity"."person_refusals__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."_other" as bigint) as "_other", cast("q"."rule" as text) collate "C" as "rule" from (select
  "v"."_value" as "_value",
  "w"."_value" as "_other",
  case "r"."_limit" when 0 then 'at most 1 email per person against device' when 1 then 'at most 1 customer_id per person against phone, device' when 2 then 'at most 1 user_id per person against phone, device' when 3 then 'at most 1 card per person against phone, device' end as "rule"
from "nexus_identity"."person_refused_links__next" as "r"
join (select
  "k"."_place" as "_place",
  min("k"."_value") as "_value"
from "nexus_identity"."person_constrained__next" as "k"
group by "k"."_place"
offset 0) as "v" on "v"."_place" = "r"."_place"
join (select
  "k"."_place" as "_place",
  min("k"."_value") as "_value"
from "nexus_identity"."person_constrained__next" as "k"
group by "k"."_place"
offset 0) as "w" on "w"."_place" = "r"."_other") as q;

-- write gather statistics
analyze "nexus_identity"."person_refusals__next";
