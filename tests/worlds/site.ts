import {
  anonymousId,
  defineModel,
  defineSource,
  email,
  id,
  optional,
  phone,
  type RawTable,
  type Source,
} from "../../src/index.ts";

/**
 * The vocabulary of most stories: people, and the four ways in which a shop's site knows them. Whatever is seen together is
 * one: stories about limits have a vocabulary of their own.
 */
export const people = defineModel({
  entities: {
    person: {
      identifiers: {
        email: email({ perEntity: Number.POSITIVE_INFINITY }),
        phone: phone({ region: "US" }),
        user_id: id({ perEntity: Number.POSITIVE_INFINITY }),
        cookie: anonymousId(),
      },
      traits: { name: "text" },
    },
  },
});

/** The one mention of most small sources: a visitor, known by the column `user_id`. */
export const visitor = { persons: [{ role: "visitor", identifiers: { user_id: "user_id" } }] } as const;

/** The shop's site: a row is a page that somebody viewed, with whatever the site knew of them. Only `id` and `at` must be there. */
export function site(views: RawTable, options: { readonly name?: string; readonly key?: string } = {}): Source {
  return defineSource(people, options.name ?? "site", {
    timezone: "UTC",
    ...(options.key === undefined ? {} : { key: options.key }),
    tables: { views },
    events: {
      page_viewed: {
        from: "views",
        id: "id",
        occurredAt: "at",
        ingestedAt: optional("loaded"),
        deletedAt: optional("deleted"),
        columns: { view_id: "id" },
        persons: [
          {
            role: "visitor",
            identifiers: {
              email: optional("email"),
              phone: optional("phone"),
              user_id: optional("user_id"),
              cookie: optional("cookie"),
            },
            traits: { name: optional("name") },
          },
        ],
      },
    },
  });
}
