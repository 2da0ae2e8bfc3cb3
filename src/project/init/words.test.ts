import { expect, test } from "vitest";
import { fresh, nameFrom, singular, withoutContainers, withoutOwn, wordsOf } from "./words.ts";

test.each([
  ["customer_email", ["customer", "email"]],
  ["Customer E-Mail", ["customer", "email"]],
  ["customerEmail", ["customer", "email"]],
  ["CustomerEMail", ["customer", "email"]],
  ["e_mail", ["email"]],
  ["e-mail-address", ["email", "address"]],
  ["useremail", ["user", "email"]],
  ["FirstName", ["first", "name"]],
  ["userID", ["user", "id"]],
  ["HTTPStatus", ["http", "status"]],
  ["_fivetran_synced", ["fivetran", "synced"]],
  ["Téléphone", ["telephone"]],
  ["  ", []],
  ["注文", ["注文"]],
])("%s → %j", (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

test("containers and the table's own name say nothing", () => {
  expect(withoutContainers(["record", "customer", "email"])).toEqual(["customer", "email"]);
  expect(withoutContainers(["raw", "record"])).toEqual(["raw", "record"]);
  expect(withoutOwn(["order", "date"], ["order"])).toEqual(["date"]);
  expect(withoutOwn(["order"], ["order"])).toEqual(["order"]);
});

test.each([
  ["orders", "order"],
  ["companies", "company"],
  ["people", "person"],
  ["boxes", "box"],
  ["addresses", "address"],
  ["status", "status"],
  ["movies", "movie"],
  ["is", "is"],
])("%s → %s", (many, one) => {
  expect(singular(many)).toBe(one);
});

test.each([
  ["Orders (2024)", "orders_2024"],
  ["2024", "table_2024"],
  ["_private", "private"],
  ["a__b", "a_b"],
  ["注文", "table"],
  ["Größe", "gro_e"],
])("%s is named %s", (text, name) => {
  expect(nameFrom(text, "table")).toBe(name);
});

test("a name is taken once", () => {
  const taken = new Set<string>();
  expect([fresh("order", taken), fresh("order", taken), fresh("order", taken)]).toEqual([
    "order",
    "order_2",
    "order_3",
  ]);
});
