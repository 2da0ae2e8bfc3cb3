-- load identity.phone_calling_codes
-- One row is a beginning of international phone numbers.
-- writes identity.phone_calling_codes

-- write create
create table if not exists "nexus_identity"."phone_calling_codes__next" ("leading_digits" text collate "C", "calling_code" text collate "C", "trunk" text collate "C", "lengths" text collate "C");
