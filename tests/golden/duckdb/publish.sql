-- publish
-- all tables become visible together, or none

-- write replace identity.free_mail_domains
drop table if exists "nexus_identity"."free_mail_domains";

-- write replace identity.free_mail_domains
alter table "nexus_identity"."free_mail_domains__next" rename to "free_mail_domains";

-- write replace identity.public_suffixes
drop table if exists "nexus_identity"."public_suffixes";

-- write replace identity.public_suffixes
alter table "nexus_identity"."public_suffixes__next" rename to "public_suffixes";

-- write replace identity.phone_calling_codes
drop table if exists "nexus_identity"."phone_calling_codes";

-- write replace identity.phone_calling_codes
alter table "nexus_identity"."phone_calling_codes__next" rename to "phone_calling_codes";

-- write replace source.kettle__order_placed
drop table if exists "nexus_source"."kettle__order_placed";

-- write replace source.kettle__order_placed
alter table "nexus_source"."kettle__order_placed__next" rename to "kettle__order_placed";

-- write replace source.kettle__order_placed__set_aside
drop table if exists "nexus_source"."kettle__order_placed__set_aside";

-- write replace source.kettle__order_placed__set_aside
alter table "nexus_source"."kettle__order_placed__set_aside__next" rename to "kettle__order_placed__set_aside";

-- write replace source.kettle__order_placed__deletions
drop table if exists "nexus_source"."kettle__order_placed__deletions";

-- write replace source.kettle__order_placed__deletions
alter table "nexus_source"."kettle__order_placed__deletions__next" rename to "kettle__order_placed__deletions";

-- write replace source.kettle__customer_changed
drop table if exists "nexus_source"."kettle__customer_changed";

-- write replace source.kettle__customer_changed
alter table "nexus_source"."kettle__customer_changed__next" rename to "kettle__customer_changed";

-- write replace source.kettle__customer_changed__set_aside
drop table if exists "nexus_source"."kettle__customer_changed__set_aside";

-- write replace source.kettle__customer_changed__set_aside
alter table "nexus_source"."kettle__customer_changed__set_aside__next" rename to "kettle__customer_changed__set_aside";

-- write replace source.steep__tea_brewed
drop table if exists "nexus_source"."steep__tea_brewed";

-- write replace source.steep__tea_brewed
alter table "nexus_source"."steep__tea_brewed__next" rename to "steep__tea_brewed";

-- write replace source.steep__tea_brewed__set_aside
drop table if exists "nexus_source"."steep__tea_brewed__set_aside";

-- write replace source.steep__tea_brewed__set_aside
alter table "nexus_source"."steep__tea_brewed__set_aside__next" rename to "steep__tea_brewed__set_aside";

-- write replace source.steep__tea_brewed__deletions
drop table if exists "nexus_source"."steep__tea_brewed__deletions";

-- write replace source.steep__tea_brewed__deletions
alter table "nexus_source"."steep__tea_brewed__deletions__next" rename to "steep__tea_brewed__deletions";

-- write replace source.steep__letter_sent
drop table if exists "nexus_source"."steep__letter_sent";

-- write replace source.steep__letter_sent
alter table "nexus_source"."steep__letter_sent__next" rename to "steep__letter_sent";

-- write replace source.steep__letter_sent__set_aside
drop table if exists "nexus_source"."steep__letter_sent__set_aside";

-- write replace source.steep__letter_sent__set_aside
alter table "nexus_source"."steep__letter_sent__set_aside__next" rename to "steep__letter_sent__set_aside";

-- write replace source.steep__letter_sent__deletions
drop table if exists "nexus_source"."steep__letter_sent__deletions";

-- write replace source.steep__letter_sent__deletions
alter table "nexus_source"."steep__letter_sent__deletions__next" rename to "steep__letter_sent__deletions";

-- write replace source.steep__plan_changed
drop table if exists "nexus_source"."steep__plan_changed";

-- write replace source.steep__plan_changed
alter table "nexus_source"."steep__plan_changed__next" rename to "steep__plan_changed";

-- write replace source.steep__plan_changed__set_aside
drop table if exists "nexus_source"."steep__plan_changed__set_aside";

-- write replace source.steep__plan_changed__set_aside
alter table "nexus_source"."steep__plan_changed__set_aside__next" rename to "steep__plan_changed__set_aside";

-- write replace source.decoded_texts
drop table if exists "nexus_source"."decoded_texts";

-- write replace source.decoded_texts
alter table "nexus_source"."decoded_texts__next" rename to "decoded_texts";

-- write replace source.steep__letter_sent__events
drop table if exists "nexus_source"."steep__letter_sent__events";

