-- key:source.shop_events: event_id of source.shop_events is unique
select
  "t"."event_id" as "event_id",
  count(*) as "rows"
from "nexus_source"."shop_events" as "t"
group by "t"."event_id"
having (count(*) > 1 or "t"."event_id" is null);

-- key:source.shop_person_identifiers: id of source.shop_person_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_person_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_person_traits: id of source.shop_person_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_person_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_group_identifiers: id of source.shop_group_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_group_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_group_traits: id of source.shop_group_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_group_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_order_identifiers: id of source.shop_order_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_order_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_order_traits: id of source.shop_order_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_order_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_membership_identifiers: id of source.shop_membership_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_membership_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.shop_relationship_identifiers: id of source.shop_relationship_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."shop_relationship_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_events: event_id of source.steep_events is unique
select
  "t"."event_id" as "event_id",
  count(*) as "rows"
from "nexus_source"."steep_events" as "t"
group by "t"."event_id"
having (count(*) > 1 or "t"."event_id" is null);

-- key:source.steep_person_identifiers: id of source.steep_person_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_person_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_person_traits: id of source.steep_person_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_person_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_group_identifiers: id of source.steep_group_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_group_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_group_traits: id of source.steep_group_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_group_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_order_identifiers: id of source.steep_order_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_order_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_order_traits: id of source.steep_order_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_order_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_membership_identifiers: id of source.steep_membership_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_membership_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:source.steep_relationship_identifiers: id of source.steep_relationship_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_source"."steep_relationship_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.events: event_id of core.events is unique
select
  "t"."event_id" as "event_id",
  count(*) as "rows"
from "nexus_core"."events" as "t"
group by "t"."event_id"
having (count(*) > 1 or "t"."event_id" is null);

-- key:core.person_identifiers: id of core.person_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."person_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.person_traits: id of core.person_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."person_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:identity.resolved_person_identifiers: identifier_type and identifier_value of identity.resolved_person_identifiers is unique
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  count(*) as "rows"
from "nexus_identity"."resolved_person_identifiers" as "t"
group by "t"."identifier_type", "t"."identifier_value"
having (count(*) > 1);

-- key:identity.resolved_person_traits: person_id, trait_name and trait_value of identity.resolved_person_traits is unique
select
  "t"."person_id" as "person_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  count(*) as "rows"
from "nexus_identity"."resolved_person_traits" as "t"
group by "t"."person_id", "t"."trait_name", "t"."trait_value"
having (count(*) > 1);

-- key:core.group_identifiers: id of core.group_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."group_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.group_traits: id of core.group_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."group_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:identity.resolved_group_identifiers: identifier_type and identifier_value of identity.resolved_group_identifiers is unique
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  count(*) as "rows"
from "nexus_identity"."resolved_group_identifiers" as "t"
group by "t"."identifier_type", "t"."identifier_value"
having (count(*) > 1);

-- key:identity.resolved_group_traits: group_id, trait_name and trait_value of identity.resolved_group_traits is unique
select
  "t"."group_id" as "group_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  count(*) as "rows"
from "nexus_identity"."resolved_group_traits" as "t"
group by "t"."group_id", "t"."trait_name", "t"."trait_value"
having (count(*) > 1);

-- key:core.order_identifiers: id of core.order_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."order_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.order_traits: id of core.order_traits is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."order_traits" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:identity.resolved_order_identifiers: identifier_type and identifier_value of identity.resolved_order_identifiers is unique
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  count(*) as "rows"
from "nexus_identity"."resolved_order_identifiers" as "t"
group by "t"."identifier_type", "t"."identifier_value"
having (count(*) > 1);

-- key:identity.resolved_order_traits: order_id, trait_name and trait_value of identity.resolved_order_traits is unique
select
  "t"."order_id" as "order_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  count(*) as "rows"
from "nexus_identity"."resolved_order_traits" as "t"
group by "t"."order_id", "t"."trait_name", "t"."trait_value"
having (count(*) > 1);

-- key:identity.entity_aliases: alias_id and entity_id of identity.entity_aliases is unique
select
  "t"."alias_id" as "alias_id",
  "t"."entity_id" as "entity_id",
  count(*) as "rows"
from "nexus_identity"."entity_aliases" as "t"
group by "t"."alias_id", "t"."entity_id"
having (count(*) > 1);

-- key:identity.refused_links: entity_type, identifier_type, identifier_value, stronger_type and stronger_value of identity.refused_links is unique
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  count(*) as "rows"
from "nexus_identity"."refused_links" as "t"
group by "t"."entity_type", "t"."identifier_type", "t"."identifier_value", "t"."stronger_type", "t"."stronger_value"
having (count(*) > 1);

-- key:events: id of events is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."events" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:person_participants: person_id, event_id and role of person_participants is unique
select
  "t"."person_id" as "person_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  count(*) as "rows"
