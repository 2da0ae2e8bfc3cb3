-- build identity.group_normalized
-- One row a raw value of a group that is compared as something else, or blocked.
-- reads identity.group_dictionary, identity.free_mail_domains, identity.public_suffixes
-- writes identity.group_normalized

-- write build
create table "nexus_identity"."group_normalized__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."identifier_value" as text) collate "C" as "identifier_value", cast("q"."blocked" as text) collate "C" as "blocked", cast("q"."rule" as text) collate "C" as "rule" from ((select
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
  case when "v"."normal" is null then coalesce(case when "nexus_meta"."lower_of"("v"."raw_value") ~ '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*[<(]?(?:null|nil|none|undefined|nan|na|n/a|n\.a\.|#n/a|#ref!|#value!|not applicable|not available|not provided|not set|not_set|no value|missing|empty|blank|void|tbd|unknown|unassigned|anonymous|anon|guest|nobody|not_authenticated|test|testing|dummy|deleted|redacted|removed|\[(?:redacted|deleted|removed|hidden|filtered)\]|\$[{]?[a-z_.]+[}]?|[{][{][^{}]*[}][}]|true|false|-1|id|user_id|userid|distinct_id|distinctid|email|e-mail|phone|\[object object\]|\{\}|\[\]|nobody@example\.com|9774d56d682e549c|ffffffff-ffff-ffff-ffff-ffffffffffff|x{2,}|[0-]+(?:[.]0+)?|[-?._*#/~ ]+|d41d8cd98f00b204e9800998ecf8427e|da39a3ee5e6b4b0d3255bfef95601890afd80709|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|37a6259cc0c1dae299a7866489dff0bd|2be88ca4242c76e8253ac62474851065032d6833|74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b|5e543256c480ac577d30f76f9120eb74|d5d4cd07616a542891b7ec2d0257b3a24b69856e|eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c)?[)>]?[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*$' then 'junk: ' || coalesce(nullif(regexp_replace(regexp_replace("nexus_meta"."lower_of"("v"."raw_value"), '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+', '', 'g'), '[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+$', '', 'g'), ''), 'empty') end, case when "v"."is_host" then 'public suffix' else 'not a domain' end) else case when "f"."domain" is not null then 'free-mail domain' when "nexus_meta"."lower_of"("v"."raw_value") ~ '^(?:[a-z]+://)?(?:[^/]*[.])?(?:linkedin|facebook|fb|instagram|twitter|x|youtube|tiktok|xing|pinterest|threads)[.](?:com|net)/[^/?#]' then 'page of a platform' end end as "kind_rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "s0"."kind" = 'exception' then "v"."tail_0"
    when "s0"."kind" is not null or "s1"."kind" = 'wildcard' then null
    when "s1"."kind" = 'exception' then "v"."tail_1"
    when "s1"."kind" is not null or "s2"."kind" = 'wildcard' then "v"."tail_0"
    when "s2"."kind" = 'exception' then "v"."tail_2"
    when "s2"."kind" is not null or "s3"."kind" = 'wildcard' then "v"."tail_1"
    when "s3"."kind" = 'exception' then "v"."tail_3"
    when "s3"."kind" is not null or "s4"."kind" = 'wildcard' then "v"."tail_2"
    when "s4"."kind" = 'exception' then "v"."tail_4"
    when "s4"."kind" is not null or "s5"."kind" = 'wildcard' then "v"."tail_3"
    when "s5"."kind" = 'exception' then "v"."tail_5"
    when "s5"."kind" is not null or "s6"."kind" = 'wildcard' then "v"."tail_4"
    when "s6"."kind" = 'exception' then "v"."tail_6"
    when "s6"."kind" is not null or "s7"."kind" = 'wildcard' then "v"."tail_5"
    when "s7"."kind" = 'exception' then "v"."tail_7"
    when "s7"."kind" is not null or null = 'wildcard' then "v"."tail_6"
    else nullif(regexp_substr("v"."tail_0", '[^.]+[.][^.]+$'), '') end as "normal",
  "v"."tail_0" is not null as "is_host"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  "v"."tail_2" as "tail_2",
  "v"."tail_3" as "tail_3",
  "v"."tail_4" as "tail_4",
  "v"."tail_5" as "tail_5",
  "v"."tail_6" as "tail_6",
  case when "v"."tail_6" like '%.%' then substr("v"."tail_6", length(split_part("v"."tail_6", '.', 1)) + 2) end as "tail_7"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  "v"."tail_2" as "tail_2",
  "v"."tail_3" as "tail_3",
  "v"."tail_4" as "tail_4",
  "v"."tail_5" as "tail_5",
  case when "v"."tail_5" like '%.%' then substr("v"."tail_5", length(split_part("v"."tail_5", '.', 1)) + 2) end as "tail_6"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  "v"."tail_2" as "tail_2",
  "v"."tail_3" as "tail_3",
  "v"."tail_4" as "tail_4",
  case when "v"."tail_4" like '%.%' then substr("v"."tail_4", length(split_part("v"."tail_4", '.', 1)) + 2) end as "tail_5"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  "v"."tail_2" as "tail_2",
  "v"."tail_3" as "tail_3",
  case when "v"."tail_3" like '%.%' then substr("v"."tail_3", length(split_part("v"."tail_3", '.', 1)) + 2) end as "tail_4"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  "v"."tail_2" as "tail_2",
  case when "v"."tail_2" like '%.%' then substr("v"."tail_2", length(split_part("v"."tail_2", '.', 1)) + 2) end as "tail_3"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  "v"."tail_1" as "tail_1",
  case when "v"."tail_1" like '%.%' then substr("v"."tail_1", length(split_part("v"."tail_1", '.', 1)) + 2) end as "tail_2"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."tail_0" as "tail_0",
  case when "v"."tail_0" like '%.%' then substr("v"."tail_0", length(split_part("v"."tail_0", '.', 1)) + 2) end as "tail_1"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."host" like '%.%.%.%.%.%.%.%.%' then nullif(regexp_substr("v"."host", '(?:[^.]+[.]){7}[^.]+$'), '') else "v"."host" end as "tail_0"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when length("v"."host") > 253 or (length("v"."host") > 63 and "v"."host" ~ '[^.]{64}') then null when "v"."is_clean" or "v"."host" ~ '^(?:[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ](?:(?:[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]|-)*[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ])?[.])+(?:[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]|-)*[^-.!-,/:-@\[-^`{-~0-9\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ](?:(?:[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]|-)*[^-.!-,/:-@\[-^`{-~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ])?$' then "v"."host" end as "host"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."is_clean" then "v"."lowered" else regexp_replace(regexp_replace("v"."lowered", '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<(\[]*(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}|mailto:)?(?:[^/?#\\]*@)?', '', 'g'), '[.]*(?::[0-9]*)?(?:[/?#\\][^\u0001]*)?[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>)\],;]*$|[\u0001­؜​-‏‪-‮⁠-⁯﻿]+', '', 'g') end as "host",
  "v"."is_clean" as "is_clean"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "nexus_meta"."lower_of"("v"."raw_value") as "lowered",
  "nexus_meta"."lower_of"("v"."raw_value") ~ '^(?:[a-z0-9]+(?:-+[a-z0-9]+)*[.])+[a-z]+$' as "is_clean"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."group_dictionary__next" as "n"