-- write replace source.steep__letter_sent__events
alter table "nexus_source"."steep__letter_sent__events__next" rename to "steep__letter_sent__events";

-- write replace source.parsed_addresses
drop table if exists "nexus_source"."parsed_addresses";

-- write replace source.parsed_addresses
alter table "nexus_source"."parsed_addresses__next" rename to "parsed_addresses";

-- write replace source.kettle__customer_changed__events
drop table if exists "nexus_source"."kettle__customer_changed__events";

-- write replace source.kettle__customer_changed__events
alter table "nexus_source"."kettle__customer_changed__events__next" rename to "kettle__customer_changed__events";

-- write replace source.steep__tea_brewed__events
drop table if exists "nexus_source"."steep__tea_brewed__events";

-- write replace source.steep__tea_brewed__events
alter table "nexus_source"."steep__tea_brewed__events__next" rename to "steep__tea_brewed__events";

-- write replace source.steep__tea_brewed__guests
drop table if exists "nexus_source"."steep__tea_brewed__guests";

-- write replace source.steep__tea_brewed__guests
alter table "nexus_source"."steep__tea_brewed__guests__next" rename to "steep__tea_brewed__guests";

-- write replace source.steep__letter_sent__to
drop table if exists "nexus_source"."steep__letter_sent__to";

-- write replace source.steep__letter_sent__to
alter table "nexus_source"."steep__letter_sent__to__next" rename to "steep__letter_sent__to";

-- write replace source.steep__letter_sent__from
drop table if exists "nexus_source"."steep__letter_sent__from";

-- write replace source.steep__letter_sent__from
alter table "nexus_source"."steep__letter_sent__from__next" rename to "steep__letter_sent__from";

-- write replace identity.person_dictionary
drop table if exists "nexus_identity"."person_dictionary";

-- write replace identity.person_dictionary
alter table "nexus_identity"."person_dictionary__next" rename to "person_dictionary";

-- write replace identity.person_normalized
drop table if exists "nexus_identity"."person_normalized";

-- write replace identity.person_normalized
alter table "nexus_identity"."person_normalized__next" rename to "person_normalized";

-- write replace core.person_mentions
drop table if exists "nexus_core"."person_mentions";

-- write replace core.person_mentions
alter table "nexus_core"."person_mentions__next" rename to "person_mentions";

-- write replace identity.person_evidence
drop table if exists "nexus_identity"."person_evidence";

-- write replace identity.person_evidence
alter table "nexus_identity"."person_evidence__next" rename to "person_evidence";

-- write replace identity.person_sightings
drop table if exists "nexus_identity"."person_sightings";

-- write replace identity.person_sightings
alter table "nexus_identity"."person_sightings__next" rename to "person_sightings";

-- write replace identity.person_quarantined
drop table if exists "nexus_identity"."person_quarantined";

-- write replace identity.person_quarantined
alter table "nexus_identity"."person_quarantined__next" rename to "person_quarantined";

-- write replace identity.person_settled
drop table if exists "nexus_identity"."person_settled";

-- write replace identity.person_settled
alter table "nexus_identity"."person_settled__next" rename to "person_settled";

-- write replace identity.person_refusals
drop table if exists "nexus_identity"."person_refusals";

-- write replace identity.person_refusals
alter table "nexus_identity"."person_refusals__next" rename to "person_refusals";

-- write replace identity.person_entities
drop table if exists "nexus_identity"."person_entities";

-- write replace identity.person_entities
alter table "nexus_identity"."person_entities__next" rename to "person_entities";

-- write replace identity.person_assignment
drop table if exists "nexus_identity"."person_assignment";

-- write replace identity.person_assignment
alter table "nexus_identity"."person_assignment__next" rename to "person_assignment";

-- write replace identity.person_evidence_entities
drop table if exists "nexus_identity"."person_evidence_entities";

-- write replace identity.person_evidence_entities
alter table "nexus_identity"."person_evidence_entities__next" rename to "person_evidence_entities";

-- write replace identity.person_log
drop table if exists "nexus_identity"."person_log";

-- write replace identity.person_log
alter table "nexus_identity"."person_log__next" rename to "person_log";

-- write replace identity.person_trait_values
drop table if exists "nexus_identity"."person_trait_values";

-- write replace identity.person_trait_values
alter table "nexus_identity"."person_trait_values__next" rename to "person_trait_values";

-- write replace identity.group_dictionary
drop table if exists "nexus_identity"."group_dictionary";

-- write replace identity.group_dictionary
alter table "nexus_identity"."group_dictionary__next" rename to "group_dictionary";

-- write replace identity.group_normalized
drop table if exists "nexus_identity"."group_normalized";