from "nexus"."person_participants" as "t"
group by "t"."person_id", "t"."event_id", "t"."role"
having (count(*) > 1);

-- key:persons: id of persons is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."persons" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:group_participants: group_id, event_id and role of group_participants is unique
select
  "t"."group_id" as "group_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  count(*) as "rows"
from "nexus"."group_participants" as "t"
group by "t"."group_id", "t"."event_id", "t"."role"
having (count(*) > 1);

-- key:groups: id of groups is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."groups" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:order_participants: order_id, event_id and role of order_participants is unique
select
  "t"."order_id" as "order_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  count(*) as "rows"
from "nexus"."order_participants" as "t"
group by "t"."order_id", "t"."event_id", "t"."role"
having (count(*) > 1);

-- key:orders: id of orders is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."orders" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.membership_identifiers: id of core.membership_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."membership_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:identity.resolved_membership_identifiers: id of identity.resolved_membership_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_identity"."resolved_membership_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:memberships: id of memberships is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."memberships" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:core.relationship_identifiers: id of core.relationship_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_core"."relationship_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:identity.resolved_relationship_identifiers: id of identity.resolved_relationship_identifiers is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:relationships: id of relationships is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."relationships" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:ancestors: kind, entity_id and ancestor_id of ancestors is unique
select
  "t"."kind" as "kind",
  "t"."entity_id" as "entity_id",
  "t"."ancestor_id" as "ancestor_id",
  count(*) as "rows"
from "nexus"."ancestors" as "t"
group by "t"."kind", "t"."entity_id", "t"."ancestor_id"
having (count(*) > 1);

-- key:states: id of states is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."states" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- key:state_counts_per_day: id of state_counts_per_day is unique
select
  "t"."id" as "id",
  count(*) as "rows"
from "nexus"."state_counts_per_day" as "t"
group by "t"."id"
having (count(*) > 1 or "t"."id" is null);

-- reference:source.shop_person_identifiers.event_id: every event_id of source.shop_person_identifiers is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_person_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_person_traits.event_id: every event_id of source.shop_person_traits is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_person_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_group_identifiers.event_id: every event_id of source.shop_group_identifiers is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_group_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_group_traits.event_id: every event_id of source.shop_group_traits is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_group_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_order_identifiers.event_id: every event_id of source.shop_order_identifiers is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_order_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_order_traits.event_id: every event_id of source.shop_order_traits is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_order_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_membership_identifiers.event_id: every event_id of source.shop_membership_identifiers is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_membership_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.shop_relationship_identifiers.event_id: every event_id of source.shop_relationship_identifiers is there in source.shop_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."shop_relationship_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."shop_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_person_identifiers.event_id: every event_id of source.steep_person_identifiers is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_person_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_person_traits.event_id: every event_id of source.steep_person_traits is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_person_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_group_identifiers.event_id: every event_id of source.steep_group_identifiers is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_group_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_group_traits.event_id: every event_id of source.steep_group_traits is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_group_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_order_identifiers.event_id: every event_id of source.steep_order_identifiers is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_order_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_order_traits.event_id: every event_id of source.steep_order_traits is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_order_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_membership_identifiers.event_id: every event_id of source.steep_membership_identifiers is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_membership_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:source.steep_relationship_identifiers.event_id: every event_id of source.steep_relationship_identifiers is there in source.steep_events.event_id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_source"."steep_relationship_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus_source"."steep_events" as "o" where "o"."event_id" = "t"."event_id");

-- reference:core.person_identifiers.event_id: every event_id of core.person_identifiers is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."person_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.person_traits.event_id: every event_id of core.person_traits is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."person_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:identity.resolved_person_identifiers.person_id: every person_id of identity.resolved_person_identifiers is there in persons.id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."person_id" as "person_id"
from "nexus_identity"."resolved_person_identifiers" as "t"
where "t"."person_id" is not null and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."person_id");

-- reference:identity.resolved_person_identifiers.origin_id: every origin_id of identity.resolved_person_identifiers is there in identity.entity_aliases.alias_id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."origin_id" as "origin_id"
from "nexus_identity"."resolved_person_identifiers" as "t"
where "t"."origin_id" is not null and not exists (select 1 from "nexus_identity"."entity_aliases" as "o" where "o"."alias_id" = "t"."origin_id");

-- reference:identity.resolved_person_traits.person_id: every person_id of identity.resolved_person_traits is there in persons.id
select
  "t"."person_id" as "person_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value"
from "nexus_identity"."resolved_person_traits" as "t"
where "t"."person_id" is not null and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."person_id");

-- reference:identity.resolved_person_traits.event_id: every event_id of identity.resolved_person_traits is there in events.id
select
  "t"."person_id" as "person_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "t"."event_id" as "event_id"
