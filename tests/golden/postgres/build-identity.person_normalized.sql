-- build identity.person_normalized
-- One row a raw value of a person that is compared as something else, or blocked.
-- reads identity.person_dictionary, identity.phone_calling_codes
-- writes identity.person_normalized

-- write build
create table "nexus_identity"."person_normalized__next" as
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
  case when "v"."kind_rule" = 'role account' then "v"."kind_rule" when "v"."normal" in ('tea@kettle.example') then 'shared list' end as "shared"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."normal" as "normal",
  case when "v"."normal" is null then coalesce(case when "nexus_meta"."lower_of"("v"."raw_value") ~ '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*[<(]?(?:null|nil|none|undefined|nan|na|n/a|n\.a\.|#n/a|#ref!|#value!|not applicable|not available|not provided|not set|not_set|no value|missing|empty|blank|void|tbd|unknown|unassigned|anonymous|anon|guest|nobody|not_authenticated|test|testing|dummy|deleted|redacted|removed|\[(?:redacted|deleted|removed|hidden|filtered)\]|\$[{]?[a-z_.]+[}]?|[{][{][^{}]*[}][}]|true|false|-1|id|user_id|userid|distinct_id|distinctid|email|e-mail|phone|\[object object\]|\{\}|\[\]|nobody@example\.com|9774d56d682e549c|ffffffff-ffff-ffff-ffff-ffffffffffff|x{2,}|[0-]+(?:[.]0+)?|[-?._*#/~ ]+|d41d8cd98f00b204e9800998ecf8427e|da39a3ee5e6b4b0d3255bfef95601890afd80709|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|37a6259cc0c1dae299a7866489dff0bd|2be88ca4242c76e8253ac62474851065032d6833|74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b|5e543256c480ac577d30f76f9120eb74|d5d4cd07616a542891b7ec2d0257b3a24b69856e|eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c)?[)>]?[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*$' then 'junk: ' || coalesce(nullif(regexp_replace(regexp_replace("nexus_meta"."lower_of"("v"."raw_value"), '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+', '', 'g'), '[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+$', '', 'g'), ''), 'empty') end, 'not an address') else case when "v"."normal" ~ '^(?:tests?|testing|tester|test[-_.]?(?:user|account|e?mail)|null|none|undefined|dummy|fake|asdf|asdfasdf|qwerty|no[-_.]?e?mail|not[-_.]?(?:provided|available|applicable|given|set))[0-9]*(?:[+][^@]*)?@|^(?:example|your?|yourname|your[-_.]?name|your[-_.]?e?mail|name|username|user|someone|somebody|e?mail|me|x+|a+)@(?:example|e?mail|domain|yourdomain|mydomain|company|yourcompany|test)[.](?:com|org|net)$|^(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|x+|a+)@(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|e?mail|angabe|x+|a+)[.][a-z]+$|@(?:noemail|no-email|nomail|no-mail|none|null|undefined)[.][a-z]+$|[.]invalid$|^(?:abuse|accounting|accounts|accountspayable|accountsreceivable|admin|administration|administrator|admins|alerts|all|bestellung|bestellungen|bewerbung|billing|booking|bookings|buchhaltung|careers|company|comptabilite|contact|contact-us|contacto|contactus|contato|customercare|customerservice|customersupport|daemon|dev|developers|devnull|devops|devteam|dns|donations|enquiries|enquiry|everybody|everyone|factura|facturacion|facturas|facturation|feedback|finance|frontdesk|ftp|general|hallo|hello|help|helpdesk|hi|hola|hostmaster|hr|humanresources|info|info1|inquiries|inquiry|invoice|invoices|invoicing|it|jobs|kontakt|kundenservice|legal|list|listserv|mailer-daemon|mailerdaemon|mailman|majordomo|management|marketing|media|members|membership|news|newsletter|newsletters|noc|notification|notifications|notify|office|officemanager|operations|ops|order|orders|partner|partners|partnerships|payable|payments|payroll|postmaster|press|privacy|procurement|purchasing|reception|rechnung|rechnungen|rechnungswesen|recruiting|recruitment|registrar|reservations|returns|root|sales|sales1|security|sekretariat|service|services|shipping|shop|soporte|staff|store|subscribe|subscriptions|support|support1|sysadmin|system|team|tech|techsupport|ticket|tickets|undisclosed-recipients|unsubscribe|updates|usenet|uucp|vendas|ventas|verkauf|webadmin|webmaster|www)(?:[+][^@]*)?@|^(?:[^@]*[-_.+])?(?:no|do[-_.]?not)[-_.]?repl(?:y|ies)(?:[-_.+0-9][^@]*)?@|^bounces?(?:[-_.+=0-9][^@]*)?@' then case when "v"."normal" ~ '^(?:tests?|testing|tester|test[-_.]?(?:user|account|e?mail)|null|none|undefined|dummy|fake|asdf|asdfasdf|qwerty|no[-_.]?e?mail|not[-_.]?(?:provided|available|applicable|given|set))[0-9]*(?:[+][^@]*)?@|^(?:example|your?|yourname|your[-_.]?name|your[-_.]?e?mail|name|username|user|someone|somebody|e?mail|me|x+|a+)@(?:example|e?mail|domain|yourdomain|mydomain|company|yourcompany|test)[.](?:com|org|net)$|^(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|x+|a+)@(?:unknown|unbekannt|no|na|none|null|keine?|guest|deleted|removed|anonymous|customer|client|e?mail|angabe|x+|a+)[.][a-z]+$|@(?:noemail|no-email|nomail|no-mail|none|null|undefined)[.][a-z]+$|[.]invalid$' then 'placeholder address' else 'role account' end end end as "kind_rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."address" like '%@gmail.com' then replace(substr("v"."address", 1, length("v"."address") - 10), '.', '') || '@gmail.com' when "v"."address" like '%@googlemail.com' then replace(substr("v"."address", 1, length("v"."address") - 15), '.', '') || '@gmail.com' else "v"."address" end as "normal"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case
        when not "v"."is_clean" and not "v"."address" ~ '^[.]*[^.+@"(),:;<>\[\\\]\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ][^@"(),:;<>\[\\\]\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]*@(?:[^@"(),:;<>\[\\\].!#$%&''*+/=?^`{|}~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]+[.])+[^@"(),:;<>\[\\\].!#$%&''*+/=?^`{|}~\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ]+$' then null
        when length("v"."address") > 320 then null
        when "v"."address" like '%+%' and "v"."address" ~ '@(?:gmail[.]com|googlemail[.]com|fastmail[.]com|fastmail[.]com[.]au|fastmail[.]fm|fastmail[.]net|fastmail[.]us|hotmail[.]at|hotmail[.]be|hotmail[.]ca|hotmail[.]ch|hotmail[.]cl|hotmail[.]co[.]il|hotmail[.]co[.]jp|hotmail[.]co[.]kr|hotmail[.]co[.]nz|hotmail[.]co[.]th|hotmail[.]co[.]uk|hotmail[.]co[.]za|hotmail[.]com|hotmail[.]com[.]ar|hotmail[.]com[.]au|hotmail[.]com[.]br|hotmail[.]com[.]mx|hotmail[.]com[.]tr|hotmail[.]cz|hotmail[.]de|hotmail[.]dk|hotmail[.]es|hotmail[.]fi|hotmail[.]fr|hotmail[.]gr|hotmail[.]hu|hotmail[.]it|hotmail[.]nl|hotmail[.]no|hotmail[.]pt|hotmail[.]se|hotmail[.]sg|icloud[.]com|live[.]at|live[.]be|live[.]ca|live[.]cl|live[.]cn|live[.]co[.]kr|live[.]co[.]uk|live[.]co[.]za|live[.]com|live[.]com[.]ar|live[.]com[.]au|live[.]com[.]mx|live[.]com[.]pt|live[.]com[.]sg|live[.]de|live[.]dk|live[.]fi|live[.]fr|live[.]hk|live[.]ie|live[.]in|live[.]it|live[.]jp|live[.]nl|live[.]no|live[.]se|mac[.]com|me[.]com|msn[.]co[.]uk|msn[.]com|outlook[.]at|outlook[.]be|outlook[.]cl|outlook[.]co[.]id|outlook[.]co[.]il|outlook[.]co[.]nz|outlook[.]co[.]th|outlook[.]com|outlook[.]com[.]ar|outlook[.]com[.]au|outlook[.]com[.]br|outlook[.]com[.]es|outlook[.]com[.]gr|outlook[.]com[.]pe|outlook[.]com[.]tr|outlook[.]com[.]vn|outlook[.]cz|outlook[.]de|outlook[.]dk|outlook[.]es|outlook[.]fr|outlook[.]hu|outlook[.]ie|outlook[.]in|outlook[.]it|outlook[.]jp|outlook[.]kr|outlook[.]lv|outlook[.]my|outlook[.]ph|outlook[.]pt|outlook[.]sa|outlook[.]sg|outlook[.]sk|pm[.]me|proton[.]me|protonmail[.]ch|protonmail[.]com|runbox[.]com|windowslive[.]com|ya[.]ru|yandex[.]by|yandex[.]com|yandex[.]com[.]tr|yandex[.]kz|yandex[.]ru|yandex[.]ua|zoho[.]com|zohomail[.]com|zohomail[.]eu)$' then split_part("v"."address", '+', 1) || '@' || split_part("v"."address", '@', 2)
        else "v"."address" end as "address"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."is_clean" then "v"."lowered" else regexp_replace(regexp_replace("v"."lowered", '^(?:[^<>]*<)?(?:[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<(\[]|[mM][aA][iI][lL][tT][oO]:)*', '', 'g'), '[?][^@]*$|[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>)\].,;]+$|[\u0001­؜​-‏‪-‮⁠-⁯﻿]+', '', 'g') end as "address",
  "v"."is_clean" as "is_clean"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "nexus_meta"."lower_of"("v"."raw_value") as "lowered",
  "nexus_meta"."lower_of"("v"."raw_value") ~ '^[a-z0-9_][a-z0-9._+-]*@(?:[a-z0-9-]+[.])+[a-z0-9-]+$' as "is_clean"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'email') as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
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
  case when "v"."normal" is null then coalesce("v"."kind_rule", 'normalized to nothing') when "v"."normal" in ('1') then 'junk list' when not "v"."kind_rule" = 'role account' then "v"."kind_rule" end as "junk",
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
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'customer_id') as "v") as "v"
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
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'user_id') as "v") as "v"
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
  nullif(upper(replace("v"."raw_value", ' ', '')), '') as "normal"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'card') as "v"