-- write replace identity.group_normalized
alter table "nexus_identity"."group_normalized__next" rename to "group_normalized";

-- write replace core.group_mentions
drop table if exists "nexus_core"."group_mentions";

-- write replace core.group_mentions
alter table "nexus_core"."group_mentions__next" rename to "group_mentions";

-- write replace identity.group_evidence
drop table if exists "nexus_identity"."group_evidence";

-- write replace identity.group_evidence
alter table "nexus_identity"."group_evidence__next" rename to "group_evidence";

-- write replace identity.group_sightings
drop table if exists "nexus_identity"."group_sightings";

-- write replace identity.group_sightings
alter table "nexus_identity"."group_sightings__next" rename to "group_sightings";

-- write replace identity.group_entities
drop table if exists "nexus_identity"."group_entities";

-- write replace identity.group_entities
alter table "nexus_identity"."group_entities__next" rename to "group_entities";

-- write replace identity.group_assignment
drop table if exists "nexus_identity"."group_assignment";

-- write replace identity.group_assignment
alter table "nexus_identity"."group_assignment__next" rename to "group_assignment";

-- write replace identity.group_evidence_entities
drop table if exists "nexus_identity"."group_evidence_entities";

-- write replace identity.group_evidence_entities
alter table "nexus_identity"."group_evidence_entities__next" rename to "group_evidence_entities";

-- write replace identity.group_log
drop table if exists "nexus_identity"."group_log";

-- write replace identity.group_log
alter table "nexus_identity"."group_log__next" rename to "group_log";

-- write replace identity.group_trait_values
drop table if exists "nexus_identity"."group_trait_values";

-- write replace identity.group_trait_values
alter table "nexus_identity"."group_trait_values__next" rename to "group_trait_values";

-- write replace identity.order_dictionary
drop table if exists "nexus_identity"."order_dictionary";

-- write replace identity.order_dictionary
alter table "nexus_identity"."order_dictionary__next" rename to "order_dictionary";

-- write replace identity.order_normalized
drop table if exists "nexus_identity"."order_normalized";

-- write replace identity.order_normalized
alter table "nexus_identity"."order_normalized__next" rename to "order_normalized";

-- write replace core.order_mentions
drop table if exists "nexus_core"."order_mentions";

-- write replace core.order_mentions
alter table "nexus_core"."order_mentions__next" rename to "order_mentions";

-- write replace identity.order_evidence
drop table if exists "nexus_identity"."order_evidence";

-- write replace identity.order_evidence
alter table "nexus_identity"."order_evidence__next" rename to "order_evidence";

-- write replace identity.order_sightings
drop table if exists "nexus_identity"."order_sightings";

-- write replace identity.order_sightings
alter table "nexus_identity"."order_sightings__next" rename to "order_sightings";

-- write replace identity.order_entities
drop table if exists "nexus_identity"."order_entities";

-- write replace identity.order_entities
alter table "nexus_identity"."order_entities__next" rename to "order_entities";

-- write replace identity.order_assignment
drop table if exists "nexus_identity"."order_assignment";

-- write replace identity.order_assignment
alter table "nexus_identity"."order_assignment__next" rename to "order_assignment";

-- write replace identity.order_evidence_entities
drop table if exists "nexus_identity"."order_evidence_entities";

-- write replace identity.order_evidence_entities
alter table "nexus_identity"."order_evidence_entities__next" rename to "order_evidence_entities";

-- write replace identity.order_log
drop table if exists "nexus_identity"."order_log";

-- write replace identity.order_log
alter table "nexus_identity"."order_log__next" rename to "order_log";

-- write replace identity.order_trait_values
drop table if exists "nexus_identity"."order_trait_values";

-- write replace identity.order_trait_values
alter table "nexus_identity"."order_trait_values__next" rename to "order_trait_values";

-- write replace final.events
drop table if exists "nexus"."events";

-- write replace final.events
alter table "nexus"."events__next" rename to "events";

-- write replace final.person_participants
drop table if exists "nexus"."person_participants";

-- write replace final.person_participants
alter table "nexus"."person_participants__next" rename to "person_participants";

-- write replace final.persons
drop table if exists "nexus"."persons";

-- write replace final.persons
alter table "nexus"."persons__next" rename to "persons";

-- write replace final.group_participants
drop table if exists "nexus"."group_participants";

-- write replace final.group_participants
alter table "nexus"."group_participants__next" rename to "group_participants";

-- write replace final.groups
drop table if exists "nexus"."groups";

-- write replace final.groups
alter table "nexus"."groups__next" rename to "groups";

-- write replace final.order_participants
drop table if exists "nexus"."order_participants";

