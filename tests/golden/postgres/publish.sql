-- publish
-- all tables become visible together, or none

-- write replace identity.free_mail_domains
select "nexus_meta"."publish_table"('nexus_identity', 'free_mail_domains', 'free_mail_domains__next', array[]::text[]);

-- write replace identity.public_suffixes
select "nexus_meta"."publish_table"('nexus_identity', 'public_suffixes', 'public_suffixes__next', array[]::text[]);

-- write replace identity.phone_calling_codes
select "nexus_meta"."publish_table"('nexus_identity', 'phone_calling_codes', 'phone_calling_codes__next', array[]::text[]);

-- write replace source.kettle__order_placed
select "nexus_meta"."publish_table"('nexus_source', 'kettle__order_placed', 'kettle__order_placed__next', array['event_id']::text[]);

-- write replace source.kettle__order_placed__set_aside
select "nexus_meta"."publish_table"('nexus_source', 'kettle__order_placed__set_aside', 'kettle__order_placed__set_aside__next', array[]::text[]);

-- write replace source.kettle__order_placed__deletions
select "nexus_meta"."publish_table"('nexus_source', 'kettle__order_placed__deletions', 'kettle__order_placed__deletions__next', array[]::text[]);

-- write replace source.kettle__customer_changed
select "nexus_meta"."publish_table"('nexus_source', 'kettle__customer_changed', 'kettle__customer_changed__next', array['event_id']::text[]);

-- write replace source.kettle__customer_changed__set_aside
select "nexus_meta"."publish_table"('nexus_source', 'kettle__customer_changed__set_aside', 'kettle__customer_changed__set_aside__next', array[]::text[]);

-- write replace source.steep__tea_brewed
select "nexus_meta"."publish_table"('nexus_source', 'steep__tea_brewed', 'steep__tea_brewed__next', array['_row']::text[]);

-- write replace source.steep__tea_brewed__set_aside
select "nexus_meta"."publish_table"('nexus_source', 'steep__tea_brewed__set_aside', 'steep__tea_brewed__set_aside__next', array[]::text[]);

-- write replace source.steep__tea_brewed__deletions
select "nexus_meta"."publish_table"('nexus_source', 'steep__tea_brewed__deletions', 'steep__tea_brewed__deletions__next', array[]::text[]);

-- write replace source.steep__letter_sent
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent', 'steep__letter_sent__next', array['_row']::text[]);

-- write replace source.steep__letter_sent__set_aside
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent__set_aside', 'steep__letter_sent__set_aside__next', array[]::text[]);

-- write replace source.steep__letter_sent__deletions
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent__deletions', 'steep__letter_sent__deletions__next', array[]::text[]);

-- write replace source.steep__plan_changed
select "nexus_meta"."publish_table"('nexus_source', 'steep__plan_changed', 'steep__plan_changed__next', array['event_id']::text[]);

-- write replace source.steep__plan_changed__set_aside
select "nexus_meta"."publish_table"('nexus_source', 'steep__plan_changed__set_aside', 'steep__plan_changed__set_aside__next', array[]::text[]);

-- write replace source.decoded_texts
select "nexus_meta"."publish_table"('nexus_source', 'decoded_texts', 'decoded_texts__next', array[]::text[]);

-- write replace source.steep__letter_sent__events
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent__events', 'steep__letter_sent__events__next', array['event_id']::text[]);

-- write replace source.parsed_addresses
select "nexus_meta"."publish_table"('nexus_source', 'parsed_addresses', 'parsed_addresses__next', array[]::text[]);

-- write replace source.kettle__customer_changed__events
select "nexus_meta"."publish_table"('nexus_source', 'kettle__customer_changed__events', 'kettle__customer_changed__events__next', array['event_id']::text[]);

-- write replace source.steep__tea_brewed__events
select "nexus_meta"."publish_table"('nexus_source', 'steep__tea_brewed__events', 'steep__tea_brewed__events__next', array['event_id']::text[]);

-- write replace source.steep__tea_brewed__guests
select "nexus_meta"."publish_table"('nexus_source', 'steep__tea_brewed__guests', 'steep__tea_brewed__guests__next', array['event_id', '_position']::text[]);

-- write replace source.steep__letter_sent__to
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent__to', 'steep__letter_sent__to__next', array['event_id', '_position']::text[]);

-- write replace source.steep__letter_sent__from
select "nexus_meta"."publish_table"('nexus_source', 'steep__letter_sent__from', 'steep__letter_sent__from__next', array['event_id', '_position']::text[]);

-- write replace identity.person_dictionary
select "nexus_meta"."publish_table"('nexus_identity', 'person_dictionary', 'person_dictionary__next', array['_value']::text[]);

-- write replace identity.person_normalized
select "nexus_meta"."publish_table"('nexus_identity', 'person_normalized', 'person_normalized__next', array['_value']::text[]);

-- write replace core.person_mentions
select "nexus_meta"."publish_table"('nexus_core', 'person_mentions', 'person_mentions__next', array['event_id', '_site', '_element']::text[]);

-- write replace identity.person_evidence
select "nexus_meta"."publish_table"('nexus_identity', 'person_evidence', 'person_evidence__next', array['_combination']::text[]);

-- write replace identity.person_sightings
select "nexus_meta"."publish_table"('nexus_identity', 'person_sightings', 'person_sightings__next', array['_value']::text[]);

-- write replace identity.person_quarantined
select "nexus_meta"."publish_table"('nexus_identity', 'person_quarantined', 'person_quarantined__next', array['_value']::text[]);

-- write replace identity.person_settled
select "nexus_meta"."publish_table"('nexus_identity', 'person_settled', 'person_settled__next', array['_value']::text[]);

-- write replace identity.person_refusals
select "nexus_meta"."publish_table"('nexus_identity', 'person_refusals', 'person_refusals__next', array['_value', '_other']::text[]);

-- write replace identity.person_entities
select "nexus_meta"."publish_table"('nexus_identity', 'person_entities', 'person_entities__next', array['_entity']::text[]);

-- write replace identity.person_assignment
select "nexus_meta"."publish_table"('nexus_identity', 'person_assignment', 'person_assignment__next', array['_value']::text[]);

-- write replace identity.person_evidence_entities
select "nexus_meta"."publish_table"('nexus_identity', 'person_evidence_entities', 'person_evidence_entities__next', array['_combination']::text[]);

-- write replace identity.person_log
select "nexus_meta"."publish_table"('nexus_identity', 'person_log', 'person_log__next', array['run', '_value', '_previous']::text[]);

-- write replace identity.person_trait_values
select "nexus_meta"."publish_table"('nexus_identity', 'person_trait_values', 'person_trait_values__next', array['_entity', 'trait_name', 'trait_value']::text[]);

-- write replace identity.group_dictionary
select "nexus_meta"."publish_table"('nexus_identity', 'group_dictionary', 'group_dictionary__next', array['_value']::text[]);

-- write replace identity.group_normalized
select "nexus_meta"."publish_table"('nexus_identity', 'group_normalized', 'group_normalized__next', array['_value']::text[]);

-- write replace core.group_mentions
select "nexus_meta"."publish_table"('nexus_core', 'group_mentions', 'group_mentions__next', array['event_id', '_site', '_element']::text[]);

-- write replace identity.group_evidence
select "nexus_meta"."publish_table"('nexus_identity', 'group_evidence', 'group_evidence__next', array['_combination']::text[]);

-- write replace identity.group_sightings
select "nexus_meta"."publish_table"('nexus_identity', 'group_sightings', 'group_sightings__next', array['_value']::text[]);

-- write replace identity.group_entities
select "nexus_meta"."publish_table"('nexus_identity', 'group_entities', 'group_entities__next', array['_entity']::text[]);

-- write replace identity.group_assignment
select "nexus_meta"."publish_table"('nexus_identity', 'group_assignment', 'group_assignment__next', array['_value']::text[]);

-- write replace identity.group_evidence_entities
select "nexus_meta"."publish_table"('nexus_identity', 'group_evidence_entities', 'group_evidence_entities__next', array['_combination']::text[]);

-- write replace identity.group_log
select "nexus_meta"."publish_table"('nexus_identity', 'group_log', 'group_log__next', array['run', '_value', '_previous']::text[]);

-- write replace identity.group_trait_values
select "nexus_meta"."publish_table"('nexus_identity', 'group_trait_values', 'group_trait_values__next', array['_entity', 'trait_name', 'trait_value']::text[]);

-- write replace identity.order_dictionary
select "nexus_meta"."publish_table"('nexus_identity', 'order_dictionary', 'order_dictionary__next', array['_value']::text[]);

