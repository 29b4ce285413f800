// One attempt of one stage of one article: begun in the database, run, ended once on every path. The end writes
// what the stage made, the article's next state and the ledger row in one transaction, fenced by the attempt's
// number; then it logs one line and tells BullMQ what became of the job.
//
//   begin ─ not the article's job any more ─▶ superseded
//     └─ run ─▶ done ─▶ write, hand on      retry ─▶ tries left? backoff : failed
//               dropped, failed ─▶ at rest  wait  ─▶ same job later
import type { Log } from '../log.js';
import { type ArticleStage, pipeline, retryDelayMs, type StageJobs } from '../pipeline.js';
import type { Article } from '../store/articles.js';
import type { LedgerEntry } from '../store/ledger.js';
import type { Advance, BegunRun } from '../store/runs.js';
import type { LedgerOutcome } from '../store/schema.js';
import type { Store } from '../store/store.js';
import { handOn } from './hand-on.js';
import type { JobResult } from './job-result.js';
import type { ArticleChanges, Done, Dropped, Outcome } from './outcome.js';
import type { Ports } from './ports.js';

/** What a stage works on: its article, and the run that it is part of. */
export interface Subject {
  article: Article;
  run: BegunRun;
}
/** A stage of the pipeline: its name and what it does with one article. It throws only for lost infrastructure. */
export interface ArticleStageRun<S extends ArticleStage> {
  readonly name: S;
  run(job: StageJobs[S], subject: Subject, ports: Ports, signal: AbortSignal): Promise<Outcome>;
}

// A start that has not ended after this long is looked at by the sweep; longer than any stage's own limits.
const LEASE_MS = 120_000;
/** Starts of one stage that may die with their process before the article is parked. */
const MAX_DEATHS = 3;
// A death is mostly chance: the process was killed with all that it had in hand. So whatever died waits, longer each
// time, and meanwhile cannot be hit again; only what dies three times in spite of that is taken as the cause.
const DEATH_PAUSE_MS = 5_000;
const DEATH_PAUSE_GROWTH = 4;

/** How an attempt ends in the database and in the queue. */
interface Ending {
  outcome: LedgerOutcome;
  reason: string | null;
  detail: Record<string, unknown>;
  /** How the run goes on; null ends it, with `article` written. */
  advance: Omit<Advance, 'articleId' | 'attempt'> | null;
  article: ArticleChanges;
  result: JobResult;
}

/** Runs one attempt and returns what BullMQ is to do with the job. Throws only when the store or the queue is lost. */
export async function attempt<S extends ArticleStage>(
  stage: ArticleStageRun<S>,
  job: StageJobs[S],
  ports: Ports,
  signal: AbortSignal,
): Promise<JobResult> {
  const started = performance.now();
  const subject = await ports.store.runs.begin(job, stage.name, ports.workerId, LEASE_MS);
  if (subject === null) return { status: 'completed', value: { outcome: 'superseded' } };
  const { id: articleId, feed_id: feedId, url } = subject.article;
  const log = ports.log.child({ stage: stage.name, articleId, feedId, url });
  const outcome = afterDeath(subject, stage.name, ports) ?? (await stage.run(job, subject, ports, signal));
  return conclude(stage.name, subject, outcome, started, ports, log);
}

function afterDeath({ run: { died, deaths } }: Subject, stage: ArticleStage, { now }: Ports): Outcome | null {
  if (!died) return null;
  if (deaths >= MAX_DEATHS)
    return {
      status: 'failed',
      reason: `killed the worker ${deaths} times at ${stage}; \`feedmill reingest\` tries it again`,
    };
  return {
    status: 'wait',
    reason: `the worker died ${deaths} times here; pausing before another try`,
    until: new Date(now().getTime() + DEATH_PAUSE_MS * DEATH_PAUSE_GROWTH ** (deaths - 1)),
  };
}

async function conclude(
  stage: ArticleStage,
  subject: Subject,
  outcome: Outcome,
  started: number,
  ports: Ports,
  log: Log,
): Promise<JobResult> {
  const { run, article } = subject;
  const ended = await ports.store
    .transaction(async (store) => {
      const ending =
        outcome.status === 'done'
          ? await written(stage, outcome, subject, store)
          : endingOf(stage, outcome, subject, ports);
      const ms = Math.round(performance.now() - started);
      const entry: LedgerEntry = {
        stage,
        article_id: article.id,
        feed_id: article.feed_id,
        batch_id: run.batchId,
        attempt: run.attempt,
        outcome: ending.outcome,
        reason: ending.reason,
        ms,
        worker: ports.workerId,
        detail: ending.detail,
      };
      return { ending, ms, ticket: await move(subject, ending, entry, store) };
    })
    .catch(ifSuperseded);
  if (ended === null) {
    log.warn(
      { outcome: 'superseded', attempt: run.attempt },
      'another worker has taken this article over; this result is thrown away',
    );
    return { status: 'completed', value: { outcome: 'superseded' } };
  }
  const { ending, ms, ticket } = ended;
  log[ending.outcome === 'failed' ? 'warn' : 'info'](
    { outcome: ending.outcome, reason: ending.reason, ms, ...ending.detail },
    `${stage} ${ending.outcome}`,
  );
  const { advance } = ending;
  if (advance?.newTicket === true && ticket !== null) {
    const { snapshotId = run.snapshotId, draftId = run.draftId } = advance;
    await handOn(
      [
        {
          articleId: article.id,
          stage: advance.stage,
          ticket,
          snapshotId,
          draftId,
          batchId: run.batchId,
          host: article.host,
        },
      ],
      ports,
    );
  }
  return ending.result;
}

