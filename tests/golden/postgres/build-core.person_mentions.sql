-- build core.person_mentions
-- One row a mention of a person in an event, its identifiers as numbers.
-- reads source.kettle__order_placed, source.kettle__customer_changed__events, source.steep__tea_brewed__events, source.steep__tea_brewed__guests, source.steep__letter_sent__from, source.steep__letter_sent__to, source.steep__plan_changed, identity.person_dictionary
-- writes core.person_mentions

-- write build
create table "nexus_core"."person_mentions__next" as
select cast("q"."event_id" as text) collate "C" as "event_id", cast("q"."_site" as bigint) as "_site", cast("q"."_element" as bigint) as "_element", cast("q"."_order" as text) collate "C" as "_order", cast("q"."_combination" as uuid) as "_combination", cast("q"."role" as text) collate "C" as "role", cast("q"."occurred_at" as timestamp) as "occurred_at", cast("q"."_ingested_at" as timestamp) as "_ingested_at", cast("q"."_v_email" as bigint) as "_v_email", cast("q"."_v_customer_id" as bigint) as "_v_customer_id", cast("q"."_v_user_id" as bigint) as "_v_user_id", cast("q"."_v_card" as bigint) as "_v_card", cast("q"."_v_phone" as bigint) as "_v_phone", cast("q"."_v_device" as bigint) as "_v_device", cast("q"."name" as text) collate "C" as "name", cast("q"."spent" as double precision) as "spent", cast("q"."newsletter" as boolean) as "newsletter", cast("q"."birthday" as timestamp) as "birthday", cast("q"."address" as varchar) collate "C" as "address" from (select
  "m"."event_id" as "event_id",
  "m"."_site" as "_site",
  cast("m"."_element" as bigint) as "_element",
  (lpad(("nexus_meta"."micros"("m"."occurred_at") + 2208988800000000)::text, 18, '0') || substr("m"."event_id", 5, 11) || lpad(("m"."_position")::text, 7, '0') || '00') collate "C" as "_order",
  md5(coalesce(cast("n_email"."_value" as varchar), '-') || ',' || coalesce(cast("n_customer_id"."_value" as varchar), '-') || ',' || coalesce(cast("n_user_id"."_value" as varchar), '-') || ',' || coalesce(cast("n_card"."_value" as varchar), '-') || ',' || coalesce(cast("n_phone"."_value" as varchar), '-') || ',' || coalesce(cast("n_device"."_value" as varchar), '-'))::uuid as "_combination",
  "m"."role" as "role",
  "m"."occurred_at" as "occurred_at",
  "m"."_ingested_at" as "_ingested_at",
  "n_email"."_value" as "_v_email",
  "n_customer_id"."_value" as "_v_customer_id",
  "n_user_id"."_value" as "_v_user_id",
  "n_card"."_value" as "_v_card",
  "n_phone"."_value" as "_v_phone",
  "n_device"."_value" as "_v_device",
  "m"."name" as "name",
  "m"."spent" as "spent",
  "m"."newsletter" as "newsletter",
  "m"."birthday" as "birthday",
  "m"."address" as "address"
from ((select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  830803138 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  1992010298 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  86572456 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  365479559 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  "r"."role" as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  1274787059 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  855712972 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  1816343017 as "_site"
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
offset 0) as "r")
union all
(select
  "r"."event_id" as "event_id",
  "r"."_mention" as "_mention",
  "r"."_element" as "_element",
  "r"."_position" as "_position",
  cast(null as varchar) as "role",
  "r"."occurred_at" as "occurred_at",
  "r"."source" as "source",
  "r"."_ingested_at" as "_ingested_at",
  "r"."email" as "email",
  "r"."customer_id" as "customer_id",
  "r"."user_id" as "user_id",
  "r"."card" as "card",
  "r"."phone" as "phone",
  "r"."device" as "device",
  "r"."name" as "name",
  "r"."spent" as "spent",
  "r"."newsletter" as "newsletter",
  "r"."birthday" as "birthday",
  "r"."address" as "address",
  876722005 as "_site"
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
offset 0) as "r")) as "m"
left join "nexus_identity"."person_dictionary__next" as "n_email" on "n_email"."identifier_type" = 'email' and "n_email"."raw_value" = "m"."email"
left join "nexus_identity"."person_dictionary__next" as "n_customer_id" on "n_customer_id"."identifier_type" = 'customer_id' and "n_customer_id"."raw_value" = "m"."customer_id"
left join "nexus_identity"."person_dictionary__next" as "n_user_id" on "n_user_id"."identifier_type" = 'user_id' and "n_user_id"."raw_value" = "m"."user_id"
left join "nexus_identity"."person_dictionary__next" as "n_card" on "n_card"."identifier_type" = 'card' and "n_card"."raw_value" = "m"."card"
left join "nexus_identity"."person_dictionary__next" as "n_phone" on "n_phone"."identifier_type" = 'phone' and "n_phone"."raw_value" = "m"."phone"
left join "nexus_identity"."person_dictionary__next" as "n_device" on "n_device"."identifier_type" = 'device' and "n_device"."raw_value" = "m"."device") as q;

-- write gather statistics
analyze "nexus_core"."person_mentions__next";
