-- load identity.public_suffixes
-- One row is a rule of the public suffix list.
-- writes identity.public_suffixes

-- write create
create table if not exists "nexus_identity"."public_suffixes__next" ("suffix" text collate "C", "kind" text collate "C", "is_private" boolean);