/** Moves the run on or ends it; the ticket of its next job, null at rest. @throws Superseded */
async function move(
  { article, run }: Subject,
  { advance, article: changes, outcome, reason, detail }: Ending,
  entry: LedgerEntry,
  store: Store,
): Promise<number | null> {
  if (advance !== null) {
    const moved = await store.runs.advance(
      { ...advance, articleId: article.id, attempt: run.attempt },
      entry,
    );
    if (moved === null) throw new Superseded();
    return moved.ticket;
  }
  if (!(await store.runs.finish(article.id, run.attempt, entry))) throw new Superseded();
  if (Object.keys(changes).length > 0) await store.articles.settle(article.id, changes);
  if (run.batchId !== null)
    await store.batches.record({
      batchId: run.batchId,
      articleId: article.id,
      outcome,
      reason,
      change: detail,
    });
  return null;
}

async function written(stage: ArticleStage, outcome: Done, subject: Subject, store: Store): Promise<Ending> {
  const made = await outcome.write(store);
  if ('status' in made) return dropEnding(stage, made, subject);
  const { article = {}, ...handed } = made;
  return {
    outcome: outcome.outcome,
    reason: outcome.reason,
    detail: outcome.detail,
    advance:
      outcome.next === null
        ? null
        : { stage: outcome.next, newTicket: true, failures: 0, dueAt: null, reason: null, ...handed },
    article,
    result: { status: 'completed', value: { outcome: outcome.outcome, ...outcome.detail } },
  };
}

function endingOf(
  stage: ArticleStage,
  outcome: Exclude<Outcome, Done>,
  subject: Subject,
  ports: Ports,
): Ending {
  const { failures } = subject.run;
  const again = { stage, newTicket: false };
  switch (outcome.status) {
    case 'dropped':
      return dropEnding(stage, outcome, subject);
    case 'failed':
      return failEnding(stage, outcome.reason, subject);
    case 'wait':
      return {
        outcome: 'queued',
        reason: outcome.reason,
        detail: { until: outcome.until },
        advance: { ...again, failures, dueAt: outcome.until, reason: outcome.reason },
        article: {},
        result: { status: 'delayed', until: outcome.until },
      };
    case 'retry': {
      const tries = failures + 1;
      if (tries >= pipeline[stage].tries)
        return failEnding(stage, `${outcome.reason}; given up after ${tries} tries`, subject);
      const delayMs = retryDelayMs(stage, tries, ports.random, outcome.afterMs);
      return {
        outcome: 'retry',
        reason: outcome.reason,
        detail: { nextTryInMs: delayMs },
        advance: {
          ...again,
          failures: tries,
          dueAt: new Date(ports.now().getTime() + delayMs),
          reason: outcome.reason,
        },
        article: {},
        result: { status: 'retry', reason: outcome.reason, delayMs },
      };
    }
  }
}

function dropEnding(
  stage: ArticleStage,
  { as, reason: because, changes, detail }: Dropped,
  { article }: Subject,
): Ending {
  const reason = `dropped at ${stage}: ${because}`;
  const state = unlessStored(article, { ...changes, state: as });
  return {
    outcome: 'dropped',
    reason,
    detail,
    advance: null,
    article: { reason, ...state },
    result: { status: 'completed', value: { outcome: as, reason } },
  };
}

function failEnding(stage: ArticleStage, because: string, { article }: Subject): Ending {
  const reason = `failed at ${stage}: ${because}`;
  return {
    outcome: 'failed',
    reason,
    detail: {},
    advance: null,
    article: { reason, ...unlessStored(article, { state: 'failed' }) },
    result: { status: 'failed', reason },
  };
}

// A re-ingest that comes to nothing leaves the stored article as it is, with the reason beside it.
function unlessStored(article: Article, changes: ArticleChanges): ArticleChanges {
  return article.revision_id === null ? changes : {};
}

/** Thrown inside the end's transaction to roll back what a worker that was given up has written. */
class Superseded extends Error {}

function ifSuperseded(error: unknown): null {
  if (error instanceof Superseded) return null;
  throw error;
}