-- write replace identity.order_normalized
select "nexus_meta"."publish_table"('nexus_identity', 'order_normalized', 'order_normalized__next', array['_value']::text[]);

-- write replace core.order_mentions
select "nexus_meta"."publish_table"('nexus_core', 'order_mentions', 'order_mentions__next', array['event_id', '_site', '_element']::text[]);

-- write replace identity.order_evidence
select "nexus_meta"."publish_table"('nexus_identity', 'order_evidence', 'order_evidence__next', array['_combination']::text[]);

-- write replace identity.order_sightings
select "nexus_meta"."publish_table"('nexus_identity', 'order_sightings', 'order_sightings__next', array['_value']::text[]);

-- write replace identity.order_entities
select "nexus_meta"."publish_table"('nexus_identity', 'order_entities', 'order_entities__next', array['_entity']::text[]);

-- write replace identity.order_assignment
select "nexus_meta"."publish_table"('nexus_identity', 'order_assignment', 'order_assignment__next', array['_value']::text[]);

-- write replace identity.order_evidence_entities
select "nexus_meta"."publish_table"('nexus_identity', 'order_evidence_entities', 'order_evidence_entities__next', array['_combination']::text[]);

-- write replace identity.order_log
select "nexus_meta"."publish_table"('nexus_identity', 'order_log', 'order_log__next', array['run', '_value', '_previous']::text[]);

-- write replace identity.order_trait_values
select "nexus_meta"."publish_table"('nexus_identity', 'order_trait_values', 'order_trait_values__next', array['_entity', 'trait_name', 'trait_value']::text[]);

-- write replace final.events
select "nexus_meta"."publish_table"('nexus', 'events', 'events__next', array['id']::text[]);

-- write replace final.person_participants
select "nexus_meta"."publish_table"('nexus', 'person_participants', 'person_participants__next', array['person_id', 'event_id', 'role']::text[]);

-- write replace final.persons
select "nexus_meta"."publish_table"('nexus', 'persons', 'persons__next', array['id']::text[]);

-- write replace final.group_participants
select "nexus_meta"."publish_table"('nexus', 'group_participants', 'group_participants__next', array['group_id', 'event_id', 'role']::text[]);

-- write replace final.groups
select "nexus_meta"."publish_table"('nexus', 'groups', 'groups__next', array['id']::text[]);

-- write replace final.order_participants
select "nexus_meta"."publish_table"('nexus', 'order_participants', 'order_participants__next', array['order_id', 'event_id', 'role']::text[]);

-- write replace final.orders
select "nexus_meta"."publish_table"('nexus', 'orders', 'orders__next', array['id']::text[]);

-- write replace final.memberships
select "nexus_meta"."publish_table"('nexus', 'memberships', 'memberships__next', array['id']::text[]);

-- write replace final.relationships
select "nexus_meta"."publish_table"('nexus', 'relationships', 'relationships__next', array['id']::text[]);

-- write replace final.ancestors
select "nexus_meta"."publish_table"('nexus', 'ancestors', 'ancestors__next', array['kind', 'entity_id', 'ancestor_id']::text[]);

-- write replace final.states
select "nexus_meta"."publish_table"('nexus', 'states', 'states__next', array['id']::text[]);

-- write replace final.state_counts_per_day
select "nexus_meta"."publish_table"('nexus', 'state_counts_per_day', 'state_counts_per_day__next', array['id']::text[]);

-- write drop identity.person_same
drop table if exists "nexus_identity"."person_same__next";

-- write drop identity.person_over_limit
drop table if exists "nexus_identity"."person_over_limit__next";

-- write drop identity.person_components
drop table if exists "nexus_identity"."person_components__next";

-- write drop identity.person_constrained
drop table if exists "nexus_identity"."person_constrained__next";

-- write drop identity.person_constrained_parts
drop table if exists "nexus_identity"."person_constrained_parts__next";

-- write drop identity.person_refused_links
drop table if exists "nexus_identity"."person_refused_links__next";

-- write drop identity.person_nodes
drop table if exists "nexus_identity"."person_nodes__next";

-- write drop identity.person_claims
drop table if exists "nexus_identity"."person_claims__next";

-- write drop identity.person_unclaimed
drop table if exists "nexus_identity"."person_unclaimed__next";

-- write drop identity.person_births
drop table if exists "nexus_identity"."person_births__next";

-- write drop identity.group_same
drop table if exists "nexus_identity"."group_same__next";

-- write drop identity.group_components
drop table if exists "nexus_identity"."group_components__next";

-- write drop identity.group_nodes
drop table if exists "nexus_identity"."group_nodes__next";

-- write drop identity.group_claims
drop table if exists "nexus_identity"."group_claims__next";

-- write drop identity.group_unclaimed
drop table if exists "nexus_identity"."group_unclaimed__next";

-- write drop identity.group_births
drop table if exists "nexus_identity"."group_births__next";

-- write drop identity.order_same
drop table if exists "nexus_identity"."order_same__next";

-- write drop identity.order_components
drop table if exists "nexus_identity"."order_components__next";

-- write drop identity.order_nodes
drop table if exists "nexus_identity"."order_nodes__next";

-- write drop identity.order_claims
drop table if exists "nexus_identity"."order_claims__next";

-- write drop identity.order_unclaimed
drop table if exists "nexus_identity"."order_unclaimed__next";

-- write drop identity.order_births
drop table if exists "nexus_identity"."order_births__next";

-- write drop final.state_changes__person
drop table if exists "nexus"."state_changes__person__next";

-- write drop final.changes_of__fondness
drop table if exists "nexus"."changes_of__fondness__next";

-- write drop final.changes_of__cups
drop table if exists "nexus"."changes_of__cups__next";

-- write drop final.changes_of__thirst
drop table if exists "nexus"."changes_of__thirst__next";

-- write drop final.changes_of__company
drop table if exists "nexus"."changes_of__company__next";

-- write drop final.state_changes__order
drop table if exists "nexus"."state_changes__order__next";

-- write drop final.changes_of__parcels
drop table if exists "nexus"."changes_of__parcels__next";

-- write drop final.changes_of__kettles
drop table if exists "nexus"."changes_of__kettles__next";

-- write index core.person_mentions._order
create index if not exists "person_mentions_by__order" on "nexus_core"."person_mentions" ("_order");

-- write index core.group_mentions._order
create index if not exists "group_mentions_by__order" on "nexus_core"."group_mentions" ("_order");

-- write index core.order_mentions._order
create index if not exists "order_mentions_by__order" on "nexus_core"."order_mentions" ("_order");

-- write index final.events.id
create index if not exists "events_by_id" on "nexus"."events" ("id");

-- write index final.person_participants._entity
create index if not exists "person_participants_by__entity" on "nexus"."person_participants" ("_entity");

-- write index final.persons.id
create index if not exists "persons_by_id" on "nexus"."persons" ("id");

-- write index final.group_participants._entity
create index if not exists "group_participants_by__entity" on "nexus"."group_participants" ("_entity");

-- write index final.groups.id
create index if not exists "groups_by_id" on "nexus"."groups" ("id");

-- write index final.order_participants._entity
create index if not exists "order_participants_by__entity" on "nexus"."order_participants" ("_entity");

-- write index final.orders.id
create index if not exists "orders_by_id" on "nexus"."orders" ("id");

-- write index final.relationships.from_id
create index if not exists "relationships_by_from_id" on "nexus"."relationships" ("from_id");

-- write index final.relationships.to_id
create index if not exists "relationships_by_to_id" on "nexus"."relationships" ("to_id");

-- write index final.ancestors.entity_id
create index if not exists "ancestors_by_entity_id" on "nexus"."ancestors" ("entity_id");

-- write index final.states.entity_id
create index if not exists "states_by_entity_id" on "nexus"."states" ("entity_id");

-- write view source.shop_events
create view "nexus_source"."shop_events__next" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sku" as "sku",
  "k"."maker" as "maker",
  "k"."shouted" as "shouted"
from "nexus_source"."kettle__order_placed" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  coalesce("k"."event_type", 'customer changed') as "event_type",
  'customer changed' as "event_name",
  cast(null as text) as "event_description",
  'shop' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "sku",
  cast(null as varchar) as "maker",
  cast(null as varchar) as "shouted"
from "nexus_source"."kettle__customer_changed__events" as "k");

-- write view source.shop_events
select "nexus_meta"."publish_view"('nexus_source', 'shop_events', 'shop_events__next');

