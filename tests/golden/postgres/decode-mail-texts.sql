-- decode mail texts
-- encoded words of mails are read by a library, once per distinct text
-- reads source.steep__letter_sent
-- writes source.decoded_texts

-- write create
create table if not exists "nexus_source"."decoded_texts__next" ("text" text collate "C", "decoded" text collate "C");

-- read headers
select distinct
  "a"."said" as "said"
from ((select
  "k"."event_name" as "said"
from "nexus_source"."steep__letter_sent__next" as "k"
where "k"."event_name" like '%=?%?=%')
union all
(select
  "k"."heading" as "said"
from "nexus_source"."steep__letter_sent__next" as "k"
where "k"."heading" like '%=?%?=%')) as "a";
