/** The front door of Nexus: everything that a project or a program may use, by name. */

export { NexusError, type Place, type Problem, type ProblemCode, problemText } from "./base/problem.ts";
export {
  type AcceptedValuesCheck,
  acceptedValues,
  type CheckDefinition,
  type CheckSettings,
  type Freshness,
  type NotNullCheck,
  notNull,
  type RelationshipCheck,
  relationship,
  type Severity,
  type SqlCheck,
  sqlCheck,
  type TableCheckSettings,
  type UniqueCheck,
  unique,
} from "./config/checks.ts";
export {
  type Config,
  type ConfigDefinition,
  type DuckDbWarehouse,
  defineConfig,
  duckdb,
  type PostgresOptions,
  type PostgresWarehouse,
  postgres,
  type Target,
  type Warehouse,
} from "./config/config.ts";
export {
  addresses,
  allOf,
  anyOf,
  type Condition,
  column,
  concat,
  constant,
  decoded,
  domainOf,
  epoch,
  equals,
  extract,
  type Field,
  firstOf,
  header,
  is,
  item,
  items,
  json,
  type List,
  lookup,
  lower,
  matches,
  minorUnits,
  not,
  optional,
  present,
  rowsOf,
  when,
} from "./config/fields.ts";
export {
  anonymousId,
  type Contested,
  defineModel,
  domain,
  type EntityDefinition,
  type EntityLimit,
  email,
  type IdentifierType,
  id,
  type Model,
  type ModelDefinition,
  phone,
  type SightingLimit,
  type Survives,
  type SurvivorRule,
  type TraitDefinition,
  type TraitType,
} from "./config/model.ts";
export { ownSql as sql } from "./config/own-sql.ts";
export type { Row, Tables } from "./config/row.ts";
export {
  type BadValues,
  type BroughtTables,
  defineSource,
  type EventDefinition,
  type MembershipClaim,
  type Mention,
  type RawTable,
  type Source,
  type SourceDefinition,
  withFreshness,
} from "./config/source.ts";
export type {
  DerivedStateDefinition,
  EventStateDefinition,
  MembersCase,
  MembersStateDefinition,
  Span,
  StateCase,
  StateDefinition,
  StateEntry,
  StateTimeout,
} from "./config/state.ts";
export { fittedSource, type Speaks, type Vocabulary } from "./config/vocabulary.ts";
export { type WrittenDocs, writeDocs } from "./docs/write-docs.ts";
export type { TestResult } from "./project/checking.ts";
export type { WrittenPackage } from "./project/dbt-package.ts";
export type { DescribedColumn, DescribedEntity, DescribedTable, Description, Figures } from "./project/describe.ts";
export { openProject, Project, projectOf, type TestRequest, version } from "./project/project.ts";
export type { CheckResult, CheckStatus, Progress, RunResult, SourceRows, StepDone } from "./runner/report.ts";
export type { Sql } from "./sql/sql.ts";