-- write view source.shop_person_identifiers
create view "nexus_source"."shop_person_identifiers__next" as
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'buyer' as "_mention",
  0 as "_element",
  0 as "_position",
  'buyer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."buyer__email" as "email",
  "k"."buyer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'recipient' as "_mention",
  0 as "_element",
  4096 as "_position",
  'recipient' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."recipient__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."recipient__email" is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'customer' as "_mention",
  0 as "_element",
  0 as "_position",
  'customer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."customer__email" as "email",
  "k"."customer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "m");

-- write view source.shop_person_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'shop_person_identifiers', 'shop_person_identifiers__next');

-- write view source.shop_person_traits
create view "nexus_source"."shop_person_traits__next" as
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'buyer' as "_mention",
  0 as "_element",
  0 as "_position",
  'buyer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."buyer__email" as "email",
  "k"."buyer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'recipient' as "_mention",
  0 as "_element",
  4096 as "_position",
  'recipient' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."recipient__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."recipient__email" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'customer' as "_mention",
  0 as "_element",
  0 as "_position",
  'customer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."customer__email" as "email",
  "k"."customer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null);

-- write view source.shop_person_traits
select "nexus_meta"."publish_view"('nexus_source', 'shop_person_traits', 'shop_person_traits__next');

-- write view source.shop_group_identifiers
create view "nexus_source"."shop_group_identifiers__next" as
select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."domain" as "domain",
  "m"."team_id" as "team_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as text) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null
offset 0) as "m";

-- write view source.shop_group_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'shop_group_identifiers', 'shop_group_identifiers__next');

-- write view source.shop_group_traits
create view "nexus_source"."shop_group_traits__next" as
select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as text) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."seats")) is not null;

-- write view source.shop_group_traits
select "nexus_meta"."publish_view"('nexus_source', 'shop_group_traits', 'shop_group_traits__next');

-- write view source.shop_order_identifiers
create view "nexus_source"."shop_order_identifiers__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."order_id" as "order_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'order' as "_mention",
  0 as "_element",
  0 as "_position",
  'order' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."order__order_id" as "order_id",
  "k"."order__sku" as "sku"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."order__order_id" is not null
offset 0) as "m";

-- write view source.shop_order_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'shop_order_identifiers', 'shop_order_identifiers__next');

-- write view source.shop_order_traits
create view "nexus_source"."shop_order_traits__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."sku" as "sku",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'order' as "_mention",
  0 as "_element",
  0 as "_position",
  'order' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."order__order_id" as "order_id",
  "k"."order__sku" as "sku"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."order__order_id" is not null
offset 0) as "m"
where "nexus_meta"."text_of"("m"."sku") is not null;

-- write view source.shop_order_traits
select "nexus_meta"."publish_view"('nexus_source', 'shop_order_traits', 'shop_order_traits__next');

-- write view source.shop_membership_identifiers
create view "nexus_source"."shop_membership_identifiers__next" as
select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."person_identifier" as "person_identifier",
  "c"."person_identifier_type" as "person_identifier_type",
  "c"."group_identifier" as "group_identifier",
  "c"."group_identifier_type" as "group_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('customer')) || ':' || 'customer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('employer')) || ':' || 'employer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."customer_id") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."customer_id" is not null then 'customer_id' end as "person_identifier_type",
  "t"."domain" as "group_identifier",
  case when "t"."domain" is not null then 'domain' end as "group_identifier_type",
  'employee' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'customer' as "_mention",
  0 as "_element",
  0 as "_position",
  'customer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."customer__email" as "email",
  "k"."customer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as text) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c";

-- write view source.shop_membership_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'shop_membership_identifiers', 'shop_membership_identifiers__next');

-- write view source.shop_relationship_identifiers
create view "nexus_source"."shop_relationship_identifiers__next" as
select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."kind" as "kind",
  "c"."from_identifier" as "from_identifier",
  "c"."from_identifier_type" as "from_identifier_type",
  "c"."to_identifier" as "to_identifier",
  "c"."to_identifier_type" as "to_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('order')) || ':' || 'order', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('buyer')) || ':' || 'buyer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'placed_by' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."order_id" as "from_identifier",
  case when "f"."order_id" is not null then 'order_id' end as "from_identifier_type",
  coalesce("t"."email", "t"."customer_id", "t"."card", "t"."phone", "t"."device") as "to_identifier",
  case when "t"."email" is not null then 'email' when "t"."customer_id" is not null then 'customer_id' when "t"."card" is not null then 'card' when "t"."phone" is not null then 'phone' when "t"."device" is not null then 'device' end as "to_identifier_type",
  'customer' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'order' as "_mention",
  0 as "_element",
  0 as "_position",
  'order' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."order__order_id" as "order_id",
  "k"."order__sku" as "sku"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."order__order_id" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'buyer' as "_mention",
  0 as "_element",
  0 as "_position",
  'buyer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."buyer__email" as "email",
  "k"."buyer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c";

-- write view source.shop_relationship_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'shop_relationship_identifiers', 'shop_relationship_identifiers__next');

-- write view source.shop_set_aside
create view "nexus_source"."shop_set_aside__next" as
(select
  "s"."source" as "source",
  "s"."event" as "event",
  "s"."reason" as "reason",
  "s"."row" as "row"
from "nexus_source"."kettle__order_placed__set_aside" as "s")
union all
(select
  "s"."source" as "source",
  "s"."event" as "event",
  "s"."reason" as "reason",
  "s"."row" as "row"
from "nexus_source"."kettle__customer_changed__set_aside" as "s");

-- write view source.shop_set_aside
select "nexus_meta"."publish_view"('nexus_source', 'shop_set_aside', 'shop_set_aside__next');

-- write view source.steep_events
create view "nexus_source"."steep_events__next" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  "k"."value" as "value",
  'cups' as "value_unit",
  "k"."significance" as "significance",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "heading",
  cast(null as varchar) as "plan",
  cast(null as varchar) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  "k"."heading" as "heading",
  cast(null as varchar) as "plan",
  cast(null as varchar) as "seats"
from "nexus_source"."steep__letter_sent__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'plan changed' as "event_type",
  'plan changed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "heading",
  "k"."plan" as "plan",
  "k"."seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k");

-- write view source.steep_events
select "nexus_meta"."publish_view"('nexus_source', 'steep_events', 'steep_events__next');

-- write view source.steep_person_identifiers
create view "nexus_source"."steep_person_identifiers__next" as
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'brewer' as "_mention",
  0 as "_element",
  0 as "_position",
  'brewer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."brewer__email" as "email",
  cast(null as text) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  "k"."guest__role" as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  "k"."guest__phone" as "phone",
  cast(null as text) as "device",
  "k"."guest__name" as "name",
  cast(null as double precision) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'sender' as "_mention",
  "k"."_position" as "_element",
  0 + least("k"."_position", 4095) as "_position",
  'sender' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sender__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."sender__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__letter_sent__from" as "k"
where "k"."sender__email" is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'reader' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'reader' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."reader__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."reader__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__letter_sent__to" as "k"
where "k"."reader__email" is not null
offset 0) as "m")
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."email" as "email",
  "m"."phone" as "phone",
  "m"."customer_id" as "customer_id",
  "m"."user_id" as "user_id",
  "m"."card" as "card",
  "m"."device" as "device",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'payer' as "_mention",
  0 as "_element",
  0 as "_position",
  'payer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."payer__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null
offset 0) as "m");

-- write view source.steep_person_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'steep_person_identifiers', 'steep_person_identifiers__next');

-- write view source.steep_person_traits
create view "nexus_source"."steep_person_traits__next" as
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'brewer' as "_mention",
  0 as "_element",
  0 as "_position",
  'brewer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."brewer__email" as "email",
  cast(null as text) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  "k"."guest__role" as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  "k"."guest__phone" as "phone",
  cast(null as text) as "device",
  "k"."guest__name" as "name",
  cast(null as double precision) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'sender' as "_mention",
  "k"."_position" as "_element",
  0 + least("k"."_position", 4095) as "_position",
  'sender' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."sender__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."sender__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__letter_sent__from" as "k"