-- write replace final.order_participants
alter table "nexus"."order_participants__next" rename to "order_participants";

-- write replace final.orders
drop table if exists "nexus"."orders";

-- write replace final.orders
alter table "nexus"."orders__next" rename to "orders";

-- write replace final.memberships
drop table if exists "nexus"."memberships";

-- write replace final.memberships
alter table "nexus"."memberships__next" rename to "memberships";

-- write replace final.relationships
drop table if exists "nexus"."relationships";

-- write replace final.relationships
alter table "nexus"."relationships__next" rename to "relationships";

-- write replace final.ancestors
drop table if exists "nexus"."ancestors";

-- write replace final.ancestors
alter table "nexus"."ancestors__next" rename to "ancestors";

-- write replace final.states
drop table if exists "nexus"."states";

-- write replace final.states
alter table "nexus"."states__next" rename to "states";

-- write replace final.state_counts_per_day
drop table if exists "nexus"."state_counts_per_day";

-- write replace final.state_counts_per_day
alter table "nexus"."state_counts_per_day__next" rename to "state_counts_per_day";

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

-- write view source.shop_events
create or replace view "nexus_source"."shop_events" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  try_cast(4 as double) as "significance",
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
  cast(null as varchar) as "event_description",
  'shop' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "sku",
  cast(null as varchar) as "maker",
  cast(null as varchar) as "shouted"
from "nexus_source"."kettle__customer_changed__events" as "k");

-- write view source.shop_person_identifiers
create or replace view "nexus_source"."shop_person_identifiers" as
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."recipient__email" is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null) as "m");

-- write view source.shop_person_traits
create or replace view "nexus_source"."shop_person_traits" as
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where "k"."recipient__email" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null);

-- write view source.shop_group_identifiers
create or replace view "nexus_source"."shop_group_identifiers" as
select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null) as "m";

-- write view source.shop_group_traits
create or replace view "nexus_source"."shop_group_traits" as
select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."seats" as varchar)) is not null;

-- write view source.shop_order_identifiers
create or replace view "nexus_source"."shop_order_identifiers" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
where "k"."order__order_id" is not null) as "m";

-- write view source.shop_order_traits
create or replace view "nexus_source"."shop_order_traits" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
where "k"."order__order_id" is not null) as "m"
where cast("m"."sku" as varchar) is not null;

-- write view source.shop_membership_identifiers
create or replace view "nexus_source"."shop_membership_identifiers" as
select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('customer') as varchar) || ':' || 'customer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('employer') as varchar) || ':' || 'employer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null) as "f"
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
  cast(null as varchar) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null) as "t" on "f"."event_id" = "t"."event_id") as "c";

-- write view source.shop_relationship_identifiers
create or replace view "nexus_source"."shop_relationship_identifiers" as
select
  'rid_' || md5(coalesce(cast(length('placed_by') as varchar) || ':' || 'placed_by', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'ordm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('order') as varchar) || ':' || 'order', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'perm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('buyer') as varchar) || ':' || 'buyer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "k"."order__order_id" is not null) as "f"
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
  cast(null as varchar) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c";

-- write view source.shop_set_aside
create or replace view "nexus_source"."shop_set_aside" as
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

-- write view source.steep_events
create or replace view "nexus_source"."steep_events" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as varchar) as "event_description",
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
  cast(null as varchar) as "event_description",
  'steep' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
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
  cast(null as varchar) as "event_description",
  'steep' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "heading",
  "k"."plan" as "plan",
  "k"."seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k");

-- write view source.steep_person_identifiers
create or replace view "nexus_source"."steep_person_identifiers" as
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  "k"."guest__phone" as "phone",
  cast(null as varchar) as "device",
  "k"."guest__name" as "name",
  cast(null as double) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."sender__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__letter_sent__from" as "k"
where "k"."sender__email" is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."reader__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__letter_sent__to" as "k"
where "k"."reader__email" is not null) as "m")
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null) as "m");

-- write view source.steep_person_traits
create or replace view "nexus_source"."steep_person_traits" as
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  "k"."guest__phone" as "phone",
  cast(null as varchar) as "device",
  "k"."guest__name" as "name",
  cast(null as double) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."sender__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__letter_sent__from" as "k"
where "k"."sender__email" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."reader__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__letter_sent__to" as "k"
where "k"."reader__email" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null)
union all
(select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."spent" as varchar), cast("m"."newsletter" as varchar), cast("m"."birthday" as varchar), cast("m"."address" as varchar)) is not null);

-- write view source.steep_group_identifiers
create or replace view "nexus_source"."steep_group_identifiers" as
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "m")
union all
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "m")
union all
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "m");

