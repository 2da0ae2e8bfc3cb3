-- build identity.order_normalized
-- One row a raw value of a order that is compared as something else, or blocked.
-- reads identity.order_dictionary
-- writes identity.order_normalized

-- write build
create table "nexus_identity"."order_normalized__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."identifier_value" as text) collate "C" as "identifier_value", cast("q"."blocked" as text) collate "C" as "blocked", cast("q"."rule" as text) collate "C" as "rule" from (select
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
  cast(null as text) as "kind_rule"
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
where "n"."identifier_type" = 'order_id') as "v") as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
where "v"."blocked" is not null or "v"."identifier_value" is distinct from "v"."raw_value") as q;

-- write gather statistics
analyze "nexus_identity"."order_normalized__next";
