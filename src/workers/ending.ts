// How an outcome ends an attempt in the database and in the queue: the one place that decides whether the run goes
// on or rests, and with which words. Pure; attempt.ts writes it.
import { type ArticleStage, pipeline, retryDelayMs } from '../pipeline.js';
import type { Article, ArticleChanges } from '../store/articles.js';
import type { Begun } from '../store/begin.js';
import type { Making } from '../store/making.js';
import type { SettledDraft } from '../store/revisions.js';
import type { Advance, Rest } from '../store/runs.js';
import type { LedgerOutcome } from '../store/schema-articles.js';
import type { JobResult } from './job-result.js';
import type { Dropped, Finished, Outcome } from './outcome.js';
import type { Ports } from './ports.js';

/** What a stage works on: its article, the run that it is part of, and what the stage before has made. */
export type Subject = Begun;

interface Said {
  outcome: LedgerOutcome;
  reason: string | null;
  detail: Record<string, unknown>;
  result: JobResult;
}
/** The run goes on: to the next stage with what this one made, or to the same stage later. */
export interface GoesOn extends Said {
  run: 'goes-on';
  advance: Omit<Advance, 'articleId' | 'attempt'>;
  making: Making | null;
}
/** The run ends, and leaves its article and its draft so. */
export interface Rests extends Said, Rest {
  run: 'rests';
}

/** The ending of every outcome but `finished`, which is known only when it has been written. */
export function endingOf(
  stage: ArticleStage,
  outcome: Exclude<Outcome, Finished>,
  subject: Subject,
  ports: Pick<Ports, 'random' | 'now'>,
): GoesOn | Rests {
  const { failures } = subject.run;
  switch (outcome.status) {
    case 'done':
      return {
        run: 'goes-on',
        outcome: 'done',
        reason: null,
        detail: outcome.detail,
        advance: { stage: outcome.next, newTicket: true, failures: 0, dueAt: null, reason: null },
        making: outcome.making,
        result: { status: 'completed', value: { outcome: 'done', ...outcome.detail } },
      };
    case 'dropped':
      return dropEnding(stage, outcome, subject);
    case 'failed':
      return failEnding(stage, outcome.reason, subject);
    case 'wait':
      return {
        run: 'goes-on',
        outcome: 'queued',
        reason: outcome.reason,
        detail: { until: outcome.until },
        advance: {
          stage,
          newTicket: false,
          failures,
          dueAt: outcome.until,
          waitsTurn: outcome.forTurn,
          reason: outcome.reason,
        },
        making: null,
        result: { status: 'delayed', until: outcome.until },
      };
    case 'retry': {
      const tries = failures + 1;
      if (tries >= pipeline[stage].tries)
        return failEnding(stage, `${outcome.reason}; given up after ${tries} tries`, subject);
      return retryEnding(stage, outcome.reason, tries, outcome.afterMs, ports);
    }
    default:
      return outcome satisfies never;
  }
}

/** The ending of the last stage, once it is known what it `left`. */
export function finishedEnding(
  stage: ArticleStage,
  { outcome, reason, detail }: Finished,
  left: Rest | Dropped,
  subject: Subject,
): Rests {
  if ('status' in left) return dropEnding(stage, left, subject);
  return {
    run: 'rests',
    outcome,
    reason,
    detail,
    ...left,
    result: { status: 'completed', value: { outcome, ...detail } },
  };
}

function retryEnding(
  stage: ArticleStage,
  reason: string,
  tries: number,
  afterMs: number | null,
  { random, now }: Pick<Ports, 'random' | 'now'>,
): GoesOn {
  const delayMs = retryDelayMs(stage, tries, random, afterMs);
  const dueAt = new Date(now().getTime() + delayMs);
  return {
    run: 'goes-on',
    outcome: 'retry',
    reason,
    detail: { nextTryInMs: delayMs },
    advance: { stage, newTicket: false, failures: tries, dueAt, reason },
    making: null,
    result: { status: 'retry', reason, delayMs },
  };
}

function dropEnding(
  stage: ArticleStage,
  { as, reason: because, changes, detail }: Dropped,
  { article, draft }: Subject,
): Rests {
  const reason = `dropped at ${stage}: ${because}`;
  return {
    run: 'rests',
    outcome: 'dropped',
    reason,
    detail,
    article: { reason, ...unlessStored(article, { ...changes, state: as }) },
    draft: withoutUse(draft),
    result: { status: 'completed', value: { outcome: as, reason } },
  };
}

function failEnding(stage: ArticleStage, because: string, { article, draft }: Subject): Rests {
  const reason = `failed at ${stage}: ${because}`;
  return {
    run: 'rests',
    outcome: 'failed',
    reason,
    detail: {},
    article: { reason, ...unlessStored(article, { state: 'failed' }) },
    draft: withoutUse(draft),
    result: { status: 'failed', reason },
  };
}

// Nobody makes it current any more. One of a dry run belongs to its batch.
function withoutUse(draft: Subject['draft']): SettledDraft | null {
  return draft?.state === 'draft' ? { id: draft.id, state: 'discarded', confirms: null } : null;
}

// A re-ingest that comes to nothing leaves the stored article as it is, with the reason beside it.
function unlessStored(article: Article, changes: ArticleChanges): ArticleChanges {
  return article.revision_id === null ? changes : {};
}
