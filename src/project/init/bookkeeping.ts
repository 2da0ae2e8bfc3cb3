import type { Profile } from "./profile.ts";
import { saysChanged, saysLoaded, timeName } from "./time-names.ts";

/** What loaders write when a row is gone at its source. */
const deletionMark = /^(_fivetran_deleted|_ab_cdc_deleted_at|_sdc_deleted_at|__?deleted|_deleted_at)$/i;

/** What the source itself may write, too. */
const softDeletion = /^(is_)?deleted(_(at|on|date|time|flag))?$/;

/** Words that only loaders use. */
const loaderWords = /^(fivetran|airbyte|dlt|sdc|etl|ingested|synced|loaded|extracted)$/;

/** What loaders write about a row, with a `_` in front: its file, its line, its batch. */
const loaderColumn = /^_+(ingest|sync|load|extract|import|batch|cdc|ab_cdc|modified|file|line|row|source_file)/i;

/** The column that marks rows that are gone: the loader's before the source's own. */
export function deletionOf(profiles: readonly Profile[]): Profile | undefined {
  const columns = profiles.filter((profile) => profile.path.length === 0 && saysWhether(profile));
  return columns.find(isLoadersDeletion) ?? columns.find(isSoftDeletion);
}

export function isLoadersDeletion({ label }: Profile): boolean {
  return deletionMark.test(label);
}

/** `Is Deleted`, `deleted_at`, `gelöscht`. */
function isSoftDeletion({ words }: Profile): boolean {
  return softDeletion.test(timeName(words, []).name);
}

/** Whether all values can be read as answers or times, as far as there are any. */
function saysWhether({ filled, booleans, times }: Profile): boolean {
  return filled === 0 || booleans === filled || times === filled || booleans + times === filled;
}

/**
 * What is written about a row, and is not of it: when it was loaded, changed or deleted, by whom, out of which file. The
 * same row may come with other values there.
 */
export function isBookkeeping(profile: Profile): boolean {
  const named = timeName(profile.words, []);
  return (
    profile.words.some((word) => loaderWords.test(word)) ||
    loaderColumn.test(profile.label) ||
    deletionMark.test(profile.label) ||
    isSoftDeletion(profile) ||
    saysLoaded(named) !== undefined ||
    saysChanged(named)
  );
}
