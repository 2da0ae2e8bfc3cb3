import { Bug } from "../../base/problem.ts";
import type { DuckDbWarehouse } from "../../config/config.ts";
import type { Field, List } from "../../config/fields.ts";
import type { EntityDefinition, IdentifierType } from "../../config/model.ts";
import type { EventDefinition, Mention, RawTable } from "../../config/source.ts";
import type { EventStateDefinition } from "../../config/state.ts";
import { Sql } from "../../sql/sql.ts";
import { array, type Code, call, layOut, object, type Part, quoted } from "./code.ts";
import type { EventRemarks, Proposal, ProposedSource } from "./proposal.ts";

/** The text of `nexus.config.ts` for a proposal. */
export function configText(proposal: Proposal): string {
  const writer = new Writer();
  const model = layOut(writer.model(proposal));
  const config = layOut(writer.config(proposal));
  return [
    writer.imports(),
    "",
    "/** Who there is, and how they are told apart: from the strongest identifier to the weakest. */",
    `const model = ${model};`,
    "",
    `export default ${config};`,
    "",
  ].join("\n");
}

/** Writes the parts of a config and remembers what they take from the package. */
class Writer {
  private readonly used = new Set<string>();

  imports(): string {
    const names = [...this.used].sort();
    const line = layOut(
      { ...object(names.map((name) => ({ code: name }))), close: '} from "nexus-cdp"' },
      0,
      "import ".length,
    );
    return `import ${line};`;
  }

  model({ model, remarks }: Proposal): Code {
    const { person, group } = model.entities;
    const entities = [
      { key: "person", code: this.entity(person, remarks) },
      ...(group === undefined ? [] : [{ key: "group", code: this.entity(group, remarks) }]),
    ];
    return object([{ key: "entities", code: object(entities, { tall: true }) }], {
      tall: true,
      call: `${this.take("defineModel")}(`,
    });
  }

  config({ warehouse, sources, states, tables }: Proposal): Code {
    const leftOut = tables
      .filter((table) => table.leftOut !== undefined)
      .map(({ label, leftOut }) => `Left out: ${label}, as ${leftOut}.`);
    const listed: readonly Part[] = [
      ...sources.map((source) => ({ code: this.source(source), remarks: source.remarks })),
      ...(leftOut.length === 0 ? [] : [{ remarks: leftOut }]),
    ];
    const named = Object.entries(states).map(([key, state]) => ({ key, code: this.state(state) }));
    return object(
      [
        { code: "model" },
        { key: "warehouse", code: this.warehouse(warehouse) },
        { key: "sources", code: array(listed, { tall: true }) },
        ...(named.length === 0 ? [] : [{ key: "states", code: object(named, { tall: true }) }]),
      ],
      { tall: true, call: `${this.take("defineConfig")}(` },
    );
  }

  private take(name: string): string {
    this.used.add(name);
    return name;
  }

  private warehouse({ path, attach, memoryLimit, threads }: DuckDbWarehouse): Code {
    const options: Part[] = [
      ...(Object.keys(attach).length === 0
        ? []
        : [
            {
              key: "attach",
              code: object(Object.entries(attach).map(([key, file]) => ({ key: keyText(key), code: quoted(file) }))),
            },
          ]),
      ...(memoryLimit === undefined ? [] : [{ key: "memoryLimit", code: quoted(memoryLimit) }]),
      ...(threads === undefined ? [] : [{ key: "threads", code: String(threads) }]),
    ];
    return call(this.take("duckdb"), [quoted(path), ...(options.length === 0 ? [] : [object(options)])]);
  }

  private entity({ identifiers, traits }: EntityDefinition, remarks: Readonly<Record<string, string>>): Code {
    const types = Object.entries(identifiers).map(([key, type]) => {
      const remark = remarks[key];
      return { key, code: this.identifier(type), ...(remark === undefined ? {} : { remarks: [remark] }) };
    });
    const listed = Object.entries(traits ?? {}).map(([key, trait]) => ({
      key,
      code:
        typeof trait === "string"
          ? quoted(trait)
          : object([
              { key: "type", code: quoted(trait.type) },
              { key: "pii", code: String(trait.pii) },
            ]),
    }));
    return object(
      [
        { key: "identifiers", code: object(types) },
        ...(listed.length === 0 ? [] : [{ key: "traits", code: object(listed) }]),
      ],
      { tall: true },
    );
  }

  private identifier({ kind, strong, region, shared }: IdentifierType): Code {
    const options: Part[] = [
      ...(region === undefined ? [] : [{ key: "region", code: quoted(region) }]),
      ...(shared.length === 0 ? [] : [{ key: "shared", code: array(shared.map((one) => ({ code: quoted(one) }))) }]),
    ];
    const maker = this.take(kind === "id" && !strong ? "anonymousId" : kind);
    return options.length === 0 ? `${maker}()` : object(options, { call: `${maker}(` });
  }

  private source({ name, definition, events }: ProposedSource): Code {
    const tables = Object.entries(definition.tables).map(([key, table]) => ({ key, code: this.table(table) }));
    const listed = Object.entries(definition.events ?? {}).map(([key, event]) => {
      const remarks = events[key];
      return { key, code: this.event(event, remarks), ...(remarks === undefined ? {} : { remarks: remarks.above }) };
    });
    const { timezone, badValues } = definition;
    const parts: Part[] = [
      ...(timezone === undefined
        ? []
        : [
            {
              key: "timezone",
              code: quoted(timezone),
              remarks: [
                'The zone of times that do not say theirs: change it where they are of another, such as "Europe/Berlin".',
              ],
            },
          ]),
      ...(badValues === undefined ? [] : [{ key: "badValues", code: quoted(badValues) }]),
      { key: "tables", code: object(tables) },
      { key: "events", code: object(listed, { tall: true }) },
    ];
    return object(parts, { tall: true, call: `${this.take("defineSource")}(model, ${quoted(name)}, ` });
  }

