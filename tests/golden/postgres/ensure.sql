-- ensure
-- schemas, and the tables that last from run to run

-- write create kettle__order_placed
create table if not exists "nexus_source"."kettle__order_placed" ("event_id" text collate "C", "natural_id" text collate "C", "occurred_at" timestamp, "event_description" text collate "C", "value" double precision, "value_unit" text collate "C", "sku" text collate "C", "maker" text collate "C", "shouted" text collate "C", "buyer__email" text collate "C", "buyer__phone" text collate "C", "buyer__customer_id" text collate "C", "buyer__device" text collate "C", "buyer__card" text collate "C", "buyer__name" text collate "C", "recipient__email" text collate "C", "order__order_id" text collate "C", "order__sku" text collate "C", "_ingested_at" timestamp, "_deleted" boolean, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write create kettle__customer_changed
create table if not exists "nexus_source"."kettle__customer_changed" ("event_id" text collate "C", "natural_id" text collate "C", "occurred_at" timestamp, "event_type" text collate "C", "customer__customer_id" text collate "C", "customer__email" text collate "C", "customer__name" text collate "C", "customer__birthday" timestamp, "customer__newsletter" boolean, "customer__spent" double precision, "customer__address" varchar collate "C", "employer__domain" text collate "C", "employer__name" text collate "C", "_ingested_at" timestamp, "_watched" text collate "C", "_unusable" text collate "C", "_unreadable" text collate "C");

-- write create steep__tea_brewed
create table if not exists "nexus_source"."steep__tea_brewed" ("event_id" text collate "C", "natural_id" text collate "C", "account" text collate "C", "occurred_at" timestamp, "value" double precision, "significance" double precision, "_list_guests" text collate "C", "brewer__user_id" text collate "C", "brewer__email" text collate "C", "brewer__device" text collate "C", "brewer__name" text collate "C", "team__team_id" text collate "C", "team__domain" text collate "C", "team__name" text collate "C", "_ingested_at" timestamp, "_row" text collate "C", "_left_out" boolean, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write create steep__letter_sent
create table if not exists "nexus_source"."steep__letter_sent" ("event_id" text collate "C", "natural_id" text collate "C", "account" text collate "C", "occurred_at" timestamp, "event_name" text collate "C", "heading" text collate "C", "_list_to" text collate "C", "_list_from" text collate "C", "_ingested_at" timestamp, "_row" text collate "C", "_left_out" boolean, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write create steep__plan_changed
create table if not exists "nexus_source"."steep__plan_changed" ("event_id" text collate "C", "natural_id" text collate "C", "account" text collate "C", "occurred_at" timestamp, "plan" text collate "C", "seats" text collate "C", "payer__email" text collate "C", "subscriber__team_id" text collate "C", "subscriber__seats" double precision, "plan__order_id" text collate "C", "plan__sku" text collate "C", "_ingested_at" timestamp, "_unusable" text collate "C", "_unreadable" text collate "C");

-- write create person_dictionary
create table if not exists "nexus_identity"."person_dictionary" ("_value" bigint, "identifier_type" text collate "C", "raw_value" text collate "C");

-- write create person_entities
create table if not exists "nexus_identity"."person_entities" ("_entity" bigint, "id" text collate "C", "born_order" text collate "C", "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create person_assignment
create table if not exists "nexus_identity"."person_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create person_log
create table if not exists "nexus_identity"."person_log" ("run" bigint, "kind" text collate "C", "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" text collate "C", "rule" text collate "C");

-- write create group_dictionary
create table if not exists "nexus_identity"."group_dictionary" ("_value" bigint, "identifier_type" text collate "C", "raw_value" text collate "C");

-- write create group_entities
create table if not exists "nexus_identity"."group_entities" ("_entity" bigint, "id" text collate "C", "born_order" text collate "C", "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create group_assignment
create table if not exists "nexus_identity"."group_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create group_log
create table if not exists "nexus_identity"."group_log" ("run" bigint, "kind" text collate "C", "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" text collate "C", "rule" text collate "C");

-- write create order_dictionary
create table if not exists "nexus_identity"."order_dictionary" ("_value" bigint, "identifier_type" text collate "C", "raw_value" text collate "C");

-- write create order_entities
create table if not exists "nexus_identity"."order_entities" ("_entity" bigint, "id" text collate "C", "born_order" text collate "C", "birth_value" bigint, "born_run" bigint, "_heir" bigint);

-- write create order_assignment
create table if not exists "nexus_identity"."order_assignment" ("_value" bigint, "_component" bigint, "_entity" bigint, "_origin" bigint);

-- write create order_log
create table if not exists "nexus_identity"."order_log" ("run" bigint, "kind" text collate "C", "_value" bigint, "_entity" bigint, "_previous" bigint, "first_order" text collate "C", "rule" text collate "C");

-- write create kettle__order_placed__deletions
create table if not exists "nexus_source"."kettle__order_placed__deletions" ("event_id" text collate "C", "_ingested_at" timestamp);

-- write create steep__tea_brewed__deletions
create table if not exists "nexus_source"."steep__tea_brewed__deletions" ("_row" text collate "C", "_ingested_at" timestamp);

-- write create steep__letter_sent__deletions
create table if not exists "nexus_source"."steep__letter_sent__deletions" ("_row" text collate "C", "_ingested_at" timestamp);

-- write create runs
create table if not exists "nexus_meta"."runs" ("run" bigint, "status" text collate "C", "started_at" timestamp, "finished_at" timestamp, "horizon" timestamp, "version" text collate "C", "lists" text collate "C", "problem" text collate "C");

-- write create steps
create table if not exists "nexus_meta"."steps" ("run" bigint, "position" bigint, "step" text collate "C", "kind" text collate "C", "layer" text collate "C", "rows_written" bigint, "seconds" double precision, "sql" text collate "C");

-- write create source_rows
create table if not exists "nexus_meta"."source_rows" ("run" bigint, "source" text collate "C", "event" text collate "C", "rows_read" bigint, "rows_set_aside" bigint, "rows_kept" bigint, "duplicates" bigint, "conflicts" bigint, "remembered" bigint, "deleted" bigint, "unreadable" bigint);

-- write create row_problems
create table if not exists "nexus_meta"."row_problems" ("run" bigint, "source" text collate "C", "event" text collate "C", "what" text collate "C", "reason" text collate "C", "rows" bigint);

-- write create watermarks
create table if not exists "nexus_meta"."watermarks" ("run" bigint, "source" text collate "C", "event" text collate "C", "watermark" timestamp);

-- write create check_results
create table if not exists "nexus_meta"."check_results" ("run" bigint, "check_name" text collate "C", "kind" text collate "C", "severity" text collate "C", "status" text collate "C", "failing_rows" bigint, "seconds" double precision, "tested_at" timestamp, "message" text collate "C");

-- write create check_failures
create table if not exists "nexus_meta"."check_failures" ("run" bigint, "check_name" text collate "C", "tested_at" timestamp, "position" bigint, "failing_row" text collate "C");
