-- build identity.group_births
-- One row a component that no group id claims: the id that it is given.
-- reads identity.group_unclaimed, identity.group_dictionary
-- writes identity.group_births

-- write create
create table if not exists "nexus_identity"."group_births__next" ("_component" bigint, "_entity" bigint, "id" varchar using compression uncompressed, "born_order" hugeint using compression uncompressed, "birth_value" bigint, "minted" bigint);

-- write build
insert into "nexus_identity"."group_births__next" ("_component", "_entity", "id", "born_order", "birth_value", "minted")
select
  "u"."_component" as "_component",
  (select
  coalesce(max("p"."_entity"), -1) as "last"
from "nexus_identity"."group_entities" as "p") + row_number() over () as "_entity",
  'grp_' || md5(coalesce(cast(length('group') as varchar) || ':' || 'group', '-') || coalesce(cast(length(lpad(("u"."born_order" >> 68)::bigint::varchar, 18, '0') || lpad(lower(to_hex((("u"."born_order" >> 24) & 17592186044415)::bigint)), 11, '0') || lpad((("u"."born_order" >> 4) & 1048575)::bigint::varchar, 7, '0') || lpad(("u"."born_order" & 15)::bigint::varchar, 2, '0')) as varchar) || ':' || lpad(("u"."born_order" >> 68)::bigint::varchar, 18, '0') || lpad(lower(to_hex((("u"."born_order" >> 24) & 17592186044415)::bigint)), 11, '0') || lpad((("u"."born_order" >> 4) & 1048575)::bigint::varchar, 7, '0') || lpad(("u"."born_order" & 15)::bigint::varchar, 2, '0'), '-') || coalesce(cast(length(cast(coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0) as varchar)) as varchar) || ':' || cast(coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0) as varchar), '-')) as "id",
  "u"."born_order" as "born_order",
  "u"."birth_value" as "birth_value",
  coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0) as "minted"
from "nexus_identity"."group_unclaimed__next" as "u"
left join (select
  "p"."born_order" as "born_order",
  count(*) as "minted"
from "nexus_identity"."group_entities" as "p"
group by "p"."born_order") as "b" on "b"."born_order" = "u"."born_order"
left join (select
  "u"."_component" as "_component",
  row_number() over (partition by "u"."born_order" order by "d"."identifier_type", "d"."raw_value") as "place"
from "nexus_identity"."group_unclaimed__next" as "u"
join (select
  "u"."born_order" as "born_order"
from "nexus_identity"."group_unclaimed__next" as "u"
group by "u"."born_order"
having count(*) > 1) as "g" on "g"."born_order" = "u"."born_order"
join "nexus_identity"."group_dictionary__next" as "d" on "d"."_value" = "u"."birth_value") as "t" on "t"."_component" = "u"."_component";