from "nexus_identity"."resolved_person_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.group_identifiers.event_id: every event_id of core.group_identifiers is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."group_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.group_traits.event_id: every event_id of core.group_traits is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."group_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:identity.resolved_group_identifiers.group_id: every group_id of identity.resolved_group_identifiers is there in groups.id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."group_id" as "group_id"
from "nexus_identity"."resolved_group_identifiers" as "t"
where "t"."group_id" is not null and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."group_id");

-- reference:identity.resolved_group_identifiers.origin_id: every origin_id of identity.resolved_group_identifiers is there in identity.entity_aliases.alias_id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."origin_id" as "origin_id"
from "nexus_identity"."resolved_group_identifiers" as "t"
where "t"."origin_id" is not null and not exists (select 1 from "nexus_identity"."entity_aliases" as "o" where "o"."alias_id" = "t"."origin_id");

-- reference:identity.resolved_group_traits.group_id: every group_id of identity.resolved_group_traits is there in groups.id
select
  "t"."group_id" as "group_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value"
from "nexus_identity"."resolved_group_traits" as "t"
where "t"."group_id" is not null and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."group_id");

-- reference:identity.resolved_group_traits.event_id: every event_id of identity.resolved_group_traits is there in events.id
select
  "t"."group_id" as "group_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "t"."event_id" as "event_id"
from "nexus_identity"."resolved_group_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.order_identifiers.event_id: every event_id of core.order_identifiers is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."order_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.order_traits.event_id: every event_id of core.order_traits is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."order_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:identity.resolved_order_identifiers.order_id: every order_id of identity.resolved_order_identifiers is there in orders.id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."order_id" as "order_id"
from "nexus_identity"."resolved_order_identifiers" as "t"
where "t"."order_id" is not null and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."order_id");

-- reference:identity.resolved_order_identifiers.origin_id: every origin_id of identity.resolved_order_identifiers is there in identity.entity_aliases.alias_id
select
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."origin_id" as "origin_id"
from "nexus_identity"."resolved_order_identifiers" as "t"
where "t"."origin_id" is not null and not exists (select 1 from "nexus_identity"."entity_aliases" as "o" where "o"."alias_id" = "t"."origin_id");

-- reference:identity.resolved_order_traits.order_id: every order_id of identity.resolved_order_traits is there in orders.id
select
  "t"."order_id" as "order_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value"
from "nexus_identity"."resolved_order_traits" as "t"
where "t"."order_id" is not null and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."order_id");

-- reference:identity.resolved_order_traits.event_id: every event_id of identity.resolved_order_traits is there in events.id
select
  "t"."order_id" as "order_id",
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "t"."event_id" as "event_id"
from "nexus_identity"."resolved_order_traits" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:identity.identity_log.entity_id: every entity_id of identity.identity_log is there in identity.entity_aliases.alias_id
select
  "t"."entity_id" as "entity_id"
from "nexus_identity"."identity_log" as "t"
where "t"."entity_id" is not null and not exists (select 1 from "nexus_identity"."entity_aliases" as "o" where "o"."alias_id" = "t"."entity_id");

-- reference:identity.identity_log.previous_entity_id: every previous_entity_id of identity.identity_log is there in identity.entity_aliases.alias_id
select
  "t"."previous_entity_id" as "previous_entity_id"
from "nexus_identity"."identity_log" as "t"
where "t"."previous_entity_id" is not null and not exists (select 1 from "nexus_identity"."entity_aliases" as "o" where "o"."alias_id" = "t"."previous_entity_id");

-- reference:identity.identity_log.event_id: every event_id of identity.identity_log is there in events.id
select
  "t"."event_id" as "event_id"
from "nexus_identity"."identity_log" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:identity.entity_aliases.entity_id:person: every entity_id of persons of identity.entity_aliases is there in persons.id
select
  "t"."alias_id" as "alias_id",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."entity_aliases" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.entity_aliases.entity_id:group: every entity_id of groups of identity.entity_aliases is there in groups.id
select
  "t"."alias_id" as "alias_id",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."entity_aliases" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.entity_aliases.entity_id:order: every entity_id of orders of identity.entity_aliases is there in orders.id
select
  "t"."alias_id" as "alias_id",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."entity_aliases" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.refused_links.entity_id:person: every entity_id of persons of identity.refused_links is there in persons.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.refused_links.entity_id:group: every entity_id of groups of identity.refused_links is there in groups.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.refused_links.entity_id:order: every entity_id of orders of identity.refused_links is there in orders.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."entity_id" as "entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."entity_id");

-- reference:identity.refused_links.stronger_entity_id:person: every stronger_entity_id of persons of identity.refused_links is there in persons.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."stronger_entity_id" as "stronger_entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."stronger_entity_id" is not null and "t"."entity_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."stronger_entity_id");

-- reference:identity.refused_links.stronger_entity_id:group: every stronger_entity_id of groups of identity.refused_links is there in groups.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."stronger_entity_id" as "stronger_entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."stronger_entity_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."stronger_entity_id");

