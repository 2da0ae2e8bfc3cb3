-- build identity.group_evidence_entities
-- One row a combination of raw values that identifies a group: which one.
-- reads identity.group_evidence, identity.group_normalized, identity.group_assignment
-- writes identity.group_evidence_entities

-- write create
create table if not exists "nexus_identity"."group_evidence_entities__next" ("_combination" hugeint using compression uncompressed, "_entity" bigint, "mentions" bigint);

-- write build
insert into "nexus_identity"."group_evidence_entities__next" ("_combination", "_entity", "mentions")
select
  "x"."_combination" as "_combination",
  "a"."_entity" as "_entity",
  "x"."mentions" as "mentions"
from ((select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  coalesce("e"."_v_domain", "e"."_v_team_id") as "_anchor"
from "nexus_identity"."group_evidence__next" as "e"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null) as "b" on "b"."_value" = coalesce("e"."_v_domain", "e"."_v_team_id")
where "b"."_value" is null)
union all
(select
  "e"."_combination" as "_combination",
  "e"."mentions" as "mentions",
  coalesce(case when "b_domain"."held" is null then "e"."_v_domain" end, case when "b_team_id"."held" is null then "e"."_v_team_id" end, case when "b_domain"."held" = 'shared' then "e"."_v_domain" end, case when "b_team_id"."held" = 'shared' then "e"."_v_team_id" end) as "_anchor"
from "nexus_identity"."group_evidence__next" as "e"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null) as "b_domain" on "b_domain"."_value" = "e"."_v_domain"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null) as "b_team_id" on "b_team_id"."_value" = "e"."_v_team_id"
where coalesce("e"."_v_domain", "e"."_v_team_id") in (select b._value from (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized__next" as "d"
where "d"."blocked" is not null) as "b"))) as "x"
join "nexus_identity"."group_assignment__next" as "a" on "a"."_value" = "x"."_anchor";
