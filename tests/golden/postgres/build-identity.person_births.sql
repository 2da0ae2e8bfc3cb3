-- build identity.person_births
-- One row a component that no person id claims: the id that it is given.
-- reads identity.person_unclaimed, identity.person_dictionary
-- writes identity.person_births

-- write build
create table "nexus_identity"."person_births__next" as
select cast("q"."_component" as bigint) as "_component", cast("q"."_entity" as bigint) as "_entity", cast("q"."id" as text) collate "C" as "id", cast("q"."born_order" as text) collate "C" as "born_order", cast("q"."birth_value" as bigint) as "birth_value", cast("q"."minted" as bigint) as "minted" from (select
  "u"."_component" as "_component",
  (select
  coalesce(max("p"."_entity"), -1) as "last"
from "nexus_identity"."person_entities" as "p") + row_number() over () as "_entity",
  'per_' || md5(coalesce("nexus_meta"."text_of"(length('person')) || ':' || 'person', '-') || coalesce("nexus_meta"."text_of"(length("u"."born_order")) || ':' || "u"."born_order", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"(coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0)))) || ':' || "nexus_meta"."text_of"(coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0)), '-')) as "id",
  "u"."born_order" as "born_order",
  "u"."birth_value" as "birth_value",
  coalesce("b"."minted", 0) + coalesce("t"."place" - 1, 0) as "minted"
from "nexus_identity"."person_unclaimed__next" as "u"
left join (select
  "p"."born_order" as "born_order",
  count(*) as "minted"
from "nexus_identity"."person_entities" as "p"
group by "p"."born_order"
offset 0) as "b" on "b"."born_order" = "u"."born_order"
left join (select
  "u"."_component" as "_component",
  row_number() over (partition by "u"."born_order" order by "d"."identifier_type" collate "C", "d"."raw_value" collate "C") as "place"
from "nexus_identity"."person_unclaimed__next" as "u"
join (select
  "u"."born_order" as "born_order"
from "nexus_identity"."person_unclaimed__next" as "u"
group by "u"."born_order"
having count(*) > 1) as "g" on "g"."born_order" = "u"."born_order"
join "nexus_identity"."person_dictionary__next" as "d" on "d"."_value" = "u"."birth_value"
offset 0) as "t" on "t"."_component" = "u"."_component") as q;

-- write gather statistics
analyze "nexus_identity"."person_births__next";
