-- build identity.order_normalized
-- One row a raw value of a order that is compared as something else, or blocked.
-- reads identity.order_dictionary
-- writes identity.order_normalized

-- write create
create table if not exists "nexus_identity"."order_normalized__next" ("_value" bigint, "identifier_value" varchar, "blocked" varchar, "rule" varchar);

-- write build
insert into "nexus_identity"."order_normalized__next" ("_value", "identifier_value", "blocked", "rule")
select
  "v"."_value" as "_value",
  "v"."identifier_value" as "identifier_value",
  "v"."blocked" as "blocked",
  "v"."rule" as "rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."junk" is null then "v"."normal" end as "identifier_value",
  case when "v"."junk" is not null then 'junk' when "v"."shared" is not null then 'shared' end as "blocked",
  coalesce("v"."junk", "v"."shared") as "rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."normal" as "normal",
  case when "v"."normal" is null then coalesce("v"."kind_rule", 'normalized to nothing') when not "v"."kind_rule" = 'role account' then "v"."kind_rule" end as "junk",
  case when "v"."kind_rule" = 'role account' then "v"."kind_rule" end as "shared"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."normal" as "normal",
  cast(null as varchar) as "kind_rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."raw_value" as "normal"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."order_dictionary__next" as "n"
where "n"."identifier_type" = 'order_id') as "v") as "v") as "v") as "v") as "v"
where "v"."blocked" is not null or "v"."identifier_value" is distinct from "v"."raw_value";