where "n"."identifier_type" = 'domain') as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
left join "nexus_identity"."public_suffixes__next" as "s0" on "s0"."suffix" = "v"."tail_0"
left join "nexus_identity"."public_suffixes__next" as "s1" on "s1"."suffix" = "v"."tail_1"
left join "nexus_identity"."public_suffixes__next" as "s2" on "s2"."suffix" = "v"."tail_2"
left join "nexus_identity"."public_suffixes__next" as "s3" on "s3"."suffix" = "v"."tail_3"
left join "nexus_identity"."public_suffixes__next" as "s4" on "s4"."suffix" = "v"."tail_4"
left join "nexus_identity"."public_suffixes__next" as "s5" on "s5"."suffix" = "v"."tail_5"
left join "nexus_identity"."public_suffixes__next" as "s6" on "s6"."suffix" = "v"."tail_6"
left join "nexus_identity"."public_suffixes__next" as "s7" on "s7"."suffix" = "v"."tail_7"
offset 0) as "v"
left join "nexus_identity"."free_mail_domains__next" as "f" on "f"."domain" = "v"."normal"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
where "v"."blocked" is not null or "v"."identifier_value" is distinct from "v"."raw_value")
union all
(select
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
  case when "nexus_meta"."lower_of"("v"."raw_value") ~ '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*[<(]?(?:null|nil|none|undefined|nan|na|n/a|n\.a\.|#n/a|#ref!|#value!|not applicable|not available|not provided|not set|not_set|no value|missing|empty|blank|void|tbd|unknown|unassigned|anonymous|anon|guest|nobody|not_authenticated|test|testing|dummy|deleted|redacted|removed|\[(?:redacted|deleted|removed|hidden|filtered)\]|\$[{]?[a-z_.]+[}]?|[{][{][^{}]*[}][}]|true|false|-1|id|user_id|userid|distinct_id|distinctid|email|e-mail|phone|\[object object\]|\{\}|\[\]|nobody@example\.com|9774d56d682e549c|ffffffff-ffff-ffff-ffff-ffffffffffff|x{2,}|[0-]+(?:[.]0+)?|[-?._*#/~ ]+|d41d8cd98f00b204e9800998ecf8427e|da39a3ee5e6b4b0d3255bfef95601890afd80709|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|37a6259cc0c1dae299a7866489dff0bd|2be88ca4242c76e8253ac62474851065032d6833|74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b|5e543256c480ac577d30f76f9120eb74|d5d4cd07616a542891b7ec2d0257b3a24b69856e|eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c)?[)>]?[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*$' then 'junk: ' || coalesce(nullif(regexp_replace(regexp_replace("nexus_meta"."lower_of"("v"."raw_value"), '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+', '', 'g'), '[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+$', '', 'g'), ''), 'empty') end as "kind_rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."raw_value" as "normal"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."group_dictionary__next" as "n"
where "n"."identifier_type" = 'team_id') as "v") as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
where "v"."blocked" is not null or "v"."identifier_value" is distinct from "v"."raw_value")) as q;

-- write gather statistics
analyze "nexus_identity"."group_normalized__next";
