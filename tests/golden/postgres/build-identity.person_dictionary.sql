-- build identity.person_dictionary
-- One row a raw value that ever identified a person, with its number.
-- reads source.kettle__order_placed, source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__tea_brewed__guests, source.steep__letter_sent__from, source.steep__letter_sent__to, source.steep__plan_changed
-- writes identity.person_dictionary

-- write build
create table "nexus_identity"."person_dictionary__next" as
select cast("q"."_value" as bigint) as "_value", cast("q"."identifier_type" as text) collate "C" as "identifier_type", cast("q"."raw_value" as text) collate "C" as "raw_value" from ((select
  "k"."_value" as "_value",
  "k"."identifier_type" as "identifier_type",
  "k"."raw_value" as "raw_value"
from "nexus_identity"."person_dictionary" as "k")
union all
(select
  (select
  coalesce(max("t"."_value"), -1) as "last"
from "nexus_identity"."person_dictionary" as "t") + row_number() over () as "_value",
  "f"."identifier_type" as "identifier_type",
  "f"."raw_value" as "raw_value"
from (select
  "s"."identifier_type" as "identifier_type",
  "s"."raw_value" as "raw_value"
from ((select distinct
  'email' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."email" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where "k"."recipient__email" is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."kettle__customer_changed__events__next" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."steep__tea_brewed__events__next" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."steep__tea_brewed__guests__next" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."steep__letter_sent__from__next" as "k"
where "k"."sender__email" is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."steep__letter_sent__to__next" as "k"
where "k"."reader__email" is not null
offset 0) as "m"
where "m"."email" is not null)
union all
(select
  "m"."email" as "raw_value"
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
from "nexus_source"."steep__plan_changed__next" as "k"
where "k"."payer__email" is not null
offset 0) as "m"
where "m"."email" is not null)) as "a")
union all
(select distinct
  'customer_id' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."customer_id" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where "m"."customer_id" is not null)
union all
(select
  "m"."customer_id" as "raw_value"
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
from "nexus_source"."kettle__customer_changed__events__next" as "k"
where coalesce("k"."customer__customer_id", "k"."customer__email") is not null
offset 0) as "m"
where "m"."customer_id" is not null)) as "a")
union all
(select distinct
  'user_id' as "identifier_type",
  "a"."raw_value" as "raw_value"
from (select
  "m"."user_id" as "raw_value"
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
from "nexus_source"."steep__tea_brewed__events__next" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "m"
where "m"."user_id" is not null) as "a")
union all
(select distinct
  'card' as "identifier_type",
  "a"."raw_value" as "raw_value"
from (select
  "m"."card" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where "m"."card" is not null) as "a")
union all
(select distinct
  'phone' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."phone" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where "m"."phone" is not null)
union all
(select
  "m"."phone" as "raw_value"
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
from "nexus_source"."steep__tea_brewed__guests__next" as "k"
where coalesce("k"."guest__email", "k"."guest__phone") is not null
offset 0) as "m"
where "m"."phone" is not null)) as "a")
union all
(select distinct
  'device' as "identifier_type",
  "a"."raw_value" as "raw_value"
from ((select
  "m"."device" as "raw_value"
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
from "nexus_source"."kettle__order_placed__next" as "k"
where coalesce("k"."buyer__email", "k"."buyer__phone", "k"."buyer__customer_id", "k"."buyer__device", "k"."buyer__card") is not null
offset 0) as "m"
where "m"."device" is not null)
union all
(select
  "m"."device" as "raw_value"
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
from "nexus_source"."steep__tea_brewed__events__next" as "k"
where coalesce("k"."brewer__user_id", "k"."brewer__email", "k"."brewer__device") is not null
offset 0) as "m"
where "m"."device" is not null)) as "a")) as "s"
where not exists (select 1 from "nexus_identity"."person_dictionary" as "k" where k.identifier_type = "s"."identifier_type" and k.raw_value = "s"."raw_value")) as "f")) as q;

-- write gather statistics
analyze "nexus_identity"."person_dictionary__next";
