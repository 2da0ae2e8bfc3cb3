import { expect, test } from "vitest";
import { NexusError } from "../base/problem.ts";
import { mustAsk } from "./question.ts";

test.each([
  "select 1",
  "-- how many\nselect 1;",
  "/* a /* b */ c */ from nexus.persons",
  "(select 1)",
  "select 'pragma'",
  "pragmatic",
])("%j is left to the engine", (text) => {
  expect(() => mustAsk(text)).not.toThrow();
});

test.each([
  ["", "nothing"],
  [" \n\t", "nothing"],
  ["\u200b", "only comments or semicolons"],
  [";;", "only comments or semicolons"],
  ["-- select 1", "only comments or semicolons"],
  ["/* select 1", "only comments or semicolons"],
  ["/* a /* b */ select 1", "only comments or semicolons"],
  ["PRAGMA version", "PRAGMA"],
  ["/* */ ; pragma version", "PRAGMA"],
  ["select 1\0; select 2", "NUL"],
])("%j is refused: %s", (text, found) => {
  expect(() => mustAsk(text)).toThrow(NexusError);
  expect(() => mustAsk(text)).toThrow(found);
});