-- write view source.steep_group_traits
create or replace view "nexus_source"."steep_group_traits" as
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."seats" as varchar)) is not null)
union all
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."seats" as varchar)) is not null)
union all
(select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "m"
where coalesce(cast("m"."name" as varchar), cast("m"."seats" as varchar)) is not null);

-- write view source.steep_order_identifiers
create or replace view "nexus_source"."steep_order_identifiers" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
where "k"."plan__order_id" is not null) as "m";

-- write view source.steep_order_traits
create or replace view "nexus_source"."steep_order_traits" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length("m"."_mention") as varchar) || ':' || "m"."_mention", '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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
where "k"."plan__order_id" is not null) as "m"
where cast("m"."sku" as varchar) is not null;

-- write view source.steep_membership_identifiers
create or replace view "nexus_source"."steep_membership_identifiers" as
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('brewer') as varchar) || ':' || 'brewer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null) as "f"
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest') as varchar) || ':' || 'guest', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  "k"."guest__phone" as "phone",
  cast(null as varchar) as "device",
  "k"."guest__name" as "name",
  cast(null as double) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null) as "f"
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element") as "c")
union all
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('payer') as varchar) || ':' || 'payer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null) as "f"
join (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "t" on "f"."event_id" = "t"."event_id") as "c");

-- write view source.steep_relationship_identifiers
create or replace view "nexus_source"."steep_relationship_identifiers" as
(select
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'grpm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "f"
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "t") as "c");

-- write view source.steep_set_aside
create or replace view "nexus_source"."steep_set_aside" as
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

-- write view core.events
create or replace view "nexus_core"."events" as
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'order' as "event_type",
  'order placed' as "event_name",
  "k"."event_description" as "event_description",
  'shop' as "source",
  "k"."value" as "value",
  "k"."value_unit" as "value_unit",
  try_cast(4 as double) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__order_placed" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  coalesce("k"."event_type", 'customer changed') as "event_type",
  'customer changed' as "event_name",
  cast(null as varchar) as "event_description",
  'shop' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."kettle__customer_changed__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'tea brewed' as "event_type",
  'tea brewed' as "event_name",
  cast(null as varchar) as "event_description",
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
  cast(null as varchar) as "event_description",
  'steep' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__letter_sent__events" as "k")
union all
(select
  "k"."event_id" as "event_id",
  "k"."occurred_at" as "occurred_at",
  'plan changed' as "event_type",
  'plan changed' as "event_name",
  cast(null as varchar) as "event_description",
  'steep' as "source",
  cast(null as double) as "value",
  cast(null as varchar) as "value_unit",
  cast(null as double) as "significance",
  "k"."_ingested_at" as "_ingested_at"
from "nexus_source"."steep__plan_changed" as "k");

-- write view core.person_identifiers
create or replace view "nexus_core"."person_identifiers" as
select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end) as varchar) || ':' || case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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

-- write view core.person_traits
create or replace view "nexus_core"."person_traits" as
select
  'perm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end) as varchar) || ':' || case when "m"."_site" in (830803138) then 'buyer' when "m"."_site" in (1992010298) then 'recipient' when "m"."_site" in (86572456) then 'customer' when "m"."_site" in (365479559) then 'brewer' when "m"."_site" in (1274787059) then 'guest' when "m"."_site" in (855712972) then 'sender' when "m"."_site" in (1816343017) then 'reader' when "m"."_site" in (876722005) then 'payer' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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

-- write view identity.person_held
create or replace view "nexus_identity"."person_held" as
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

-- write view identity.resolved_person_identifiers
create or replace view "nexus_identity"."resolved_person_identifiers" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "person_id",
  min("o"."id") as "origin_id",
  make_timestamp((min("s"."first_order") >> 68)::bigint - 2208988800000000) as "first_seen_at",
  make_timestamp((max("s"."last_order") >> 68)::bigint - 2208988800000000) as "last_seen_at",
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

-- write view identity.resolved_person_traits
create or replace view "nexus_identity"."resolved_person_traits" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "person_id",
  make_timestamp(("t"."last_order" >> 68)::bigint - 2208988800000000) as "occurred_at",
  make_timestamp(("t"."first_order" >> 68)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (830803138, 1992010298, 86572456) then 'shop' when "t"."last_site" in (365479559, 1274787059, 855712972, 1816343017, 876722005) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."person_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'name' then "m"."name" when 'spent' then cast("m"."spent" as varchar) when 'newsletter' then cast("m"."newsletter" as varchar) when 'birthday' then cast("m"."birthday" as varchar) when 'address' then cast("m"."address" as varchar) end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."person_trait_values" as "t"
join "nexus_identity"."person_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view core.group_identifiers
create or replace view "nexus_core"."group_identifiers" as
select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end) as varchar) || ':' || case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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

