-- ensure
-- schemas, and the tables that last from run to run

-- write create kettle__order_placed
create table if not exists "nexus_source"."kettle__order_placed" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "occurred_at" timestamp, "event_description" varchar, "value" double, "value_unit" varchar, "sku" varchar, "maker" varchar, "shouted" varchar, "buyer__email" varchar using compression uncompressed, "buyer__phone" varchar using compression uncompressed, "buyer__customer_id" varchar using compression uncompressed, "buyer__device" varchar using compression uncompressed, "buyer__card" varchar using compression uncompressed, "buyer__name" varchar, "recipient__email" varchar using compression uncompressed, "order__order_id" varchar using compression uncompressed, "order__sku" varchar, "_ingested_at" timestamp, "_deleted" boolean, "_unusable" varchar, "_unreadable" varchar);

-- write create kettle__customer_changed
create table if not exists "nexus_source"."kettle__customer_changed" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "occurred_at" timestamp, "event_type" varchar, "customer__customer_id" varchar using compression uncompressed, "customer__email" varchar using compression uncompressed, "customer__name" varchar, "customer__birthday" timestamp, "customer__newsletter" boolean, "customer__spent" double, "customer__address" json, "employer__domain" varchar using compression uncompressed, "employer__name" varchar, "_ingested_at" timestamp, "_watched" varchar, "_unusable" varchar, "_unreadable" varchar);

-- write create steep__tea_brewed
create table if not exists "nexus_source"."steep__tea_brewed" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "account" varchar, "occurred_at" timestamp, "value" double, "significance" double, "_list_guests" varchar, "brewer__user_id" varchar using compression uncompressed, "brewer__email" varchar using compression uncompressed, "brewer__device" varchar using compression uncompressed, "brewer__name" varchar, "team__team_id" varchar using compression uncompressed, "team__domain" varchar using compression uncompressed, "team__name" varchar, "_ingested_at" timestamp, "_row" varchar, "_left_out" boolean, "_unusable" varchar, "_unreadable" varchar);

-- write create steep__letter_sent
create table if not exists "nexus_source"."steep__letter_sent" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "account" varchar, "occurred_at" timestamp, "event_name" varchar, "heading" varchar, "_list_to" varchar, "_list_from" varchar, "_ingested_at" timestamp, "_row" varchar, "_left_out" boolean, "_unusable" varchar, "_unreadable" varchar);

-- write create steep__plan_changed
create table if not exists "nexus_source"."steep__plan_changed" ("event_id" varchar using compression uncompressed, "natural_id" varchar using compression uncompressed, "account" varchar, "occurred_at" timestamp, "plan" varchar, "seats" varchar, "payer__email" varchar using compression uncompressed, "subscriber__team_id" varchar using compression uncompressed, "subscriber__seats" double, "plan__order_id" varchar using compression uncompressed, "plan__sku" varchar, "_ingested_at" timestamp, "_unusable" varchar, "_unreadable" varchar);

-- write create person_dictionary
create table if not exists "nexus_identity"."person_dictionary" ("_value" bigint, "identifier_type" varchar, "raw_value" varchar);

-- write create person_entities
create table if not exists "nexus_identity"."person_entities" ("_entity" bigint, "id" varchar using compression uncompressed, "born_order" hugeint using compression uncompressed, "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create person_assignment
create table if not exists "nexus_identity"."person_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create person_log
create table if not exists "nexus_identity"."person_log" ("run" bigint, "kind" varchar, "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" hugeint using compression uncompressed, "rule" varchar);

-- write create group_dictionary
create table if not exists "nexus_identity"."group_dictionary" ("_value" bigint, "identifier_type" varchar, "raw_value" varchar);

-- write create group_entities
create table if not exists "nexus_identity"."group_entities" ("_entity" bigint, "id" varchar using compression uncompressed, "born_order" hugeint using compression uncompressed, "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create group_assignment
create table if not exists "nexus_identity"."group_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create group_log
create table if not exists "nexus_identity"."group_log" ("run" bigint, "kind" varchar, "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" hugeint using compression uncompressed, "rule" varchar);

-- write create order_dictionary
create table if not exists "nexus_identity"."order_dictionary" ("_value" bigint, "identifier_type" varchar, "raw_value" varchar);

-- write create order_entities
create table if not exists "nexus_identity"."order_entities" ("_entity" bigint, "id" varchar using compression uncompressed, "born_order" hugeint using compression uncompressed, "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create order_assignment
create table if not exists "nexus_identity"."order_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create order_log
create table if not exists "nexus_identity"."order_log" ("run" bigint, "kind" varchar, "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" hugeint using compression uncompressed, "rule" varchar);

-- write create kettle__order_placed__deletions
create table if not exists "nexus_source"."kettle__order_placed__deletions" ("event_id" varchar, "_ingested_at" timestamp);

-- write create steep__tea_brewed__deletions
create table if not exists "nexus_source"."steep__tea_brewed__deletions" ("_row" varchar, "_ingested_at" timestamp);

-- write create steep__letter_sent__deletions
create table if not exists "nexus_source"."steep__letter_sent__deletions" ("_row" varchar, "_ingested_at" timestamp);

-- write create runs
create table if not exists "nexus_meta"."runs" ("run" bigint, "status" varchar, "started_at" timestamp, "finished_at" timestamp, "horizon" timestamp, "version" varchar, "lists" varchar, "problem" varchar);

-- write create steps
create table if not exists "nexus_meta"."steps" ("run" bigint, "position" bigint, "step" varchar, "kind" varchar, "layer" varchar, "rows_written" bigint, "seconds" double, "sql" varchar);

-- write create source_rows
create table if not exists "nexus_meta"."source_rows" ("run" bigint, "source" varchar, "event" varchar, "rows_read" bigint, "rows_set_aside" bigint, "rows_kept" bigint, "duplicates" bigint, "conflicts" bigint, "remembered" bigint, "deleted" bigint, "unreadable" bigint);

-- write create row_problems
create table if not exists "nexus_meta"."row_problems" ("run" bigint, "source" varchar, "event" varchar, "what" varchar, "reason" varchar, "rows" bigint);

-- write create watermarks
create table if not exists "nexus_meta"."watermarks" ("run" bigint, "source" varchar, "event" varchar, "watermark" timestamp);

-- write create check_results
create table if not exists "nexus_meta"."check_results" ("run" bigint, "check_name" varchar, "kind" varchar, "severity" varchar, "status" varchar, "failing_rows" bigint, "seconds" double, "tested_at" timestamp, "message" varchar);

-- write create check_failures
create table if not exists "nexus_meta"."check_failures" ("run" bigint, "check_name" varchar, "tested_at" timestamp, "position" bigint, "failing_row" varchar);