-- reference:identity.refused_links.stronger_entity_id:order: every stronger_entity_id of orders of identity.refused_links is there in orders.id
select
  "t"."entity_type" as "entity_type",
  "t"."identifier_type" as "identifier_type",
  "t"."identifier_value" as "identifier_value",
  "t"."stronger_type" as "stronger_type",
  "t"."stronger_value" as "stronger_value",
  "t"."stronger_entity_id" as "stronger_entity_id"
from "nexus_identity"."refused_links" as "t"
where "t"."stronger_entity_id" is not null and "t"."entity_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."stronger_entity_id");

-- reference:person_participants.person_id: every person_id of person_participants is there in persons.id
select
  "t"."person_id" as "person_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."person_participants" as "t"
where "t"."person_id" is not null and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."person_id");

-- reference:person_participants.event_id: every event_id of person_participants is there in events.id
select
  "t"."person_id" as "person_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."person_participants" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:group_participants.group_id: every group_id of group_participants is there in groups.id
select
  "t"."group_id" as "group_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."group_participants" as "t"
where "t"."group_id" is not null and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."group_id");

-- reference:group_participants.event_id: every event_id of group_participants is there in events.id
select
  "t"."group_id" as "group_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."group_participants" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:order_participants.order_id: every order_id of order_participants is there in orders.id
select
  "t"."order_id" as "order_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."order_participants" as "t"
where "t"."order_id" is not null and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."order_id");

-- reference:order_participants.event_id: every event_id of order_participants is there in events.id
select
  "t"."order_id" as "order_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role"
from "nexus"."order_participants" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.membership_identifiers.event_id: every event_id of core.membership_identifiers is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."membership_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.membership_identifiers.person_identifier_id: every person_identifier_id of core.membership_identifiers is there in core.person_identifiers.id
select
  "t"."id" as "id",
  "t"."person_identifier_id" as "person_identifier_id"
from "nexus_core"."membership_identifiers" as "t"
where "t"."person_identifier_id" is not null and not exists (select 1 from "nexus_core"."person_identifiers" as "o" where "o"."id" = "t"."person_identifier_id");

-- reference:core.membership_identifiers.group_identifier_id: every group_identifier_id of core.membership_identifiers is there in core.group_identifiers.id
select
  "t"."id" as "id",
  "t"."group_identifier_id" as "group_identifier_id"
from "nexus_core"."membership_identifiers" as "t"
where "t"."group_identifier_id" is not null and not exists (select 1 from "nexus_core"."group_identifiers" as "o" where "o"."id" = "t"."group_identifier_id");

-- reference:identity.resolved_membership_identifiers.membership_identifier_id: every membership_identifier_id of identity.resolved_membership_identifiers is there in core.membership_identifiers.id
select
  "t"."id" as "id",
  "t"."membership_identifier_id" as "membership_identifier_id"
from "nexus_identity"."resolved_membership_identifiers" as "t"
where "t"."membership_identifier_id" is not null and not exists (select 1 from "nexus_core"."membership_identifiers" as "o" where "o"."id" = "t"."membership_identifier_id");

-- reference:identity.resolved_membership_identifiers.person_id: every person_id of identity.resolved_membership_identifiers is there in persons.id
select
  "t"."id" as "id",
  "t"."person_id" as "person_id"
from "nexus_identity"."resolved_membership_identifiers" as "t"
where "t"."person_id" is not null and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."person_id");

-- reference:identity.resolved_membership_identifiers.group_id: every group_id of identity.resolved_membership_identifiers is there in groups.id
select
  "t"."id" as "id",
  "t"."group_id" as "group_id"
from "nexus_identity"."resolved_membership_identifiers" as "t"
where "t"."group_id" is not null and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."group_id");

-- reference:memberships.person_id: every person_id of memberships is there in persons.id
select
  "t"."id" as "id",
  "t"."person_id" as "person_id"
from "nexus"."memberships" as "t"
where "t"."person_id" is not null and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."person_id");

-- reference:memberships.group_id: every group_id of memberships is there in groups.id
select
  "t"."id" as "id",
  "t"."group_id" as "group_id"
from "nexus"."memberships" as "t"
where "t"."group_id" is not null and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."group_id");

-- reference:core.relationship_identifiers.event_id: every event_id of core.relationship_identifiers is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus_core"."relationship_identifiers" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- reference:core.relationship_identifiers.from_identifier_id:placed_by: every from_identifier_id of placed_bys of core.relationship_identifiers is there in core.order_identifiers.id
select
  "t"."id" as "id",
  "t"."from_identifier_id" as "from_identifier_id"
from "nexus_core"."relationship_identifiers" as "t"
where "t"."from_identifier_id" is not null and "t"."kind" = 'placed_by' and not exists (select 1 from "nexus_core"."order_identifiers" as "o" where "o"."id" = "t"."from_identifier_id");

