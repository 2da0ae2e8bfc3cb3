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
  case when regexp_matches(lower("v"."raw_value"), '^[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*[<(]?(?:null|nil|none|undefined|nan|na|n/a|n\.a\.|#n/a|#ref!|#value!|not applicable|not available|not provided|not set|not_set|no value|missing|empty|blank|void|tbd|unknown|unassigned|anonymous|anon|guest|nobody|not_authenticated|test|testing|dummy|deleted|redacted|removed|\[(?:redacted|deleted|removed|hidden|filtered)\]|\$[{]?[a-z_.]+[}]?|[{][{][^{}]*[}][}]|true|false|-1|id|user_id|userid|distinct_id|distinctid|email|e-mail|phone|\[object object\]|\{\}|\[\]|nobody@example\.com|9774d56d682e549c|ffffffff-ffff-ffff-ffff-ffffffffffff|x{2,}|[0-]+(?:[.]0+)?|[-?._*#/~ ]+|d41d8cd98f00b204e9800998ecf8427e|da39a3ee5e6b4b0d3255bfef95601890afd80709|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|37a6259cc0c1dae299a7866489dff0bd|2be88ca4242c76e8253ac62474851065032d6833|74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b|5e543256c480ac577d30f76f9120eb74|d5d4cd07616a542891b7ec2d0257b3a24b69856e|eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c)?[)>]?[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*$') then 'junk: ' || coalesce(nullif(regexp_replace(lower("v"."raw_value"), '^[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+|[\x00-\x20\x7f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+$', '', 'g'), ''), 'empty') end as "kind_rule"
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