-- write view core.group_traits
create or replace view "nexus_core"."group_traits" as
select
  'grpm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end) as varchar) || ':' || case when "m"."_site" in (1202371671) then 'employer' when "m"."_site" in (1072988536) then 'team' when "m"."_site" in (1144113361) then 'guest_company' when "m"."_site" in (1286283247) then 'subscriber' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."name" as "name",
  "m"."seats" as "seats",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1202371671) then 'shop' when "m"."_site" in (1072988536, 1144113361, 1286283247) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."group_mentions" as "m"
where "m"."name" is not null or "m"."seats" is not null;

-- write view identity.group_held
create or replace view "nexus_identity"."group_held" as
select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."group_normalized" as "d"
where "d"."blocked" is not null;

-- write view identity.resolved_group_identifiers
create or replace view "nexus_identity"."resolved_group_identifiers" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "group_id",
  min("o"."id") as "origin_id",
  make_timestamp((min("s"."first_order") >> 68)::bigint - 2208988800000000) as "first_seen_at",
  make_timestamp((max("s"."last_order") >> 68)::bigint - 2208988800000000) as "last_seen_at",
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

-- write view identity.resolved_group_traits
create or replace view "nexus_identity"."resolved_group_traits" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "group_id",
  make_timestamp(("t"."last_order" >> 68)::bigint - 2208988800000000) as "occurred_at",
  make_timestamp(("t"."first_order" >> 68)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (1202371671) then 'shop' when "t"."last_site" in (1072988536, 1144113361, 1286283247) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."group_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'name' then "m"."name" when 'seats' then cast("m"."seats" as varchar) end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."group_trait_values" as "t"
join "nexus_identity"."group_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view core.order_identifiers
create or replace view "nexus_core"."order_identifiers" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end) as varchar) || ':' || case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
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

-- write view core.order_traits
create or replace view "nexus_core"."order_traits" as
select
  'ordm_' || md5(coalesce(cast(length("m"."event_id") as varchar) || ':' || "m"."event_id", '-') || coalesce(cast(length(case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end) as varchar) || ':' || case when "m"."_site" in (1211438796) then 'order' when "m"."_site" in (558560432) then 'plan' end, '-') || coalesce(cast(length(cast("m"."_element" as varchar)) as varchar) || ':' || cast("m"."_element" as varchar), '-')) as "id",
  "m"."event_id" as "event_id",
  "m"."sku" as "sku",
  "m"."occurred_at" as "occurred_at",
  case when "m"."_site" in (1211438796) then 'shop' when "m"."_site" in (558560432) then 'steep' end as "source",
  "m"."_ingested_at" as "_ingested_at"
from "nexus_core"."order_mentions" as "m"
where "m"."sku" is not null;

-- write view identity.order_held
create or replace view "nexus_identity"."order_held" as
select
  "d"."_value" as "_value",
  "d"."blocked" as "held",
  "d"."rule" as "rule"
from "nexus_identity"."order_normalized" as "d"
where "d"."blocked" is not null;

-- write view identity.resolved_order_identifiers
create or replace view "nexus_identity"."resolved_order_identifiers" as
select
  "v"."identifier_type" as "identifier_type",
  case when "d"."_value" is null then "v"."raw_value" else "d"."identifier_value" end as "identifier_value",
  min("e"."id") as "order_id",
  min("o"."id") as "origin_id",
  make_timestamp((min("s"."first_order") >> 68)::bigint - 2208988800000000) as "first_seen_at",
  make_timestamp((max("s"."last_order") >> 68)::bigint - 2208988800000000) as "last_seen_at",
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

-- write view identity.resolved_order_traits
create or replace view "nexus_identity"."resolved_order_traits" as
select
  "t"."trait_name" as "trait_name",
  "t"."trait_value" as "trait_value",
  "e"."id" as "order_id",
  make_timestamp(("t"."last_order" >> 68)::bigint - 2208988800000000) as "occurred_at",
  make_timestamp(("t"."first_order" >> 68)::bigint - 2208988800000000) as "first_occurred_at",
  case when "t"."last_site" in (1211438796) then 'shop' when "t"."last_site" in (558560432) then 'steep' end as "source",
  (select min(m.event_id) from "nexus_core"."order_mentions" as "m" where m._order = "t"."last_order" and m._site = "t"."last_site" and case "t"."trait_name" when 'sku' then "m"."sku" end = "t"."trait_value") as "event_id",
  "t"."mentions" as "mentions",
  row_number() over (partition by "t"."_entity", "t"."trait_name" order by "t"."last_order" desc) = 1 as "is_current",
  "t"."_entity" as "_entity"
