import type { Profile } from "./profile.ts";
import { saysChanged, saysLoaded, timeName } from "./time-names.ts";

/** What loaders write when a row is gone at its source. */
const deletionMark = /^(_fivetran_deleted|_ab_cdc_deleted_at|_sdc_deleted_at|__?deleted|_deleted_at)$/i;

/** What the source itself may write, too. */
const softDeletion = /^_*(is_?)?deleted(_?(at|on|date|time|flag))?$/i;

/** Words that only loaders use. */
const loaderWords = /^(fivetran|airbyte|dlt|sdc|etl|ingested|synced|loaded|extracted)$/;

/** What loaders write about a row, with a `_` in front: its file, its line, its batch. */
const loaderColumn = /^_+(ingest|sync|load|extract|import|batch|cdc|ab_cdc|modified|file|line|row|source_file)/i;

/** The loader's own mark of rows that are gone. */
export function isLoadersDeletion({ label, path }: Profile): boolean {
  return path.length === 0 && deletionMark.test(label);
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
    softDeletion.test(profile.label) ||
    saysLoaded(named) !== undefined ||
    saysChanged(named)
  );
}