-- reference:core.relationship_identifiers.from_identifier_id:guest_of: every from_identifier_id of guest_ofs of core.relationship_identifiers is there in core.group_identifiers.id
select
  "t"."id" as "id",
  "t"."from_identifier_id" as "from_identifier_id"
from "nexus_core"."relationship_identifiers" as "t"
where "t"."from_identifier_id" is not null and "t"."kind" = 'guest_of' and not exists (select 1 from "nexus_core"."group_identifiers" as "o" where "o"."id" = "t"."from_identifier_id");

-- reference:core.relationship_identifiers.to_identifier_id:placed_by: every to_identifier_id of placed_bys of core.relationship_identifiers is there in core.person_identifiers.id
select
  "t"."id" as "id",
  "t"."to_identifier_id" as "to_identifier_id"
from "nexus_core"."relationship_identifiers" as "t"
where "t"."to_identifier_id" is not null and "t"."kind" = 'placed_by' and not exists (select 1 from "nexus_core"."person_identifiers" as "o" where "o"."id" = "t"."to_identifier_id");

-- reference:core.relationship_identifiers.to_identifier_id:guest_of: every to_identifier_id of guest_ofs of core.relationship_identifiers is there in core.group_identifiers.id
select
  "t"."id" as "id",
  "t"."to_identifier_id" as "to_identifier_id"
from "nexus_core"."relationship_identifiers" as "t"
where "t"."to_identifier_id" is not null and "t"."kind" = 'guest_of' and not exists (select 1 from "nexus_core"."group_identifiers" as "o" where "o"."id" = "t"."to_identifier_id");

-- reference:identity.resolved_relationship_identifiers.relationship_identifier_id: every relationship_identifier_id of identity.resolved_relationship_identifiers is there in core.relationship_identifiers.id
select
  "t"."id" as "id",
  "t"."relationship_identifier_id" as "relationship_identifier_id"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
where "t"."relationship_identifier_id" is not null and not exists (select 1 from "nexus_core"."relationship_identifiers" as "o" where "o"."id" = "t"."relationship_identifier_id");

-- reference:identity.resolved_relationship_identifiers.from_id:group: every from_id of groups of identity.resolved_relationship_identifiers is there in groups.id
select
  "t"."id" as "id",
  "t"."from_id" as "from_id"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
where "t"."from_id" is not null and "t"."from_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."from_id");

-- reference:identity.resolved_relationship_identifiers.from_id:order: every from_id of orders of identity.resolved_relationship_identifiers is there in orders.id
select
  "t"."id" as "id",
  "t"."from_id" as "from_id"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
where "t"."from_id" is not null and "t"."from_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."from_id");

-- reference:identity.resolved_relationship_identifiers.to_id:person: every to_id of persons of identity.resolved_relationship_identifiers is there in persons.id
select
  "t"."id" as "id",
  "t"."to_id" as "to_id"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
where "t"."to_id" is not null and "t"."to_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."to_id");

-- reference:identity.resolved_relationship_identifiers.to_id:group: every to_id of groups of identity.resolved_relationship_identifiers is there in groups.id
select
  "t"."id" as "id",
  "t"."to_id" as "to_id"
from "nexus_identity"."resolved_relationship_identifiers" as "t"
where "t"."to_id" is not null and "t"."to_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."to_id");

-- reference:relationships.from_id:group: every from_id of groups of relationships is there in groups.id
select
  "t"."id" as "id",
  "t"."from_id" as "from_id"
from "nexus"."relationships" as "t"
where "t"."from_id" is not null and "t"."from_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."from_id");

-- reference:relationships.from_id:order: every from_id of orders of relationships is there in orders.id
select
  "t"."id" as "id",
  "t"."from_id" as "from_id"
from "nexus"."relationships" as "t"
where "t"."from_id" is not null and "t"."from_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."from_id");

-- reference:relationships.to_id:person: every to_id of persons of relationships is there in persons.id
select
  "t"."id" as "id",
  "t"."to_id" as "to_id"
from "nexus"."relationships" as "t"
where "t"."to_id" is not null and "t"."to_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."to_id");

-- reference:relationships.to_id:group: every to_id of groups of relationships is there in groups.id
select
  "t"."id" as "id",
  "t"."to_id" as "to_id"
from "nexus"."relationships" as "t"
where "t"."to_id" is not null and "t"."to_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."to_id");

-- reference:ancestors.entity_id:group: every entity_id of groups of ancestors is there in groups.id
select
  "t"."kind" as "kind",
  "t"."entity_id" as "entity_id",
  "t"."ancestor_id" as "ancestor_id"
from "nexus"."ancestors" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."entity_id");

-- reference:ancestors.ancestor_id:group: every ancestor_id of groups of ancestors is there in groups.id
select
  "t"."kind" as "kind",
  "t"."entity_id" as "entity_id",
  "t"."ancestor_id" as "ancestor_id"
from "nexus"."ancestors" as "t"
where "t"."ancestor_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."ancestor_id");