where "k"."sender__email" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'reader' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'reader' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."reader__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."reader__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__letter_sent__to" as "k"
where "k"."reader__email" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null)
union all
(select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'payer' as "_mention",
  0 as "_element",
  0 as "_position",
  'payer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."payer__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."spent"), "nexus_meta"."text_of"("m"."newsletter"), "nexus_meta"."text_of"("m"."birthday"), "nexus_meta"."text_of"("m"."address")) is not null);

-- write view source.steep_person_traits
select "nexus_meta"."publish_view"('nexus_source', 'steep_person_traits', 'steep_person_traits__next');

-- write view source.steep_group_identifiers
create view "nexus_source"."steep_group_identifiers__next" as
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."domain" as "domain",
  "m"."team_id" as "team_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "m")
union all
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."domain" as "domain",
  "m"."team_id" as "team_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "m")
union all
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."domain" as "domain",
  "m"."team_id" as "team_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "m");

-- write view source.steep_group_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'steep_group_identifiers', 'steep_group_identifiers__next');

-- write view source.steep_group_traits
create view "nexus_source"."steep_group_traits__next" as
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."seats")) is not null)
union all
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."seats")) is not null)
union all
(select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "m"
where coalesce("nexus_meta"."text_of"("m"."name"), "nexus_meta"."text_of"("m"."seats")) is not null);

-- write view source.steep_group_traits
select "nexus_meta"."publish_view"('nexus_source', 'steep_group_traits', 'steep_group_traits__next');

-- write view source.steep_order_identifiers
create view "nexus_source"."steep_order_identifiers__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."order_id" as "order_id",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'plan' as "_mention",
  0 as "_element",
  0 as "_position",
  'plan' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."plan__order_id" as "order_id",
  "k"."plan__sku" as "sku"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."plan__order_id" is not null
offset 0) as "m";

-- write view source.steep_order_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'steep_order_identifiers', 'steep_order_identifiers__next');

-- write view source.steep_order_traits
create view "nexus_source"."steep_order_traits__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length("m"."_mention")) || ':' || "m"."_mention", '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."sku" as "sku",
  "m"."occurred_at" as "occurred_at",
  "m"."source" as "source",
  "m"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'plan' as "_mention",
  0 as "_element",
  0 as "_position",
  'plan' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."plan__order_id" as "order_id",
  "k"."plan__sku" as "sku"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."plan__order_id" is not null
offset 0) as "m"
where "nexus_meta"."text_of"("m"."sku") is not null;

-- write view source.steep_order_traits
select "nexus_meta"."publish_view"('nexus_source', 'steep_order_traits', 'steep_order_traits__next');

-- write view source.steep_membership_identifiers
create view "nexus_source"."steep_membership_identifiers__next" as
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."person_identifier" as "person_identifier",
  "c"."person_identifier_type" as "person_identifier_type",
  "c"."group_identifier" as "group_identifier",
  "c"."group_identifier_type" as "group_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('brewer')) || ':' || 'brewer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."user_id", "f"."device") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."user_id" is not null then 'user_id' when "f"."device" is not null then 'device' end as "person_identifier_type",
  coalesce("t"."domain", "t"."team_id") as "group_identifier",
  case when "t"."domain" is not null then 'domain' when "t"."team_id" is not null then 'team_id' end as "group_identifier_type",
  "f"."role" as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'brewer' as "_mention",
  0 as "_element",
  0 as "_position",
  'brewer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."brewer__email" as "email",
  cast(null as text) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."person_identifier" as "person_identifier",
  "c"."person_identifier_type" as "person_identifier_type",
  "c"."group_identifier" as "group_identifier",
  "c"."group_identifier_type" as "group_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest')) || ':' || 'guest', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."phone") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."phone" is not null then 'phone' end as "person_identifier_type",
  "t"."domain" as "group_identifier",
  case when "t"."domain" is not null then 'domain' end as "group_identifier_type",
  'staff' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  "k"."guest__role" as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  "k"."guest__phone" as "phone",
  cast(null as text) as "device",
  "k"."guest__name" as "name",
  cast(null as double precision) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element"
offset 0) as "c")
union all
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."person_identifier" as "person_identifier",
  "c"."person_identifier_type" as "person_identifier_type",
  "c"."group_identifier" as "group_identifier",
  "c"."group_identifier_type" as "group_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('payer')) || ':' || 'payer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."email" as "person_identifier",
  case when "f"."email" is not null then 'email' end as "person_identifier_type",
  "t"."team_id" as "group_identifier",
  case when "t"."team_id" is not null then 'team_id' end as "group_identifier_type",
  'payer' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'payer' as "_mention",
  0 as "_element",
  0 as "_position",
  'payer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."payer__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c");

-- write view source.steep_membership_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'steep_membership_identifiers', 'steep_membership_identifiers__next');

-- write view source.steep_relationship_identifiers
create view "nexus_source"."steep_relationship_identifiers__next" as
(select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."kind" as "kind",
  "c"."from_identifier" as "from_identifier",
  "c"."from_identifier_type" as "from_identifier_type",
  "c"."to_identifier" as "to_identifier",
  "c"."to_identifier_type" as "to_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'guest_of' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."domain" as "from_identifier",
  case when "f"."domain" is not null then 'domain' end as "from_identifier_type",
  coalesce("t"."domain", "t"."team_id") as "to_identifier",
  case when "t"."domain" is not null then 'domain' when "t"."team_id" is not null then 'team_id' end as "to_identifier_type",
  nullif("f"."role", 'guest_of') as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."occurred_at" as "occurred_at",
  "c"."kind" as "kind",
  "c"."from_identifier" as "from_identifier",
  "c"."from_identifier_type" as "from_identifier_type",
  "c"."to_identifier" as "to_identifier",
  "c"."to_identifier_type" as "to_identifier_type",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."source" as "source",
  "c"."_ingested_at" as "_ingested_at"
from (select
  "t"."event_id" as "event_id",
  cast(null as varchar) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'guest_of' as "kind",
  "t"."occurred_at" as "occurred_at",
  cast(null as varchar) as "from_identifier",
  cast(null as varchar) as "from_identifier_type",
  "t"."team_id" as "to_identifier",
  case when "t"."team_id" is not null then 'team_id' end as "to_identifier_type",
  cast(null as varchar) as "role",
  true as "ends",
  "t"."source" as "source",
  "t"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "t"
offset 0) as "c");

-- write view source.steep_relationship_identifiers
select "nexus_meta"."publish_view"('nexus_source', 'steep_relationship_identifiers', 'steep_relationship_identifiers__next');

-- write view source.steep_set_aside
create view "nexus_source"."steep_set_aside__next" as
(select
  "s"."source" as "source",
  "s"."event" as "event",
  "s"."reason" as "reason",
  "s"."row" as "row"
from "nexus_source"."steep__tea_brewed__set_aside" as "s")
union all
(select
  "s"."source" as "source",
  "s"."event" as "event",
  "s"."reason" as "reason",
  "s"."row" as "row"
from "nexus_source"."steep__letter_sent__set_aside" as "s")
union all
(select
  "s"."source" as "source",
  "s"."event" as "event",
  "s"."reason" as "reason",
  "s"."row" as "row"
from "nexus_source"."steep__plan_changed__set_aside" as "s");

-- write view source.steep_set_aside
select "nexus_meta"."publish_view"('nexus_source', 'steep_set_aside', 'steep_set_aside__next');

-- write view core.events
create view "nexus_core"."events__next" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  "nexus_meta"."try_number"(4) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__order_placed" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  coalesce("k"."event_type", 'customer changed') as "event_type",
  'customer changed' as "event_name",
  cast(null as text) as "event_description",
  'shop' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__customer_changed__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  "k"."value" as "value",
  'cups' as "value_unit",
  "k"."significance" as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__tea_brewed__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'letter' as "event_type",
  coalesce("k"."event_name", 'letter sent') as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__letter_sent__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'plan changed' as "event_type",
  'plan changed' as "event_name",
  cast(null as text) as "event_description",
  'steep' as "source",
  cast(null as double precision) as "value",
  cast(null as text) as "value_unit",
  cast(null as double precision) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__plan_changed" as "k");

-- write view core.events
select "nexus_meta"."publish_view"('nexus_core', 'events', 'events__next');

-- write view core.person_identifiers
create view "nexus_core"."person_identifiers__next" as
select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end)) || ':' || case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  case when "d_email"."_value" is null then "n_email"."raw_value" else "d_email"."identifier_value" end as "email",
  "n_email"."raw_value" as "email_raw",
  case when "d_phone"."_value" is null then "n_phone"."raw_value" else "d_phone"."identifier_value" end as "phone",
  "n_phone"."raw_value" as "phone_raw",
  case when "d_customer_id"."_value" is null then "n_customer_id"."raw_value" else "d_customer_id"."identifier_value" end as "customer_id",
  "n_customer_id"."raw_value" as "customer_id_raw",
  case when "d_user_id"."_value" is null then "n_user_id"."raw_value" else "d_user_id"."identifier_value" end as "user_id",
  "n_user_id"."raw_value" as "user_id_raw",
  case when "d_card"."_value" is null then "n_card"."raw_value" else "d_card"."identifier_value" end as "card",
  "n_card"."raw_value" as "card_raw",
  case when "d_device"."_value" is null then "n_device"."raw_value" else "d_device"."identifier_value" end as "device",
  "n_device"."raw_value" as "device_raw",
  coalesce("m"."role", case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end) as "role",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (830803138, 1992010298, 86572456) then 'shop' when "m"."_site" in (365479559, 1274787059, 855712972, 1816343017, 876722005) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."person_mentions" as "m"
