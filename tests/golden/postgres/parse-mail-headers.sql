-- parse mail headers
-- mail headers are parsed by a library, once per distinct header
-- reads source.steep__letter_sent__events
-- writes source.parsed_addresses

-- write create
create table if not exists "nexus_source"."parsed_addresses__next" ("header" text collate "C", "position" bigint, "name" text collate "C", "address" text collate "C");

-- read headers
select distinct
  "a"."said" as "said"
from ((select
  "k"."_list_to" as "said"
from "nexus_source"."steep__letter_sent__events__next" as "k"
where "k"."_list_to" is not null)
union all
(select
  "k"."_list_from" as "said"
from "nexus_source"."steep__letter_sent__events__next" as "k"
where "k"."_list_from" is not null)) as "a";