-- reference:states.entity_id:person: every entity_id of persons of states is there in persons.id
select
  "t"."id" as "id",
  "t"."entity_id" as "entity_id"
from "nexus"."states" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'person' and not exists (select 1 from "nexus"."persons" as "o" where "o"."id" = "t"."entity_id");

-- reference:states.entity_id:group: every entity_id of groups of states is there in groups.id
select
  "t"."id" as "id",
  "t"."entity_id" as "entity_id"
from "nexus"."states" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'group' and not exists (select 1 from "nexus"."groups" as "o" where "o"."id" = "t"."entity_id");

-- reference:states.entity_id:order: every entity_id of orders of states is there in orders.id
select
  "t"."id" as "id",
  "t"."entity_id" as "entity_id"
from "nexus"."states" as "t"
where "t"."entity_id" is not null and "t"."entity_type" = 'order' and not exists (select 1 from "nexus"."orders" as "o" where "o"."id" = "t"."entity_id");

-- reference:states.event_id: every event_id of states is there in events.id
select
  "t"."id" as "id",
  "t"."event_id" as "event_id"
from "nexus"."states" as "t"
where "t"."event_id" is not null and not exists (select 1 from "nexus"."events" as "o" where "o"."id" = "t"."event_id");

-- alias:person_participants.person_id: no person_id of person_participants is an id that only stands for another
select
  "t"."person_id" as "person_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  k.stands_for as "stands_for"
from "nexus"."person_participants" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."person_id"
where k.lives = 0;

-- alias:persons.id: no id of persons is an id that only stands for another
select
  "t"."id" as "id",
  k.stands_for as "stands_for"
from "nexus"."persons" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."id"
where k.lives = 0;

-- alias:group_participants.group_id: no group_id of group_participants is an id that only stands for another
select
  "t"."group_id" as "group_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  k.stands_for as "stands_for"
from "nexus"."group_participants" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."group_id"
where k.lives = 0;

-- alias:groups.id: no id of groups is an id that only stands for another
select
  "t"."id" as "id",
  k.stands_for as "stands_for"
from "nexus"."groups" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."id"
where k.lives = 0;

-- alias:order_participants.order_id: no order_id of order_participants is an id that only stands for another
select
  "t"."order_id" as "order_id",
  "t"."event_id" as "event_id",
  "t"."role" as "role",
  k.stands_for as "stands_for"
from "nexus"."order_participants" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."order_id"
where k.lives = 0;

-- alias:orders.id: no id of orders is an id that only stands for another
select
  "t"."id" as "id",
  k.stands_for as "stands_for"
from "nexus"."orders" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."id"
where k.lives = 0;

-- alias:memberships.person_id: no person_id of memberships is an id that only stands for another
select
  "t"."id" as "id",
  "t"."person_id" as "person_id",
  k.stands_for as "stands_for"
from "nexus"."memberships" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."person_id"
where k.lives = 0;

-- alias:memberships.group_id: no group_id of memberships is an id that only stands for another
select
  "t"."id" as "id",
  "t"."group_id" as "group_id",
  k.stands_for as "stands_for"
from "nexus"."memberships" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."group_id"
where k.lives = 0;

-- alias:relationships.from_id: no from_id of relationships is an id that only stands for another
select
  "t"."id" as "id",
  "t"."from_id" as "from_id",
  k.stands_for as "stands_for"
from "nexus"."relationships" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."from_id"
where k.lives = 0;

-- alias:relationships.to_id: no to_id of relationships is an id that only stands for another
select
  "t"."id" as "id",
  "t"."to_id" as "to_id",
  k.stands_for as "stands_for"
from "nexus"."relationships" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."to_id"
where k.lives = 0;

-- alias:ancestors.entity_id: no entity_id of ancestors is an id that only stands for another
select
  "t"."kind" as "kind",
  "t"."entity_id" as "entity_id",
  "t"."ancestor_id" as "ancestor_id",
  k.stands_for as "stands_for"
from "nexus"."ancestors" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."entity_id"
where k.lives = 0;

-- alias:ancestors.ancestor_id: no ancestor_id of ancestors is an id that only stands for another
select
  "t"."kind" as "kind",
  "t"."entity_id" as "entity_id",
  "t"."ancestor_id" as "ancestor_id",
  k.stands_for as "stands_for"
from "nexus"."ancestors" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."ancestor_id"
where k.lives = 0;

-- alias:states.entity_id: no entity_id of states is an id that only stands for another
select
  "t"."id" as "id",
  "t"."entity_id" as "entity_id",
  k.stands_for as "stands_for"
from "nexus"."states" as "t" join (select "a"."alias_id" as alias_id, max("a"."entity_id") as stands_for, max(case when "a"."entity_id" = "a"."alias_id" then 1 else 0 end) as lives from "nexus_identity"."entity_aliases" as "a" group by "a"."alias_id") as k on k.alias_id = "t"."entity_id"
where k.lives = 0;

