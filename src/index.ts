/** The front door of Nexus: everything that a project or a program may use, by name. */

export { type Place, type Problem, type ProblemCode, NexusError, problemText } from "./base/problem.ts";
export {
  type CheckDefinition,
  type Config,
  type ConfigDefinition,
  type Target,
  type Warehouse,
  defineConfig,
  duckdb,
} from "./config/config.ts";
export {
  type Condition,
  type Field,
  type List,
  addresses,
  allOf,
  anyOf,
  column,
  concat,
  constant,
  domainOf,
  epoch,
  equals,
  extract,
  firstOf,
  header,
  is,
  item,
  items,
  json,
  lookup,
  lower,
  matches,
  minorUnits,
  not,
  optional,
  present,
  when,
} from "./config/fields.ts";
export {
  type EntityDefinition,
  type IdentifierType,
  type Model,
  type ModelDefinition,
  type TraitDefinition,
  type TraitType,
  anonymousId,
  defineModel,
  domain,
  email,
  id,
  phone,
} from "./config/model.ts";
export {
  type BadValues,
  type BroughtTables,
  type EventDefinition,
  type MembershipClaim,
  type Mention,
  type RawTable,
  type Source,
  type SourceDefinition,
  defineSource,
} from "./config/source.ts";
export type { StateDefinition, StateEntry } from "./config/state.ts";
export { type Speaks, type Vocabulary, fittedSource } from "./config/vocabulary.ts";
export type { Row, Tables } from "./config/row.ts";
export { type Sql, sql } from "./sql/sql.ts";
export { Project, openProject, projectOf, version } from "./project/project.ts";
export type { Progress, RunResult, SourceRows, StepDone } from "./runner/report.ts";