from "nexus_identity"."order_trait_values" as "t"
join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "t"."_entity";

-- write view identity.identity_log
create or replace view "nexus_identity"."identity_log" as
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
  (select coalesce(min(case when "m"."_v_email" = "l"."_value" or "m"."_v_customer_id" = "l"."_value" or "m"."_v_user_id" = "l"."_value" or "m"."_v_card" = "l"."_value" or "m"."_v_phone" = "l"."_value" or "m"."_v_device" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."person_mentions" as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
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
  (select coalesce(min(case when "m"."_v_domain" = "l"."_value" or "m"."_v_team_id" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."group_mentions" as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
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
  (select coalesce(min(case when "m"."_v_order_id" = "l"."_value" then m.event_id end), min(m.event_id)) from "nexus_core"."order_mentions" as "m" where m._order = "l"."first_order" - ("l"."first_order" & 15)) as "event_id"
from "nexus_identity"."order_log" as "l"
left join "nexus_identity"."order_dictionary" as "v" on "v"."_value" = "l"."_value"
left join "nexus_identity"."order_normalized" as "d" on "d"."_value" = "l"."_value"
left join "nexus_identity"."order_entities" as "e" on "e"."_entity" = "l"."_entity"
left join "nexus_identity"."order_entities" as "p" on "p"."_entity" = "l"."_previous"
left join "nexus_meta"."runs" as "r" on "r"."run" = "l"."run");

-- write view identity.entity_aliases
create or replace view "nexus_identity"."entity_aliases" as
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

-- write view identity.refused_links
create or replace view "nexus_identity"."refused_links" as
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

-- write view core.membership_identifiers
create or replace view "nexus_core"."membership_identifiers" as
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('customer') as varchar) || ':' || 'customer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('employer') as varchar) || ':' || 'employer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  "k"."customer__name" as "name",
  "k"."customer__spent" as "spent",
  "k"."customer__newsletter" as "newsletter",
  "k"."customer__birthday" as "birthday",
  "k"."customer__address" as "address"
from "nexus_source"."kettle__customer_changed__events" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null) as "f"
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
  cast(null as varchar) as "team_id",
  "k"."employer__name" as "name",
  cast(null as double) as "seats"
from "nexus_source"."kettle__customer_changed__events" as "k"
where "k"."employer__domain" is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('brewer') as varchar) || ':' || 'brewer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  "k"."brewer__user_id" as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  "k"."brewer__device" as "device",
  "k"."brewer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null) as "f"
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest') as varchar) || ':' || 'guest', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  "k"."guest__phone" as "phone",
  cast(null as varchar) as "device",
  "k"."guest__name" as "name",
  cast(null as double) as "spent",
  "k"."guest__newsletter" as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null) as "f"
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "t" on "f"."event_id" = "t"."event_id" and "f"."_element" = "t"."_element") as "c")
union all
(select
  'mid_' || md5(coalesce(cast(length("c"."person_mention_id") as varchar) || ':' || "c"."person_mention_id", '-') || coalesce(cast(length("c"."group_mention_id") as varchar) || ':' || "c"."group_mention_id", '-')) as "id",
  "c"."event_id" as "event_id",
  "c"."person_mention_id" as "person_identifier_id",
  "c"."group_mention_id" as "group_identifier_id",
  "c"."role" as "role",
  "c"."ends" as "ends",
  "c"."occurred_at" as "occurred_at",
  "c"."source" as "source"
from (select
  "f"."event_id" as "event_id",
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('payer') as varchar) || ':' || 'payer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "person_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "group_mention_id",
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
  cast(null as varchar) as "customer_id",
  cast(null as varchar) as "user_id",
  cast(null as varchar) as "card",
  cast(null as varchar) as "phone",
  cast(null as varchar) as "device",
  cast(null as varchar) as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."payer__email" is not null) as "f"
join (select
  "k"."event_id" as "event_id",
  'subscriber' as "_mention",
  0 as "_element",
  0 as "_position",
  'subscriber' as "role",
  "k"."occurred_at" as "occurred_at",
  'steep' as "source",
  "k"."_ingested_at" as "_ingested_at",
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "t" on "f"."event_id" = "t"."event_id") as "c");