  private table(table: RawTable): Code {
    if (typeof table === "string") return quoted(table);
    if (table instanceof Sql) return this.sql(table);
    return object(
      Object.entries(table).map(([key, value]) => ({
        key,
        code: typeof value === "string" ? quoted(value) : String(value),
      })),
    );
  }

  private event(event: EventDefinition, remarks: EventRemarks | undefined): Code {
    const part = (key: keyof EventDefinition, code: Code | undefined): readonly Part[] =>
      code === undefined ? [] : [{ key, code, remarks: remarks?.fields[key] ?? [] }];
    const field = (key: "id" | "occurredAt" | "ingestedAt" | "deletedAt" | "value" | "unit"): readonly Part[] => {
      const of = event[key];
      return part(key, of === undefined ? undefined : this.field(of));
    };
    const mentions = (key: "persons" | "groups"): readonly Part[] =>
      part(key, event[key] === undefined ? undefined : array(event[key].map((one) => ({ code: this.mention(one) }))));
    const claims = event.memberships?.map((claim) => ({
      code: object(Object.entries(claim).map(([key, role]) => ({ key, code: quoted(String(role)) }))),
    }));
    return object(
      [
        ...part("from", quoted(event.from)),
        ...part("name", event.name === undefined ? undefined : this.said(event.name)),
        ...field("id"),
        ...field("occurredAt"),
        ...field("ingestedAt"),
        ...field("deletedAt"),
        ...field("value"),
        ...field("unit"),
        ...part("lists", event.lists === undefined ? undefined : object(this.lists(event.lists))),
        ...mentions("persons"),
        ...mentions("groups"),
        ...part("memberships", claims === undefined ? undefined : array(claims)),
      ],
      { tall: true },
    );
  }

  private lists(lists: Readonly<Record<string, List>>): readonly Part[] {
    return Object.entries(lists).map(([key, list]) => {
      if (list.kind !== "items") throw new Bug(`nexus init does not write lists of ${list.kind}`);
      const path = list.path.length === 0 ? [] : [pathText(list.path)];
      return { key: keyText(key), code: call(this.take("items"), [this.field(list.field), ...path]) };
    });
  }

  private mention({ role, key, each, identifiers, traits }: Mention): Code {
    const fields = (of: Readonly<Record<string, Field | undefined>>): Code =>
      object(
        Object.entries(of).flatMap(([name, field]) =>
          field === undefined ? [] : [{ key: name, code: this.field(field) }],
        ),
      );
    return object([
      { key: "role", code: this.said(role) },
      ...(key === undefined ? [] : [{ key: "key", code: quoted(key) }]),
      ...(each === undefined ? [] : [{ key: "each", code: quoted(each) }]),
      { key: "identifiers", code: fields(identifiers) },
      ...(traits === undefined ? [] : [{ key: "traits", code: fields(traits) }]),
    ]);
  }

  private state({ of, description, events }: EventStateDefinition): Code {
    const entries = Object.entries(events ?? {}).map(([name, value]) => ({
      key: keyText(name),
      code: value === null ? "null" : quoted(value),
    }));
    return object(
      [
        { key: "of", code: quoted(of) },
        ...(description === undefined ? [] : [{ key: "description", code: quoted(description) }]),
        { key: "events", code: object(entries) },
      ],
      { tall: true },
    );
  }

  /** A name or role: a text is the text itself. */
  private said(said: string | Exclude<Field, string>): Code {
    if (typeof said === "string") return quoted(said);
    return !(said instanceof Sql) && said.kind === "column"
      ? call(this.take("column"), [quoted(said.column)])
      : this.field(said);
  }

  private field(field: Field): Code {
    if (typeof field === "string") return quoted(field);
    if (field instanceof Sql) return this.sql(field);
    switch (field.kind) {
      case "constant":
        return call(this.take("constant"), [
          typeof field.value === "string" ? quoted(field.value) : String(field.value),
        ]);
      case "json":
        return call(this.take("json"), [this.field(field.field), pathText(field.path)]);
      case "concat":
        return call(
          this.take("concat"),
          field.fields.map((part) => this.field(part)),
        );
      case "item":
        return call(this.take("item"), field.path.length === 0 ? [] : [pathText(field.path)]);
      case "epoch":
        return call(this.take("epoch"), [this.field(field.field), quoted(field.unit)]);
      case "domain":
        return call(this.take("domainOf"), [this.field(field.field)]);
      case "minor":
        return call(this.take("minorUnits"), [
          this.field(field.field),
          ...(field.currency === undefined ? [] : [this.field(field.currency)]),
        ]);
      default:
        throw new Bug(`nexus init does not write ${field.kind} fields`);
    }
  }

  /** Only text of ours is in the fragments that are proposed. */
  private sql({ nodes }: Sql): string {
    const text = nodes.map((node) => (node.kind === "text" ? node.text : "")).join("");
    return `${this.take("sql")}\`${text.replace(/[\\`]|\$\{/g, "\\$&")}\``;
  }
}

/** A path as dots where that can be read back, else its parts. */
function pathText(path: readonly string[]): Code {
  const plain = path.every((part) => /^[A-Za-z_][\w-]*$/.test(part));
  return plain ? quoted(path.join(".")) : array(path.map((part) => ({ code: quoted(part) })));
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}
