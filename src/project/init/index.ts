/** `nexus init`: from raw columns to a project that runs. */

export { configText } from "./config-text.ts";
export { type Entries, type Entry, findEntries, type Origin } from "./entries.ts";
export type { Choice, EventRemarks, Proposal, ProposedFile, ProposedSource, ProposedTable } from "./proposal.ts";
export { type ProposeOptions, proposeProject } from "./propose.ts";
export { configIn, type Written, writeProject } from "./write.ts";
