import {
  anonymousId,
  type Config,
  defineConfig,
  defineModel,
  email,
  id,
  phone,
  sql,
  type Warehouse,
} from "../../src/index.ts";
import { golden, model } from "../golden/project.ts";
import { firstRows } from "../golden/rows.ts";
import type { RawRows } from "../golden/warehouse.ts";

/** Whatever is seen together is one: dbt cannot resolve again what holds more than a limit allows. */
const { entities, relationships } = model.definition;
const none = Number.POSITIVE_INFINITY;
const unlimited = defineModel({
  entities: {
    ...entities,
    person: {
      ...entities.person,
      identifiers: {
        ...entities.person.identifiers,
        email: email({ shared: ["tea@kettle.example"], perEntity: none }),
        phone: phone({ region: "ES", perEntity: none }),
        customer_id: id({ junk: ["1"], perEntity: none }),
        user_id: id({ perEntity: none }),
        card: id({ normalize: (raw) => sql`upper(replace(${raw}, ' ', ''))`, perEntity: none }),
        device: anonymousId({ perEntity: none }),
      },
    },
  },
  relationships,
});

/** Everything that Jinja, YAML and SQL might take for their own. */
export const braces = `{{ it's }} {%- raw %} {# "new" #} \\ {\r\n}} {`;

/** The tea shop of the golden files, with a state whose values are hard to write down. */
export function kettleAndLeaf(warehouse: Warehouse, limits: "limited" | "unlimited" = "unlimited"): Config {
  const { definition } = golden(warehouse);
  return defineConfig({
    ...definition,
    ...(limits === "limited" ? {} : { model: unlimited }),
    states: {
      ...definition.states,
      braces: { of: "person", description: braces, entries: [{ event: "order placed", value: braces }] },
    },
    checks: {
      ...definition.checks,
      no_braces: {
        severity: "warn",
        description: `no state is ${braces}`,
        sql: sql`select * from nexus.states where state_value = ${braces} -- {{ none }}`,
      },
    },
  });
}

/**
 * Rows of a seed: everything that raw rows do wrong is among them. `letters`: mails whose headers only a library reads,
 * with plain words in their subjects.
 */
export function rowsOf(seed: number, letters: "letters" | "none" = "none"): RawRows {
  const rows = firstRows(seed);
  const order = rows.orders[0];
  if (order === undefined) throw new Error("There are no orders.");
  const odd = {
    ...order,
    id: 999_001,
    name: braces,
    channel: "web",
    placed_at: "2025-03-01 10:00:00",
    removed_at: null,
  };
  const plain = rows.letters.filter(({ subject }) => !String(subject).includes("=?"));
  return { ...rows, orders: [...rows.orders, odd], letters: letters === "letters" ? plain : [] };
}