left join "nexus_identity"."person_dictionary" as "n_email" on "n_email"."_value" = "m"."_v_email"
left join "nexus_identity"."person_normalized" as "d_email" on "d_email"."_value" = "m"."_v_email"
left join "nexus_identity"."person_dictionary" as "n_phone" on "n_phone"."_value" = "m"."_v_phone"
left join "nexus_identity"."person_normalized" as "d_phone" on "d_phone"."_value" = "m"."_v_phone"
left join "nexus_identity"."person_dictionary" as "n_customer_id" on "n_customer_id"."_value" = "m"."_v_customer_id"
left join "nexus_identity"."person_normalized" as "d_customer_id" on "d_customer_id"."_value" = "m"."_v_customer_id"
left join "nexus_identity"."person_dictionary" as "n_user_id" on "n_user_id"."_value" = "m"."_v_user_id"
left join "nexus_identity"."person_normalized" as "d_user_id" on "d_user_id"."_value" = "m"."_v_user_id"
left join "nexus_identity"."person_dictionary" as "n_card" on "n_card"."_value" = "m"."_v_card"
left join "nexus_identity"."person_normalized" as "d_card" on "d_card"."_value" = "m"."_v_card"
left join "nexus_identity"."person_dictionary" as "n_device" on "n_device"."_value" = "m"."_v_device"
left join "nexus_identity"."person_normalized" as "d_device" on "d_device"."_value" = "m"."_v_device";

-- write view core.person_identifiers
select "nexus_meta"."publish_view"('nexus_core', 'person_identifiers', 'person_identifiers__next');

-- write view core.person_traits
create view "nexus_core"."person_traits__next" as
select
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end)) || ':' || case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (830803138, 1992010298, 86572456) then 'shop' when "m"."_site" in (365479559, 1274787059, 855712972, 1816343017, 876722005) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."person_mentions" as "m"
where "m"."name" is not null or "m"."spent" is not null or "m"."newsletter" is not null or "m"."birthday" is not null or "m"."address" is not null;

-- write view core.person_traits
select "nexus_meta"."publish_view"('nexus_core', 'person_traits', 'person_traits__next');

-- write view identity.person_held
create view "nexus_identity"."person_held__next" as
select
  "h"."_value" as "_value",
  "h"."held" as "held",
  "h"."rule" as "rule"
from ((select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."person_normalized" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from "nexus_identity"."person_quarantined" as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from "nexus_identity"."person_settled" as "s"
where "s"."rule" is not null)) as "h";

-- write view identity.person_held
select "nexus_meta"."publish_view"('nexus_identity', 'person_held', 'person_held__next');