-- write view identity.resolved_membership_identifiers
create or replace view "nexus_identity"."resolved_membership_identifiers" as
(select
  'rmi_' || md5(coalesce(cast(length('mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('customer') as varchar) || ':' || 'customer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('employer') as varchar) || ':' || 'employer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 86572456 and "t"."_site" = 1202371671) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce(cast(length('mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('brewer') as varchar) || ':' || 'brewer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 365479559 and "t"."_site" = 1072988536) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce(cast(length('mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest') as varchar) || ':' || 'guest', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 1274787059 and "t"."_site" = 1144113361) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rmi_' || md5(coalesce(cast(length('mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'mid_' || md5(coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "membership_identifier_id",
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
  'perm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('payer') as varchar) || ':' || 'payer', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 876722005 and "t"."_site" = 1286283247) as "r"
join "nexus_identity"."person_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c");

-- write view core.relationship_identifiers
create or replace view "nexus_core"."relationship_identifiers" as
(select
  'rid_' || md5(coalesce(cast(length('placed_by') as varchar) || ':' || 'placed_by', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'ordm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('order') as varchar) || ':' || 'order', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'perm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('buyer') as varchar) || ':' || 'buyer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "k"."order__order_id" is not null) as "f"
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
  cast(null as varchar) as "user_id",
  "k"."buyer__card" as "card",
  "k"."buyer__phone" as "phone",
  "k"."buyer__device" as "device",
  "k"."buyer__name" as "name",
  cast(null as double) as "spent",
  cast(null as boolean) as "newsletter",
  cast(null as timestamp) as "birthday",
  cast(null as json) as "address"
from "nexus_source"."kettle__order_placed" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'grpm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
  cast(null as varchar) as "team_id",
  cast(null as varchar) as "name",
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__guests" as "k"
where "k"."guest_company__domain" is not null) as "f"
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
  cast(null as double) as "seats"
from "nexus_source"."steep__tea_brewed__events" as "k"
where coalesce("k"."team__team_id", "k"."team__domain") is not null) as "t" on "f"."event_id" = "t"."event_id") as "c")
union all
(select
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "id",
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
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
  cast(null as varchar) as "domain",
  "k"."subscriber__team_id" as "team_id",
  cast(null as varchar) as "name",
  "k"."subscriber__seats" as "seats"
from "nexus_source"."steep__plan_changed" as "k"
where "k"."subscriber__team_id" is not null) as "t") as "c");

-- write view identity.resolved_relationship_identifiers
create or replace view "nexus_identity"."resolved_relationship_identifiers" as
(select
  'rri_' || md5(coalesce(cast(length('rid_' || md5(coalesce(cast(length('placed_by') as varchar) || ':' || 'placed_by', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'rid_' || md5(coalesce(cast(length('placed_by') as varchar) || ':' || 'placed_by', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce(cast(length('placed_by') as varchar) || ':' || 'placed_by', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
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
  'ordm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('order') as varchar) || ':' || 'order', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'perm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('buyer') as varchar) || ':' || 'buyer', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 1211438796 and "t"."_site" = 830803138) as "r"
join "nexus_identity"."order_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."person_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rri_' || md5(coalesce(cast(length('rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
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
  'grpm_' || md5(coalesce(cast(length("f"."event_id") as varchar) || ':' || "f"."event_id", '-') || coalesce(cast(length('guest_company') as varchar) || ':' || 'guest_company', '-') || coalesce(cast(length(cast("f"."_element" as varchar)) as varchar) || ':' || cast("f"."_element" as varchar), '-')) as "from_mention_id",
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('team') as varchar) || ':' || 'team', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "f"."_site" = 1144113361 and "t"."_site" = 1072988536) as "r"
join "nexus_identity"."group_entities" as "f" on "f"."_entity" = "r"."_from"
join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c")
union all
(select
  'rri_' || md5(coalesce(cast(length('rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-'))) as varchar) || ':' || 'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')), '-')) as "id",
  'rid_' || md5(coalesce(cast(length('guest_of') as varchar) || ':' || 'guest_of', '-') || coalesce(cast(length("c"."from_mention_id") as varchar) || ':' || "c"."from_mention_id", '-') || coalesce(cast(length("c"."to_mention_id") as varchar) || ':' || "c"."to_mention_id", '-')) as "relationship_identifier_id",
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
  'grpm_' || md5(coalesce(cast(length("t"."event_id") as varchar) || ':' || "t"."event_id", '-') || coalesce(cast(length('subscriber') as varchar) || ':' || 'subscriber', '-') || coalesce(cast(length(cast("t"."_element" as varchar)) as varchar) || ':' || cast("t"."_element" as varchar), '-')) as "to_mention_id",
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
where "t"."_site" = 1286283247) as "r"
left join "nexus_identity"."group_entities" as "f" on "f"."_entity" = "r"."_from"
left join "nexus_identity"."group_entities" as "t" on "t"."_entity" = "r"."_to") as "c");