-- mentions:person: every mention of a person has exactly one person, or none where it holds nothing that identifies
select m.event_id, m._site, m._element, coalesce(n.entities, 0) as entities
from "nexus_core"."person_mentions" as m
left join (select e._combination, count(*) as entities from "nexus_identity"."person_evidence_entities" as e join "nexus"."persons" as p on p._entity = e._entity group by e._combination) as n on n._combination = m._combination
left join "nexus_identity"."person_evidence" as k on k._combination = m._combination
where coalesce(n.entities, 0) > 1 or (n.entities is null and (k._combination is null or m._combination in (select v._combination from "nexus_identity"."person_evidence" as v left join "nexus_identity"."person_held" as "h0" on "h0"._value = "v"."_v_email" left join "nexus_identity"."person_held" as "h1" on "h1"._value = "v"."_v_phone" left join "nexus_identity"."person_held" as "h2" on "h2"._value = "v"."_v_customer_id" left join "nexus_identity"."person_held" as "h3" on "h3"._value = "v"."_v_user_id" left join "nexus_identity"."person_held" as "h4" on "h4"._value = "v"."_v_card" left join "nexus_identity"."person_held" as "h5" on "h5"._value = "v"."_v_device" where ("v"."_v_email" is not null and ("h0".held is null or "h0".held = 'shared')) or ("v"."_v_phone" is not null and ("h1".held is null or "h1".held = 'shared')) or ("v"."_v_customer_id" is not null and ("h2".held is null or "h2".held = 'shared')) or ("v"."_v_user_id" is not null and ("h3".held is null or "h3".held = 'shared')) or ("v"."_v_card" is not null and ("h4".held is null or "h4".held = 'shared')) or ("v"."_v_device" is not null and ("h5".held is null or "h5".held = 'shared')))));

-- mentions:group: every mention of a group has exactly one group, or none where it holds nothing that identifies
select m.event_id, m._site, m._element, coalesce(n.entities, 0) as entities
from "nexus_core"."group_mentions" as m
left join (select e._combination, count(*) as entities from "nexus_identity"."group_evidence_entities" as e join "nexus"."groups" as p on p._entity = e._entity group by e._combination) as n on n._combination = m._combination
left join "nexus_identity"."group_evidence" as k on k._combination = m._combination
where coalesce(n.entities, 0) > 1 or (n.entities is null and (k._combination is null or m._combination in (select v._combination from "nexus_identity"."group_evidence" as v left join "nexus_identity"."group_held" as "h0" on "h0"._value = "v"."_v_domain" left join "nexus_identity"."group_held" as "h1" on "h1"._value = "v"."_v_team_id" where ("v"."_v_domain" is not null and ("h0".held is null or "h0".held = 'shared')) or ("v"."_v_team_id" is not null and ("h1".held is null or "h1".held = 'shared')))));

-- mentions:order: every mention of a order has exactly one order, or none where it holds nothing that identifies
select m.event_id, m._site, m._element, coalesce(n.entities, 0) as entities
from "nexus_core"."order_mentions" as m
left join (select e._combination, count(*) as entities from "nexus_identity"."order_evidence_entities" as e join "nexus"."orders" as p on p._entity = e._entity group by e._combination) as n on n._combination = m._combination
left join "nexus_identity"."order_evidence" as k on k._combination = m._combination
where coalesce(n.entities, 0) > 1 or (n.entities is null and (k._combination is null or m._combination in (select v._combination from "nexus_identity"."order_evidence" as v left join "nexus_identity"."order_held" as "h0" on "h0"._value = "v"."_v_order_id" where ("v"."_v_order_id" is not null and ("h0".held is null or "h0".held = 'shared')))));

-- events:once: every event of the event log is there in events, once
select b.event_id, sum(b.in_log) as in_log, sum(b.in_final) as in_final from (select event_id, 1 as in_log, 0 as in_final from "nexus_core"."events"
union all
select id, 0, 1 from "nexus"."events") as b group by b.event_id having sum(b.in_log) <> 1 or sum(b.in_final) <> 1;

-- intervals:states:overlap: no two intervals of one state of one entity overlap in states
select
  "i"."entity_type" as "entity_type",
  "i"."entity_id" as "entity_id",
  "i"."state_name" as "state_name",
  "i"."state_value" as "state_value",
  "i"."state_number" as "state_number",
  "i"."state_entered_at" as "state_entered_at",
  "i"."state_exited_at" as "state_exited_at",
  "i"."next_entered_at" as "next_entered_at"
