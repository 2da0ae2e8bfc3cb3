-- load identity.free_mail_domains
-- One row is a domain at which anybody may have a mailbox.
-- writes identity.free_mail_domains

-- write create
create table if not exists "nexus_identity"."free_mail_domains__next" ("domain" text collate "C");
