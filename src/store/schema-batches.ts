// The tables of re-ingest batches as Kysely sees them.
import type { Generated } from 'kysely';
import type { Stage } from '../pipeline.js';
import type { Defaulted, Json, JsonOrNull } from './column-types.js';
import type { LedgerOutcome } from './schema-articles.js';

/** What `feedmill reingest` was asked for; an article is meant when all that is named holds for it. */
export interface BatchSelection {
  urls?: string[];
  feedId?: number;
  host?: string;
  /** A language tag, or a range of them such as zh. */
  language?: string;
  /** Marked by this alert. */
  alert?: number;
  /** Found at this time or later; ISO 8601. */
  since?: string;
  /** Found before this time; ISO 8601. */
  before?: string;
  failed?: boolean;
  /** Failed at this stage. */
  failedAt?: Stage;
  /** Dropped for a reason that holds these words. */
  dropped?: string;
  /** Stored with less confidence than this, 0 to 1. */
  belowConfidence?: number;
  /**
   * Made by an older cleaner or tagger than these versions, or not by the site rule that holds for its page among these;
   * batches of older programs name no rules.
   */
  olderThan?: { extractor: number; tagger: number; rules?: { site: string; version: string }[] };
  all?: boolean;
}

export type BatchState =
  | 'running'
  | 'paused'
  | 'cancelled'
  | 'finished'
  | 'committing'
  | 'committed'
  | 'dropping'
  | 'dropped';

export interface BatchesTable {
  id: Generated<number>;
  from_stage: Stage;
  dry_run: boolean;
  selection: Json<BatchSelection>;
  /** The same for the same selection; two batches of one selection do not run at once. */
  selection_key: string;
  state: Defaulted<BatchState>;
  /** Articles that were meant when the batch was made. */
  total: number;
  /** The last article that was handed on. */
  cursor: Defaulted<number>;
  /** Whether all articles have been handed on. */
  handed_on: Defaulted<boolean>;
  created_at: Defaulted<Date>;
  ended_at: Date | null;
}

/** How one article of a batch ended, and for a dry run what would change. */
export interface BatchItemsTable {
  batch_id: number;
  article_id: number;
  outcome: LedgerOutcome;
  reason: string | null;
  change: JsonOrNull<Record<string, unknown>>;
  /** The draft of a dry run, until it is committed or dropped. */
  revision_id: number | null;
  /** The current revision that the draft was compared with; null when there was none. */
  base_id: number | null;
}