from (select
  "t"."entity_type" as "entity_type",
  "t"."entity_id" as "entity_id",
  "t"."state_name" as "state_name",
  "t"."state_value" as "state_value",
  "t"."state_number" as "state_number",
  "t"."state_entered_at" as "state_entered_at",
  "t"."state_exited_at" as "state_exited_at",
  "t"."is_current" as "is_current",
  lead("t"."state_entered_at") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_entered_at",
  lead("t"."state_value") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_value",
  lead("t"."state_number") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_number"
from "nexus"."states" as "t") as i
where i.next_entered_at is not null and (i.state_exited_at is null or i.next_entered_at < i.state_exited_at);

-- intervals:states:half_open: an interval of states ends after it began, and the one without an end is current
select
  "i"."entity_type" as "entity_type",
  "i"."entity_id" as "entity_id",
  "i"."state_name" as "state_name",
  "i"."state_value" as "state_value",
  "i"."state_number" as "state_number",
  "i"."state_entered_at" as "state_entered_at",
  "i"."state_exited_at" as "state_exited_at",
  "i"."is_current" as "is_current"
from (select
  "t"."entity_type" as "entity_type",
  "t"."entity_id" as "entity_id",
  "t"."state_name" as "state_name",
  "t"."state_value" as "state_value",
  "t"."state_number" as "state_number",
  "t"."state_entered_at" as "state_entered_at",
  "t"."state_exited_at" as "state_exited_at",
  "t"."is_current" as "is_current",
  lead("t"."state_entered_at") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_entered_at",
  lead("t"."state_value") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_value",
  lead("t"."state_number") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_number"
from "nexus"."states" as "t") as i
where i.state_exited_at <= i.state_entered_at or i.is_current is distinct from (i.state_exited_at is null);

-- intervals:states:neighbours: no interval of states goes on in one with the same value
select
  "i"."entity_type" as "entity_type",
  "i"."entity_id" as "entity_id",
  "i"."state_name" as "state_name",
  "i"."state_value" as "state_value",
  "i"."state_number" as "state_number",
  "i"."state_entered_at" as "state_entered_at",
  "i"."state_exited_at" as "state_exited_at",
  "i"."next_entered_at" as "next_entered_at"
from (select
  "t"."entity_type" as "entity_type",
  "t"."entity_id" as "entity_id",
  "t"."state_name" as "state_name",
  "t"."state_value" as "state_value",
  "t"."state_number" as "state_number",
  "t"."state_entered_at" as "state_entered_at",
  "t"."state_exited_at" as "state_exited_at",
  "t"."is_current" as "is_current",
  lead("t"."state_entered_at") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_entered_at",
  lead("t"."state_value") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_value",
  lead("t"."state_number") over (partition by "t"."entity_type", "t"."entity_id", "t"."state_name" order by "t"."state_entered_at", "t"."state_exited_at") as "next_number"
from "nexus"."states" as "t") as i
where i.next_entered_at = i.state_exited_at and i.next_value is not distinct from i.state_value and i.next_number is not distinct from i.state_number;

-- intervals:memberships:overlap: no two intervals of the same two in one role overlap in memberships
select * from (select r.id, "r"."person_id", "r"."group_id", "r"."role", r.since, r.until, lead(r.since) over (partition by "r"."person_id", "r"."group_id", "r"."role" order by r.since, r.id) as next_since from "nexus"."memberships" as r) as i where i.until < i.since or (i.next_since is not null and (i.until is null or i.next_since < i.until));

-- intervals:relationships:overlap: no two intervals of the same two in one role overlap in relationships
select * from (select r.id, "r"."kind", "r"."from_id", "r"."to_id", "r"."role", r.since, r.until, lead(r.since) over (partition by "r"."kind", "r"."from_id", "r"."to_id", "r"."role" order by r.since, r.id) as next_since from "nexus"."relationships" as r) as i where i.until < i.since or (i.next_since is not null and (i.until is null or i.next_since < i.until));

-- intervals:relationships:placed_by: no from_id has two to_id of placed_by at a time, in one role
select * from (select r.id, "r"."from_id", "r"."role", r.since, r.until, lead(r.since) over (partition by "r"."from_id", "r"."role" order by r.since, r.id) as next_since from "nexus"."relationships" as r where r.kind = 'placed_by') as i where i.until < i.since or (i.next_since is not null and (i.until is null or i.next_since < i.until));

-- intervals:relationships:guest_of: no from_id has two to_id of guest_of at a time
select * from (select r.id, "r"."from_id", r.since, r.until, lead(r.since) over (partition by "r"."from_id" order by r.since, r.id) as next_since from "nexus"."relationships" as r where r.kind = 'guest_of') as i where i.until < i.since or (i.next_since is not null and (i.until is null or i.next_since < i.until));

-- hierarchy:guest_of: nothing stands above itself in guest_of
select a.entity_id, a.ancestor_id from "nexus"."ancestors" as a join "nexus"."ancestors" as b on b.kind = a.kind and b.entity_id = a.ancestor_id and b.ancestor_id = a.entity_id where a.kind = 'guest_of';

-- nobody_without_id: every person has an id
select * from nexus.persons where id is null;