-- write view identity.resolved_person_identifiers
create view "nexus_identity"."resolved_person_identifiers__next" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "person_id",
  min("o"."id") as "origin_id",
  "nexus_meta"."moment"(substr(min("s"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "nexus_meta"."moment"(substr(max("s"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  cast(sum("s"."mentions") as bigint) as "mentions",
  coalesce(max("h"."held") = 'shared', false) as "is_shared",
  coalesce(max("h"."held") = 'quarantined', false) as "is_quarantined",
  max("h"."rule") as "rule",
  "a"."_entity" as "_entity",
  min("a"."_component") as "_component"
from "nexus_identity"."person_dictionary" as "v"
left join "nexus_identity"."person_assignment" as "a" on "a"."_value" = "v"."_value"
left join "nexus_identity"."person_normalized" as "d" on "d"."_value" = "v"."_value"
left join (select
  "h"."_value" as "_value",
  "h"."held" as "held",
  "h"."rule" as "rule"
from ((select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."person_normalized" as "d"
where "d"."blocked" is not null)
union all
(select
  "q"."_value" as "_value",
  'quarantined' as "held",
  "q"."rule" as "rule"
from "nexus_identity"."person_quarantined" as "q")
union all
(select
  "s"."_value" as "_value",
  'shared' as "held",
  "s"."rule" as "rule"
from "nexus_identity"."person_settled" as "s"
where "s"."rule" is not null)) as "h") as "h" on "h"."_value" = "v"."_value"
join "nexus_identity"."person_sightings" as "s" on "s"."_value" = "v"."_value"
left join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "a"."_entity"
left join "nexus_identity"."person_entities" as "o" on "o"."_entity" = "a"."_origin"
where substr("v"."identifier_type", 1, 1) <> '_' and ("a"."_value" is not null or "h"."held" = 'quarantined')
group by "v"."identifier_type", case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end, "a"."_entity";

-- write view identity.resolved_person_identifiers
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_person_identifiers', 'resolved_person_identifiers__next');

-- write view identity.resolved_person_traits
create view "nexus_identity"."resolved_person_traits__next" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "person_id",
  "nexus_meta"."moment"(substr("t"."last_order", 1, 18)::bigint - 2208988800000000) as "occurred_at",
  "nexus_meta"."moment"(substr("t"."first_order", 1, 18)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (830803138, 1992010298, 86572456) then 'shop' when "t"."last_site" in (365479559, 1274787059, 855712972, 1816343017, 876722005) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."person_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'name' then "m"."name" when 'spent' then "nexus_meta"."text_of"("m"."spent") when 'newsletter' then "nexus_meta"."text_of"("m"."newsletter") when 'birthday' then "nexus_meta"."text_of"("m"."birthday") when 'address' then "nexus_meta"."text_of"("m"."address") end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."person_trait_values" as "t"
join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view identity.resolved_person_traits
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_person_traits', 'resolved_person_traits__next');

-- write view core.group_identifiers
create view "nexus_core"."group_identifiers__next" as
select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end)) || ':' || case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  case when "d_domain"."_value" is null then "n_domain"."raw_value" else "d_domain"."identifier_value" end as "domain",
  "n_domain"."raw_value" as "domain_raw",
  case when "d_team_id"."_value" is null then "n_team_id"."raw_value" else "d_team_id"."identifier_value" end as "team_id",
  "n_team_id"."raw_value" as "team_id_raw",
  case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest company' when "m"."_site" in (1286283247) then 'subscriber' end as "role",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1202371671) then 'shop' when "m"."_site" in (1072988536, 1144113361, 1286283247) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."group_mentions" as "m"
left join "nexus_identity"."group_dictionary" as "n_domain" on "n_domain"."_value" = "m"."_v_domain"
left join "nexus_identity"."group_normalized" as "d_domain" on "d_domain"."_value" = "m"."_v_domain"
left join "nexus_identity"."group_dictionary" as "n_team_id" on "n_team_id"."_value" = "m"."_v_team_id"
left join "nexus_identity"."group_normalized" as "d_team_id" on "d_team_id"."_value" = "m"."_v_team_id";

-- write view core.group_identifiers
select "nexus_meta"."publish_view"('nexus_core', 'group_identifiers', 'group_identifiers__next');

-- write view core.group_traits
create view "nexus_core"."group_traits__next" as
select
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end)) || ':' || case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1202371671) then 'shop' when "m"."_site" in (1072988536, 1144113361, 1286283247) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."group_mentions" as "m"
where "m"."name" is not null or "m"."seats" is not null;

-- write view core.group_traits
select "nexus_meta"."publish_view"('nexus_core', 'group_traits', 'group_traits__next');

-- write view identity.group_held
create view "nexus_identity"."group_held__next" as
select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized" as "d"
where "d"."blocked" is not null;

-- write view identity.group_held
select "nexus_meta"."publish_view"('nexus_identity', 'group_held', 'group_held__next');

-- write view identity.resolved_group_identifiers
create view "nexus_identity"."resolved_group_identifiers__next" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "group_id",
  min("o"."id") as "origin_id",
  "nexus_meta"."moment"(substr(min("s"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "nexus_meta"."moment"(substr(max("s"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  cast(sum("s"."mentions") as bigint) as "mentions",
  coalesce(max("h"."held") = 'shared', false) as "is_shared",
  coalesce(max("h"."held") = 'quarantined', false) as "is_quarantined",
  max("h"."rule") as "rule",
  "a"."_entity" as "_entity",
  min("a"."_component") as "_component"
from "nexus_identity"."group_dictionary" as "v"
left join "nexus_identity"."group_assignment" as "a" on "a"."_value" = "v"."_value"
left join "nexus_identity"."group_normalized" as "d" on "d"."_value" = "v"."_value"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized" as "d"
where "d"."blocked" is not null) as "h" on "h"."_value" = "v"."_value"
join "nexus_identity"."group_sightings" as "s" on "s"."_value" = "v"."_value"
left join "nexus_identity"."group_entities" as "e" on "e"."_entity" = "a"."_entity"
left join "nexus_identity"."group_entities" as "o" on "o"."_entity" = "a"."_origin"
where substr("v"."identifier_type", 1, 1) <> '_' and ("a"."_value" is not null or "h"."held" = 'quarantined')
group by "v"."identifier_type", case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end, "a"."_entity";

-- write view identity.resolved_group_identifiers
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_group_identifiers', 'resolved_group_identifiers__next');

-- write view identity.resolved_group_traits
create view "nexus_identity"."resolved_group_traits__next" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "group_id",
  "nexus_meta"."moment"(substr("t"."last_order", 1, 18)::bigint - 2208988800000000) as "occurred_at",
  "nexus_meta"."moment"(substr("t"."first_order", 1, 18)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (1202371671) then 'shop' when "t"."last_site" in (1072988536, 1144113361, 1286283247) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."group_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'name' then "m"."name" when 'seats' then "nexus_meta"."text_of"("m"."seats") end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."group_trait_values" as "t"
join "nexus_identity"."group_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view identity.resolved_group_traits
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_group_traits', 'resolved_group_traits__next');

-- write view core.order_identifiers
create view "nexus_core"."order_identifiers__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end)) || ':' || case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  case when "d_order_id"."_value" is null then "n_order_id"."raw_value" else "d_order_id"."identifier_value" end as "order_id",
  "n_order_id"."raw_value" as "order_id_raw",
  case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end as "role",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1211438796) then 'shop' when "m"."_site" in (558560432) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."order_mentions" as "m"
left join "nexus_identity"."order_dictionary" as "n_order_id" on "n_order_id"."_value" = "m"."_v_order_id"
left join "nexus_identity"."order_normalized" as "d_order_id" on "d_order_id"."_value" = "m"."_v_order_id";

-- write view core.order_identifiers
select "nexus_meta"."publish_view"('nexus_core', 'order_identifiers', 'order_identifiers__next');

-- write view core.order_traits
create view "nexus_core"."order_traits__next" as
select
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("m"."event_id")) || ':' || "m"."event_id", '-') || coalesce("nexus_meta"."text_of"(length(case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end)) || ':' || case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end, '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("m"."_element"))) || ':' || "nexus_meta"."text_of"("m"."_element"), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."sku" as "sku",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1211438796) then 'shop' when "m"."_site" in (558560432) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."order_mentions" as "m"
where "m"."sku" is not null;

-- write view core.order_traits
select "nexus_meta"."publish_view"('nexus_core', 'order_traits', 'order_traits__next');

-- write view identity.order_held
create view "nexus_identity"."order_held__next" as
select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized" as "d"
where "d"."blocked" is not null;

-- write view identity.order_held
select "nexus_meta"."publish_view"('nexus_identity', 'order_held', 'order_held__next');

-- write view identity.resolved_order_identifiers
create view "nexus_identity"."resolved_order_identifiers__next" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "order_id",
  min("o"."id") as "origin_id",
  "nexus_meta"."moment"(substr(min("s"."first_order"), 1, 18)::bigint - 2208988800000000) as "first_seen_at",
  "nexus_meta"."moment"(substr(max("s"."last_order"), 1, 18)::bigint - 2208988800000000) as "last_seen_at",
  cast(sum("s"."mentions") as bigint) as "mentions",
  coalesce(max("h"."held") = 'shared', false) as "is_shared",
  coalesce(max("h"."held") = 'quarantined', false) as "is_quarantined",
  max("h"."rule") as "rule",
  "a"."_entity" as "_entity",
  min("a"."_component") as "_component"
from "nexus_identity"."order_dictionary" as "v"
left join "nexus_identity"."order_assignment" as "a" on "a"."_value" = "v"."_value"
left join "nexus_identity"."order_normalized" as "d" on "d"."_value" = "v"."_value"
left join (select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized" as "d"
where "d"."blocked" is not null) as "h" on "h"."_value" = "v"."_value"
join "nexus_identity"."order_sightings" as "s" on "s"."_value" = "v"."_value"
left join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "a"."_entity"
left join "nexus_identity"."order_entities" as "o" on "o"."_entity" = "a"."_origin"
where substr("v"."identifier_type", 1, 1) <> '_' and ("a"."_value" is not null or "h"."held" = 'quarantined')
group by "v"."identifier_type", case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end, "a"."_entity";

-- write view identity.resolved_order_identifiers
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_order_identifiers', 'resolved_order_identifiers__next');

-- write view identity.resolved_order_traits
create view "nexus_identity"."resolved_order_traits__next" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "order_id",
  "nexus_meta"."moment"(substr("t"."last_order", 1, 18)::bigint - 2208988800000000) as "occurred_at",
  "nexus_meta"."moment"(substr("t"."first_order", 1, 18)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (1211438796) then 'shop' when "t"."last_site" in (558560432) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."order_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'sku' then "m"."sku" end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."order_trait_values" as "t"
join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view identity.resolved_order_traits
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_order_traits', 'resolved_order_traits__next');

-- write view identity.identity_log
create view "nexus_identity"."identity_log__next" as
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'person' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_email" = "l"."_value" or "m"."_v_customer_id" = "l"."_value" or "m"."_v_user_id" = "l"."_value" or "m"."_v_card" = "l"."_value" or "m"."_v_phone" = "l"."_value" or "m"."_v_device" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."person_mentions" as "m" where m._order = substr("l"."first_order", 1, 36) || '00') as "event_id"
from "nexus_identity"."person_log" as "l"
left join "nexus_identity"."person_dictionary" as "v" on "v"."_value" = "l"."_value"
left join "nexus_identity"."person_normalized" as "d" on "d"."_value" = "l"."_value"
left join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "l"."_entity"
left join "nexus_identity"."person_entities" as "p" on "p"."_entity" = "l"."_previous"
left join "nexus_meta"."runs" as "r" on "r"."run" = "l"."run")
union all
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'group' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_domain" = "l"."_value" or "m"."_v_team_id" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."group_mentions" as "m" where m._order = substr("l"."first_order", 1, 36) || '00') as "event_id"
from "nexus_identity"."group_log" as "l"
left join "nexus_identity"."group_dictionary" as "v" on "v"."_value" = "l"."_value"
left join "nexus_identity"."group_normalized" as "d" on "d"."_value" = "l"."_value"
left join "nexus_identity"."group_entities" as "e" on "e"."_entity" = "l"."_entity"
left join "nexus_identity"."group_entities" as "p" on "p"."_entity" = "l"."_previous"
left join "nexus_meta"."runs" as "r" on "r"."run" = "l"."run")
union all
(select
  "l"."run" as "run",
  "r"."started_at" as "changed_at",
  'order' as "entity_type",
  "l"."kind" as "kind",
  "e"."id" as "entity_id",
  "p"."id" as "previous_entity_id",
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  "l"."rule" as "rule",
  (select coalesce(min(case when "m"."_v_order_id" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."order_mentions" as "m" where m._order = substr("l"."first_order", 1, 36) || '00') as "event_id"
from "nexus_identity"."order_log" as "l"
left join "nexus_identity"."order_dictionary" as "v" on "v"."_value" = "l"."_value"
left join "nexus_identity"."order_normalized" as "d" on "d"."_value" = "l"."_value"
left join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "l"."_entity"
left join "nexus_identity"."order_entities" as "p" on "p"."_entity" = "l"."_previous"
left join "nexus_meta"."runs" as "r" on "r"."run" = "l"."run");

-- write view identity.identity_log
select "nexus_meta"."publish_view"('nexus_identity', 'identity_log', 'identity_log__next');

-- write view identity.entity_aliases
create view "nexus_identity"."entity_aliases__next" as
(select
  "e"."id" as "alias_id",
  'person' as "entity_type",
  "h"."id" as "entity_id",
  case when "h"."id" is null then 'ended' when "e"."_heir" = "e"."_entity" then 'living' else 'merged' end as "kind",
  true as "is_primary"
from "nexus_identity"."person_entities" as "e"
left join "nexus_identity"."person_entities" as "h" on "h"."_entity" = "e"."_heir")
union all
(select distinct
  "e"."id" as "alias_id",
  'person' as "entity_type",
  "h"."id" as "entity_id",
  'split' as "kind",
  false as "is_primary"
from "nexus_identity"."person_log" as "l"
join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "l"."_previous"
join "nexus_identity"."person_entities" as "n" on "n"."_entity" = "l"."_entity"
join "nexus_identity"."person_entities" as "h" on "h"."_entity" = "n"."_heir"
where "l"."kind" = 'split' and "h"."_entity" is distinct from "e"."_heir")
union all
(select
  "e"."id" as "alias_id",
  'group' as "entity_type",
  "h"."id" as "entity_id",
  case when "h"."id" is null then 'ended' when "e"."_heir" = "e"."_entity" then 'living' else 'merged' end as "kind",
  true as "is_primary"
from "nexus_identity"."group_entities" as "e"
left join "nexus_identity"."group_entities" as "h" on "h"."_entity" = "e"."_heir")
union all
(select distinct
  "e"."id" as "alias_id",
  'group' as "entity_type",
  "h"."id" as "entity_id",
  'split' as "kind",
  false as "is_primary"
from "nexus_identity"."group_log" as "l"
join "nexus_identity"."group_entities" as "e" on "e"."_entity" = "l"."_previous"
join "nexus_identity"."group_entities" as "n" on "n"."_entity" = "l"."_entity"
join "nexus_identity"."group_entities" as "h" on "h"."_entity" = "n"."_heir"
where "l"."kind" = 'split' and "h"."_entity" is distinct from "e"."_heir")
union all
(select
  "e"."id" as "alias_id",
  'order' as "entity_type",
  "h"."id" as "entity_id",
  case when "h"."id" is null then 'ended' when "e"."_heir" = "e"."_entity" then 'living' else 'merged' end as "kind",
  true as "is_primary"
from "nexus_identity"."order_entities" as "e"
left join "nexus_identity"."order_entities" as "h" on "h"."_entity" = "e"."_heir")
union all
(select distinct
  "e"."id" as "alias_id",
  'order' as "entity_type",
  "h"."id" as "entity_id",
  'split' as "kind",
  false as "is_primary"
from "nexus_identity"."order_log" as "l"
join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "l"."_previous"
join "nexus_identity"."order_entities" as "n" on "n"."_entity" = "l"."_entity"
join "nexus_identity"."order_entities" as "h" on "h"."_entity" = "n"."_heir"
where "l"."kind" = 'split' and "h"."_entity" is distinct from "e"."_heir");

-- write view identity.entity_aliases
select "nexus_meta"."publish_view"('nexus_identity', 'entity_aliases', 'entity_aliases__next');

-- write view identity.refused_links
create view "nexus_identity"."refused_links__next" as
select
  'person' as "entity_type",
  "n_weaker"."identifier_type" as "identifier_type",
  case when "d_weaker"."_value" is null then "n_weaker"."raw_value" else "d_weaker"."identifier_value" end as "identifier_value",
  "e_weaker"."id" as "entity_id",
  "n_stronger"."identifier_type" as "stronger_type",
  case when "d_stronger"."_value" is null then "n_stronger"."raw_value" else "d_stronger"."identifier_value" end as "stronger_value",
  "e_stronger"."id" as "stronger_entity_id",
  "r"."rule" as "rule"
from "nexus_identity"."person_refusals" as "r"
join "nexus_identity"."person_dictionary" as "n_weaker" on "n_weaker"."_value" = "r"."_value"
left join "nexus_identity"."person_normalized" as "d_weaker" on "d_weaker"."_value" = "r"."_value"
left join "nexus_identity"."person_assignment" as "a_weaker" on "a_weaker"."_value" = "r"."_value"
left join "nexus_identity"."person_entities" as "e_weaker" on "e_weaker"."_entity" = "a_weaker"."_entity"
join "nexus_identity"."person_dictionary" as "n_stronger" on "n_stronger"."_value" = "r"."_other"
left join "nexus_identity"."person_normalized" as "d_stronger" on "d_stronger"."_value" = "r"."_other"
left join "nexus_identity"."person_assignment" as "a_stronger" on "a_stronger"."_value" = "r"."_other"
left join "nexus_identity"."person_entities" as "e_stronger" on "e_stronger"."_entity" = "a_stronger"."_entity"
where substr("n_weaker"."identifier_type", 1, 1) <> '_';

-- write view identity.refused_links
select "nexus_meta"."publish_view"('nexus_identity', 'refused_links', 'refused_links__next');

-- write view core.membership_identifiers
create view "nexus_core"."membership_identifiers__next" as
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('customer')) || ':' || 'customer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('employer')) || ':' || 'employer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."customer_id") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."customer_id" is not null then 'customer_id' end as "person_identifier_type",
  "t"."domain" as "group_identifier",
  case when "t"."domain" is not null then 'domain' end as "group_identifier_type",
  'employee' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'customer' as "_mention",
  0 as "_element",
  0 as "_position",
  'customer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."customer__email" as "email",
  "k"."customer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'employer' as "_mention",
  0 as "_element",
  0 as "_position",
  'employer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."employer__domain" as "domain",
  cast(null as text) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('brewer')) || ':' || 'brewer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."user_id", "f"."device") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."user_id" is not null then 'user_id' when "f"."device" is not null then 'device' end as "person_identifier_type",
  coalesce("t"."domain", "t"."team_id") as "group_identifier",
  case when "t"."domain" is not null then 'domain' when "t"."team_id" is not null then 'team_id' end as "group_identifier_type",
  "f"."role" as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'brewer' as "_mention",
  0 as "_element",
  0 as "_position",
  'brewer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."brewer__email" as "email",
  cast(null as text) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest')) || ':' || 'guest', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  coalesce("f"."email", "f"."phone") as "person_identifier",
  case when "f"."email" is not null then 'email' when "f"."phone" is not null then 'phone' end as "person_identifier_type",
  "t"."domain" as "group_identifier",
  case when "t"."domain" is not null then 'domain' end as "group_identifier_type",
  'staff' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  "k"."guest__role" as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  "k"."guest__phone" as "phone",
  cast(null as text) as "device",
  "k"."guest__name" as "name",
  cast(null as double precision) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element"
offset 0) as "c")
union all
(select
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."person_mention_id")) || ':' || "c"."person_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."group_mention_id")) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('payer')) || ':' || 'payer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "group_mention_id",
  'membership' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."email" as "person_identifier",
  case when "f"."email" is not null then 'email' end as "person_identifier_type",
  "t"."team_id" as "group_identifier",
  case when "t"."team_id" is not null then 'team_id' end as "group_identifier_type",
  'payer' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'payer' as "_mention",
  0 as "_element",
  0 as "_position",
  'payer' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."payer__email" as "email",
  cast(null as text) as "customer_id",
  cast(null as text) as "user_id",
  cast(null as text) as "card",
  cast(null as text) as "phone",
  cast(null as text) as "device",
  cast(null as text) as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c");

-- write view core.membership_identifiers
select "nexus_meta"."publish_view"('nexus_core', 'membership_identifiers', 'membership_identifiers__next');

-- write view identity.resolved_membership_identifiers
create view "nexus_identity"."resolved_membership_identifiers__next" as
(select
  'rmi_' || md5(coalesce("nexus_meta"."text_of"(length('mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "person_id",
  "t"."id" as "group_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('customer')) || ':' || 'customer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('employer')) || ':' || 'employer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'employee' as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions" as "m"
join "nexus_identity"."person_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 86572456 and "t"."_site" = 1202371671
offset 0) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce("nexus_meta"."text_of"(length('mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "person_id",
  "t"."id" as "group_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('brewer')) || ':' || 'brewer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'brewer' as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions" as "m"
join "nexus_identity"."person_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 365479559 and "t"."_site" = 1072988536
offset 0) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce("nexus_meta"."text_of"(length('mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "person_id",
  "t"."id" as "group_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest')) || ':' || 'guest', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'staff' as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions" as "m"
join "nexus_identity"."person_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element"
where "f"."_site" = 1274787059 and "t"."_site" = 1144113361
offset 0) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce("nexus_meta"."text_of"(length('mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
  "c"."person_id" as "person_id",
  "c"."group_id" as "group_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "person_id",
  "t"."id" as "group_id"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('payer')) || ':' || 'payer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'payer' as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions" as "m"
join "nexus_identity"."person_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 876722005 and "t"."_site" = 1286283247
offset 0) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c");

-- write view identity.resolved_membership_identifiers
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_membership_identifiers', 'resolved_membership_identifiers__next');

-- write view core.relationship_identifiers
create view "nexus_core"."relationship_identifiers__next" as
(select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."kind" as "kind",
  "c"."from_mention_id" as "from_identifier_id",
  "c"."to_mention_id" as "to_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('order')) || ':' || 'order', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('buyer')) || ':' || 'buyer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'placed_by' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."order_id" as "from_identifier",
  case when "f"."order_id" is not null then 'order_id' end as "from_identifier_type",
  coalesce("t"."email", "t"."customer_id", "t"."card", "t"."phone", "t"."device") as "to_identifier",
  case when "t"."email" is not null then 'email' when "t"."customer_id" is not null then 'customer_id' when "t"."card" is not null then 'card' when "t"."phone" is not null then 'phone' when "t"."device" is not null then 'device' end as "to_identifier_type",
  'customer' as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'order' as "_mention",
  0 as "_element",
  0 as "_position",
  'order' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."order__order_id" as "order_id",
  "k"."order__sku" as "sku"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."order__order_id" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'buyer' as "_mention",
  0 as "_element",
  0 as "_position",
  'buyer' as "role",
  "k"."occurred_at" as "occurred_at",
  'shop' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."buyer__email" as "email",
  "k"."buyer__customer_id" as "customer_id",
  cast(null as text) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double precision) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as varchar) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."kind" as "kind",
  "c"."from_mention_id" as "from_identifier_id",
  "c"."to_mention_id" as "to_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'guest_of' as "kind",
  "f"."occurred_at" as "occurred_at",
  "f"."domain" as "from_identifier",
  case when "f"."domain" is not null then 'domain' end as "from_identifier_type",
  coalesce("t"."domain", "t"."team_id") as "to_identifier",
  case when "t"."domain" is not null then 'domain' when "t"."team_id" is not null then 'team_id' end as "to_identifier_type",
  nullif("f"."role", 'guest_of') as "role",
  false as "ends",
  "f"."source" as "source",
  "f"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'guest_company' as "_mention",
  "k"."_position" as "_element",
  4096 + least("k"."_position", 4095) as "_position",
  'guest company' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."guest_company__domain" as "domain",
  cast(null as text) as "team_id",
  cast(null as text) as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null
offset 0) as "f"
join (select
  "k"."event_id" as "event_id",
  'team' as "_mention",
  0 as "_element",
  0 as "_position",
  'team' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  "k"."team__domain" as "domain",
  "k"."team__team_id" as "team_id",
  "k"."team__name" as "name",
  cast(null as double precision) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null
offset 0) as "t" on "f"."event_id" = "t"."event_id"
offset 0) as "c")
union all
(select
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."kind" as "kind",
  "c"."from_mention_id" as "from_identifier_id",
  "c"."to_mention_id" as "to_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "t"."event_id" as "event_id",
  cast(null as varchar) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  'guest_of' as "kind",
  "t"."occurred_at" as "occurred_at",
  cast(null as varchar) as "from_identifier",
  cast(null as varchar) as "from_identifier_type",
  "t"."team_id" as "to_identifier",
  case when "t"."team_id" is not null then 'team_id' end as "to_identifier_type",
  cast(null as varchar) as "role",
  true as "ends",
  "t"."source" as "source",
  "t"."_ingested_at" as "_ingested_at"
from (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as text) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as text) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null
offset 0) as "t"
offset 0) as "c");

-- write view core.relationship_identifiers
select "nexus_meta"."publish_view"('nexus_core', 'relationship_identifiers', 'relationship_identifiers__next');

-- write view identity.resolved_relationship_identifiers
create view "nexus_identity"."resolved_relationship_identifiers__next" as
(select
  'rri_' || md5(coalesce("nexus_meta"."text_of"(length('rid_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'rid_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('placed_by')) || ':' || 'placed_by', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
  'placed_by' as "kind",
  'order' as "from_type",
  'person' as "to_type",
  "c"."from_id" as "from_id",
  "c"."to_id" as "to_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "from_id",
  "t"."id" as "to_id"
from (select
  "f"."event_id" as "event_id",
  'ordm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('order')) || ':' || 'order', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'perm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('buyer')) || ':' || 'buyer', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  'customer' as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_order_id" as "_v_order_id",
  "m"."sku" as "sku",
  "e"."_entity" as "_entity"
from "nexus_core"."order_mentions" as "m"
join "nexus_identity"."order_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_email" as "_v_email",
  "m"."_v_customer_id" as "_v_customer_id",
  "m"."_v_user_id" as "_v_user_id",
  "m"."_v_card" as "_v_card",
  "m"."_v_phone" as "_v_phone",
  "m"."_v_device" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address",
  "e"."_entity" as "_entity"
from "nexus_core"."person_mentions" as "m"
join "nexus_identity"."person_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 1211438796 and "t"."_site" = 830803138
offset 0) as "r"
join "nexus_identity"."order_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."person_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rri_' || md5(coalesce("nexus_meta"."text_of"(length('rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
  'guest_of' as "kind",
  'group' as "from_type",
  'group' as "to_type",
  "c"."from_id" as "from_id",
  "c"."to_id" as "to_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "from_id",
  "t"."id" as "to_id"
from (select
  "f"."event_id" as "event_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("f"."event_id")) || ':' || "f"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('guest_company')) || ':' || 'guest_company', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("f"."_element"))) || ':' || "nexus_meta"."text_of"("f"."_element"), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('team')) || ':' || 'team', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  "f"."_entity" as "_from",
  "t"."_entity" as "_to",
  nullif('guest company', 'guest_of') as "role",
  "f"."occurred_at" as "occurred_at",
  false as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "f"
join (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t" on "f"."event_id" = "t"."event_id"
where "f"."_site" = 1144113361 and "t"."_site" = 1072988536
offset 0) as "r"
join "nexus_identity"."group_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rri_' || md5(coalesce("nexus_meta"."text_of"(length('rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')))) || ':' || 'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce("nexus_meta"."text_of"(length('guest_of')) || ':' || 'guest_of', '-') || coalesce("nexus_meta"."text_of"(length("c"."from_mention_id")) || ':' || "c"."from_mention_id", '-') || coalesce("nexus_meta"."text_of"(length("c"."to_mention_id")) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
  'guest_of' as "kind",
  'group' as "from_type",
  'group' as "to_type",
  "c"."from_id" as "from_id",
  "c"."to_id" as "to_id",
  "c"."role" as "role",
  "c"."_ends" as "ends",
  "c"."occurred_at" as "occurred_at"
from (select
  "r"."event_id" as "event_id",
  "r"."from_mention_id" as "from_mention_id",
  "r"."to_mention_id" as "to_mention_id",
  "r"."_from" as "_from",
  "r"."_to" as "_to",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."_ends" as "_ends",
  "f"."id" as "from_id",
  "t"."id" as "to_id"
from (select
  "t"."event_id" as "event_id",
  cast(null as varchar) as "from_mention_id",
  'grpm_' || md5(coalesce("nexus_meta"."text_of"(length("t"."event_id")) || ':' || "t"."event_id", '-') || coalesce("nexus_meta"."text_of"(length('subscriber')) || ':' || 'subscriber', '-') || coalesce("nexus_meta"."text_of"(length("nexus_meta"."text_of"("t"."_element"))) || ':' || "nexus_meta"."text_of"("t"."_element"), '-')) as "to_mention_id",
  cast(null as bigint) as "_from",
  "t"."_entity" as "_to",
  cast(null as varchar) as "role",
  "t"."occurred_at" as "occurred_at",
  true as "_ends"
from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  "m"."_element" as "_element",
  "m"."_order" as "_order",
  "m"."_combination" as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "m"."_v_domain" as "_v_domain",
  "m"."_v_team_id" as "_v_team_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "e"."_entity" as "_entity"
from "nexus_core"."group_mentions" as "m"
join "nexus_identity"."group_evidence_entities" as "e" on "m"."_combination" = "e"."_combination") as "t"
where "t"."_site" = 1286283247
offset 0) as "r"
left join "nexus_identity"."group_entities" as "f" on "f"."_entity" = "r"."_from"
left join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c");

-- write view identity.resolved_relationship_identifiers
select "nexus_meta"."publish_view"('nexus_identity', 'resolved_relationship_identifiers', 'resolved_relationship_identifiers__next');
