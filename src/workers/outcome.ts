// How an attempt of a stage can end. These are the only ends; attempt.ts turns each into the log line, the ledger
// row, the article's next state and BullMQ's answer.
import type { ArticleStage } from '../pipeline.js';
import type { ArticleChanges } from '../store/articles.js';
import type { Making } from '../store/making.js';
import type { Rest } from '../store/runs.js';
import type { Store } from '../store/store.js';

/** The article is no article, or one that is there already; it is finished with this reason. */
export interface Dropped {
  status: 'dropped';
  as: 'dropped' | 'duplicate';
  reason: string;
  changes: ArticleChanges;
  detail: Record<string, unknown>;
}

/** The stage is done and another one follows. */
export interface Done {
  status: 'done';
  next: ArticleStage;
  detail: Record<string, unknown>;
  /** What the stage made; null where there was nothing to make. */
  making: Making | null;
}

/** The last stage is done: the article is at rest. */
export interface Finished {
  status: 'finished';
  /** Said in the ledger: `unchanged` is a pass that found nothing new, `superseded` one that came too late. */
  outcome: 'done' | 'unchanged' | 'superseded';
  reason: string | null;
  detail: Record<string, unknown>;
  /** Writes the end in the transaction of the attempt; it may still find that the article is no article of its own. */
  write: (store: Store) => Promise<Rest | Dropped>;
}
export type Outcome =
  | Done
  | Finished
  | Dropped
  /** It did not work this time; it is tried again after the stage's backoff, or later if the other side asked so. */
  | { status: 'retry'; reason: string; afterMs: number | null }
  /** Trying again would give the same answer. */
  | { status: 'failed'; reason: string }
  /** It is not its turn yet; waiting counts as no try. */
  | { status: 'wait'; reason: string; until: Date; forTurn: boolean };

export function done(next: ArticleStage, detail: Record<string, unknown>, making: Making | null): Done {
  return { status: 'done', next, detail, making };
}
export function dropped(reason: string, detail: Record<string, unknown> = {}): Dropped {
  return { status: 'dropped', as: 'dropped', reason, changes: {}, detail };
}
export function duplicate(of: number): Dropped {
  return {
    status: 'dropped',
    as: 'duplicate',
    reason: `same story as article ${of}`,
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
  return { status: 'wait', reason, until, forTurn: false };
}
/** Waits for a slot that its site has given it. */
export function waitForTurn(reason: string, until: Date): Outcome {
  return { status: 'wait', reason, until, forTurn: true };
}
