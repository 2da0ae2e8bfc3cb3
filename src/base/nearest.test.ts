import { expect, test } from "vitest";
import { nearest, slips } from "./nearest.ts";

test.each([
  ["email", "email", 0],
  ["emial", "email", 1],
  ["emai", "email", 1],
  ["e_mail", "email", 1],
  ["EMIAL", "email", 1],
  ["id", "di", 1],
  ["", "email", 5],
  ["ca", "abc", 3],
])("from %j to %j: %i slips", (from, to, count) => {
  expect(slips(from, to)).toBe(count);
  expect(slips(to, from)).toBe(count);
});

const columns = ["id", "email", "name", "created_at", "total", "domain"];

test.each([
  ["emial", "email"],
  ["di", "id"],
  ["naem", "name"],
  ["created", "created_at"],
  ["totl", "total"],
  ["creatde_at", "created_at"],
  ["x", undefined],
  ["zip", undefined],
  ["", undefined],
  ["phone", undefined],
])("the nearest to %j is %j", (name, near) => {
  expect(nearest(name, columns)).toBe(near);
});
