-- build identity.group_evidence
-- One row a combination of raw values seen together on a group.
-- reads core.group_mentions
-- writes identity.group_evidence

-- write create
create table if not exists "nexus_identity"."group_evidence__next" ("_combination" hugeint using compression uncompressed, "_v_domain" bigint, "_v_team_id" bigint, "first_order" hugeint using compression uncompressed, "last_order" hugeint using compression uncompressed, "mentions" bigint);

-- write build
insert into "nexus_identity"."group_evidence__next" ("_combination", "_v_domain", "_v_team_id", "first_order", "last_order", "mentions")
select
  "m"."_combination" as "_combination",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  min("m"."_order") as "first_order",
  max(case when "m"."occurred_at" <= :horizon + interval '1' day then "m"."_order" end) as "last_order",
  count(*) as "mentions"
from "nexus_core"."group_mentions__next" as "m"
group by "m"."_combination", "m"."_v_domain", "m"."_v_team_id";