offset 0) as "v"
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
  case when "v"."normal" is null then coalesce(case when "nexus_meta"."lower_of"("v"."raw_value") ~ '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*[<(]?(?:null|nil|none|undefined|nan|na|n/a|n\.a\.|#n/a|#ref!|#value!|not applicable|not available|not provided|not set|not_set|no value|missing|empty|blank|void|tbd|unknown|unassigned|anonymous|anon|guest|nobody|not_authenticated|test|testing|dummy|deleted|redacted|removed|\[(?:redacted|deleted|removed|hidden|filtered)\]|\$[{]?[a-z_.]+[}]?|[{][{][^{}]*[}][}]|true|false|-1|id|user_id|userid|distinct_id|distinctid|email|e-mail|phone|\[object object\]|\{\}|\[\]|nobody@example\.com|9774d56d682e549c|ffffffff-ffff-ffff-ffff-ffffffffffff|x{2,}|[0-]+(?:[.]0+)?|[-?._*#/~ ]+|d41d8cd98f00b204e9800998ecf8427e|da39a3ee5e6b4b0d3255bfef95601890afd80709|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|37a6259cc0c1dae299a7866489dff0bd|2be88ca4242c76e8253ac62474851065032d6833|74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b|5e543256c480ac577d30f76f9120eb74|d5d4cd07616a542891b7ec2d0257b3a24b69856e|eb045d78d273107348b0300c01d29b7552d622abbc6faf81b3ec55359aa9950c)?[)>]?[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]*$' then 'junk: ' || coalesce(nullif(regexp_replace(regexp_replace("nexus_meta"."lower_of"("v"."raw_value"), '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+', '', 'g'), '[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`]+$', '', 'g'), ''), 'empty') end, 'not a phone number') else cast(null as text) end as "kind_rule"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when substr("v"."lengths", length("v"."number"), 1) = 'y' and not "v"."number" ~ '^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|0?123456(?:7(?:8(?:90?)?)?)?|0?9?8?7654321)$' then '+' || "v"."calling_code" || "v"."number" end as "normal"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."calling_code" as "calling_code",
  "v"."lengths" as "lengths",
  case
        when substr("v"."number", 1, length("v"."trunk")) = "v"."trunk" and substr("v"."lengths", length("v"."number") - length("v"."trunk"), 1) = 'y' and not "v"."dialled" ~ '^(?:359(?:00800[0-9]{7}|[2-7][0-9]{6,7}|[89][0-9]{6,8}|2[0-9]{5})|375(?:(?:[12][0-9]|33|44|902)[0-9]{7}|8(?:0[0-79][0-9]{5,7}|[1-7][0-9]{9})|8(?:1[0-489]|[5-79][0-9])[0-9]{7}|8[1-79][0-9]{6,7}|8[0-79][0-9]{5}|8[0-9]{5})|62(?:00[1-9][0-9]{9,14}|(?:[1-36]|8[0-9]{5})[0-9]{6}|00[0-9]{9}|[1-9][0-9]{8,10}|[2-9][0-9]{7})|91(?:(?:000800|[2-9][0-9][0-9])[0-9]{7}|1[0-9]{7,12})|81(?:00[1-9][0-9]{6,14}|[25-9][0-9]{9}|(?:00|[1-9][0-9][0-9])[0-9]{6})|82(?:00[1-9][0-9]{8,11}|(?:[12]|5[0-9]{3})[0-9]{7}|[13-6][0-9]{9}|(?:[1-6][0-9]|80)[0-9]{7}|[3-6][0-9]{4,5}|(?:00|7)0[0-9]{8})|7(?:8[0-9]{13}|[347-9][0-9]{9})|250(?:(?:06|[27][0-9][0-9]|[89]00)[0-9]{6})|66(?:(?:001800|[2-57]|[689][0-9])[0-9]{7}|1[0-9]{7,9})|598(?:0004[0-9]{2,9}|[1249][0-9]{7}|2[0-9]{3,4}|(?:[49][0-9]|80)[0-9]{5}))$' then substr("v"."number", length("v"."trunk") + 1)
        else "v"."number" end as "number"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."dialled" as "dialled",
  "c"."calling_code" as "calling_code",
  "c"."trunk" as "trunk",
  "c"."lengths" as "lengths",
  substr("v"."dialled", length("c"."calling_code") + 1) as "number"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case
        when "v"."is_international" then "v"."digits"
        when "v"."digits" like '00%' and "v"."digits" not like '000%' then substr("v"."digits", 3)
        when "v"."digits" like '34%'
      and (length("v"."national") > 9 or not "v"."national" ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$'
      and (substr("v"."digits", 3) ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$' or substr("v"."digits", 3) ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$')) then "v"."digits"
        when "v"."digits" like '00%' and not "v"."national" ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$' then substr("v"."digits", 3)
        else '34' || "v"."national" end as "dialled"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."digits" as "digits",
  "v"."is_international" as "is_international",
  case
        when "v"."shorter" is null or "v"."shorter" = "v"."digits" then "v"."digits"
        when not substr('nnnnnnnny', length("v"."shorter"), 1) = 'y' or "v"."digits" ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$' and not "v"."shorter" ~ '^(?:400[0-9]{6}|(?:51|[6-9][0-9])[0-9]{7})$' then "v"."digits"
        else "v"."shorter" end as "national"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."digits" as "digits",
  "v"."is_international" as "is_international",
  case when "v"."is_international" then null else "v"."digits" end as "shorter"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case
        when "v"."form" = 'bare' then substr("v"."spelt", 2)
        when "v"."form" = 'common' and "v"."spelt" not like '%.%' and "v"."spelt" not like '%/%' then replace(replace(replace(replace(replace("v"."spelt", ' ', ''), '-', ''), '(', ''), ')', ''), '+', '')
        when "v"."form" = 'common' or "v"."spelt" ~ '^[()\[\]./~‐-―−ー（）－．／\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ-]*[+]?[()\[\]./~‐-―−ー（）－．／\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ-]*[0-9][0-9()\[\]./~‐-―−ー（）－．／\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ-]*$' then regexp_replace("v"."spelt", '[^0-9]+', '', 'g') end as "digits",
  "v"."spelt" like '%+%' as "is_international"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  "v"."form" as "form",
  case when "v"."form" = 'other' then regexp_replace(regexp_replace(case when "nexus_meta"."lower_of"("v"."raw_value") ~ '[０-９٠-٩۰-۹＋]' then replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace("nexus_meta"."lower_of"("v"."raw_value"), '０', '0'), '１', '1'), '２', '2'), '３', '3'), '４', '4'), '５', '5'), '６', '6'), '７', '7'), '８', '8'), '９', '9'), '٠', '0'), '١', '1'), '٢', '2'), '٣', '3'), '٤', '4'), '٥', '5'), '٦', '6'), '٧', '7'), '٨', '8'), '٩', '9'), '۰', '0'), '۱', '1'), '۲', '2'), '۳', '3'), '۴', '4'), '۵', '5'), '۶', '6'), '۷', '7'), '۸', '8'), '۹', '9'), '＋', '+') else "nexus_meta"."lower_of"("v"."raw_value") end, '^[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`<]*(?:(?:tel(?:ephone)?|phone|mobile|mob|cell|fax|callto|sms|whatsapp)[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ.:=]*)?', '', 'g'), '[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ(\[-]*(?:[;,#x＃ｘ]|e?xt|int|anexo|poste|доб)[^\n]*$|[\u0001-\u0020\u007f- ­͏؜ᅟᅠ ᠎ -‏ -  -⁯⠀　ㅤ﻿ﾠ"''`>]+$', '', 'g') else "v"."raw_value" end as "spelt"
from (select
  "v"."_value" as "_value",
  "v"."identifier_type" as "identifier_type",
  "v"."raw_value" as "raw_value",
  case when "v"."raw_value" like '+%' and "v"."raw_value" ~ '^[+][0-9]+$' then 'bare' when "v"."raw_value" ~ '^[(]?[+]?[0-9 ()./-]+$' then 'common' else 'other' end as "form"
from (select
  "n"."_value" as "_value",
  "n"."identifier_type" as "identifier_type",
  "n"."raw_value" as "raw_value"
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'phone') as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
left join "nexus_identity"."phone_calling_codes__next" as "c" on "c"."leading_digits" = substr("v"."dialled", 1, 3)
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
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
from "nexus_identity"."person_dictionary__next" as "n"
where "n"."identifier_type" = 'device') as "v") as "v"
offset 0) as "v"
offset 0) as "v"
offset 0) as "v"
where "v"."blocked" is not null or "v"."identifier_value" is distinct from "v"."raw_value")) as q;

-- write gather statistics
analyze "nexus_identity"."person_normalized__next";
