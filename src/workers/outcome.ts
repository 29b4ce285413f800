// How an attempt of a stage can end. These are the only ends; attempt.ts turns each into the log line, the ledger
// row, the article's next state and BullMQ's answer.
import type { UpdateObject } from 'kysely';
import type { ArticleStage } from '../pipeline.js';
import type { Schema } from '../store/schema.js';
import type { Store } from '../store/store.js';

export type ArticleChanges = UpdateObject<Schema, 'articles'>;
/** What a stage made, for the stage after it or for the article. */
export interface Made {
  snapshotId?: number;
  draftId?: number;
  /** The article's new columns, where the run ends with this stage. */
  article?: ArticleChanges;
}
/** The article is no article, or one that is there already; it is finished with this reason. */
export interface Dropped {
  status: 'dropped';
  as: 'dropped' | 'duplicate';
  reason: string;
  changes: ArticleChanges;
  detail: Record<string, unknown>;
}

export interface Done {
  status: 'done';
  /** The stage that comes next; null when the article is at rest. */
  next: ArticleStage | null;
  /** Said in the ledger: `unchanged` is a pass that found nothing new. */
  outcome: 'done' | 'unchanged';
  reason: string | null;
  detail: Record<string, unknown>;
  /** Writes what the stage made, in the transaction of its end; it may still find that there is nothing to make. */
  write: (store: Store) => Promise<Made | Dropped>;
}
export type Outcome =
  | Done
  | Dropped
  /** It did not work this time; it is tried again after the stage's backoff, or later if the other side asked so. */
  | { status: 'retry'; reason: string; afterMs: number | null }
  /** Trying again would give the same answer. */
  | { status: 'failed'; reason: string }
  /** It is not its turn yet; waiting counts as no try. */
  | { status: 'wait'; reason: string; until: Date };

export function done(
  next: ArticleStage | null,
  detail: Record<string, unknown>,
  write: Done['write'] = async () => ({}),
): Done {
  return { status: 'done', next, outcome: 'done', reason: null, detail, write };
}
export function dropped(reason: string, detail: Record<string, unknown> = {}): Dropped {
  return { status: 'dropped', as: 'dropped', reason, changes: {}, detail };
}
export function duplicate(of: number): Dropped {
  return {
    status: 'dropped',
    as: 'duplicate',
    reason: `same text as article ${of}`,
    changes: { duplicate_of: of },
    detail: { duplicateOf: of },
  };
}
export function retry(reason: string, afterMs: number | null = null): Outcome {
  return { status: 'retry', reason, afterMs };
}
export function failed(reason: string): Outcome {
  return { status: 'failed', reason };
}
export function wait(reason: string, until: Date): Outcome {
  return { status: 'wait', reason, until };
}
