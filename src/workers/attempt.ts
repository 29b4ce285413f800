// One attempt of one stage of one article: begun in the database, run, ended once on every path. The end writes
// what the stage made, the article's next state and the ledger row in one statement or transaction, fenced by the
// attempt's number; then it logs one line and tells BullMQ what became of the job.
//
//   begin ─ not the article's job any more ─▶ superseded
//     └─ run ─▶ done ─▶ write, hand on      retry ─▶ tries left? backoff : failed
//               dropped, failed ─▶ at rest  wait  ─▶ same job later
import type { Log } from '../log.js';
import type { ArticleStage, StageJobs } from '../pipeline.js';
import { isDry } from '../store/batches.js';
import type { LedgerEntry } from '../store/ledger.js';
import type { Store } from '../store/store.js';
import type { Span } from '../tracing/tracing.js';
import { endingOf, finishedEnding, type GoesOn, type Rests, type Subject } from './ending.js';
import { handOn } from './hand-on.js';
import type { JobResult } from './job-result.js';
import { LEASE_MS } from './leases.js';
import { observationOf } from './observation.js';
import { type Finished, type Outcome, wait } from './outcome.js';
import type { Ports } from './ports.js';
import { spanOf, told } from './run-spans.js';

/** A stage of the pipeline: its name and what it does with one article. It throws only for lost infrastructure. */
export interface ArticleStageRun<S extends ArticleStage> {
  readonly name: S;
  run(job: StageJobs[S], subject: Subject, ports: Ports, signal: AbortSignal): Promise<Outcome>;
}

/** Starts of one stage that may die with their process before the article is parked. */
const MAX_DEATHS = 3;
// A death is mostly chance: the process was killed with all that it had in hand. So whatever died waits, longer each
// time, and meanwhile cannot be hit again; only what dies three times in spite of that is taken as the cause. What was
// in hand together comes back apart, or the next death would hit all of it again.
const DEATH_PAUSE_MS = 5_000;
const DEATH_PAUSE_GROWTH = 4;

/** Runs one attempt and returns what BullMQ is to do with the job. Throws only when the store or the queue is lost. */
export function attempt<S extends ArticleStage>(
  stage: ArticleStageRun<S>,
  job: StageJobs[S],
  ports: Ports,
  signal: AbortSignal,
): Promise<JobResult> {
  return ports.leases.during(job.articleId, () => tryStage(stage, job, ports, signal));
}

async function tryStage<S extends ArticleStage>(
  stage: ArticleStageRun<S>,
  job: StageJobs[S],
  ports: Ports,
  signal: AbortSignal,
): Promise<JobResult> {
  const started = performance.now();
  const subject = await ports.store.runs.begin(job, stage.name, ports.workerId, LEASE_MS);
  if (subject === null) return { status: 'completed', value: { outcome: 'superseded' } };
  const { id: articleId, feed_id: feedId, url } = subject.article;
  return ports.tracing.during(spanOf(stage.name, subject), async (span) => {
    const log = ports.log.child({ stage: stage.name, articleId, feedId, url, ...span.fields });
    // What a stage that never comes back was at: its end has a line, and this is the only one that its start has.
    log.debug({ attempt: subject.run.attempt }, `${stage.name} begins`);
    const outcome = afterDeath(subject, stage.name, ports) ?? (await stage.run(job, subject, ports, signal));
    return conclude(stage.name, subject, outcome, started, ports, { log, span });
  });
}

function afterDeath(
  { run: { died, deaths } }: Subject,
  stage: ArticleStage,
  { now, random }: Ports,
): Outcome | null {
  if (!died) return null;
  if (deaths >= MAX_DEATHS)
    return {
      status: 'failed',
      reason: `killed the worker ${deaths} times at ${stage}; \`feedmill reingest\` tries it again`,
    };
  const pauseMs = DEATH_PAUSE_MS * DEATH_PAUSE_GROWTH ** (deaths - 1) * (1 + random());
  const reason = `the worker died ${deaths} times here; pausing before another try`;
  return wait(reason, new Date(now().getTime() + pauseMs));
}

async function conclude(
  stage: ArticleStage,
  subject: Subject,
  outcome: Outcome,
  started: number,
  ports: Ports,
  { log, span }: { log: Log; span: Span },
): Promise<JobResult> {
  const elapsed = (): number => Math.round(performance.now() - started);
  const ended =
    outcome.status === 'finished'
      ? await rest(subject, (store) => finish(stage, outcome, subject, store), stage, elapsed, ports)
      : await end(subject, endingOf(stage, outcome, subject, ports), stage, elapsed, ports);
  told(span, subject, ended, ports);
  if (ended === null) {
    log.warn(
      { outcome: 'superseded', attempt: subject.run.attempt },
      'another worker has taken this article over; this result is thrown away',
    );
    return { status: 'completed', value: { outcome: 'superseded' } };
  }
  const { outcome: said, reason, detail, result } = ended;
  count(stage, subject, said, elapsed(), ports);
  log[said === 'failed' ? 'warn' : 'info'](
    { outcome: said, reason, ms: elapsed(), ...detail },
    `${stage} ${said}`,
  );
  return result;
}

function count(
  stage: ArticleStage,
  { article, draft }: Subject,
  outcome: string,
  ms: number,
  ports: Ports,
): void {
  ports.metrics.attempt(stage, outcome, ms);
  if (stage !== 'store' || outcome !== 'done' || article.stored_at !== null) return;
  const publishedAt = draft?.published_at ?? null;
  ports.metrics.stored({ discoveredAt: article.discovered_at, publishedAt }, ports.now());
}

async function end(
  subject: Subject,
  ending: GoesOn | Rests,
  stage: ArticleStage,
  elapsed: () => number,
  ports: Ports,
): Promise<GoesOn | Rests | null> {
  if (ending.run === 'rests') return rest(subject, async () => ending, stage, elapsed, ports);
  const { article, run } = subject;
  const { advance, making } = ending;
  const to = { ...advance, articleId: article.id, attempt: run.attempt };
  const moved = await ports.store.runs.advance(to, entryOf(stage, subject, ending, elapsed(), ports), making);
  if (moved === null) return null;
  if (advance.newTicket) {
    const { id: articleId, host } = article;
    const { batchId, number } = run;
    await handOn([{ ...moved, articleId, stage: advance.stage, batchId, host, number }], ports);
  }
  return ending;
}

/** Ends the run in one transaction with what `decide` writes; null, with nothing written, when it is not ours any more. */
async function rest(
  subject: Subject,
  decide: (store: Store) => Promise<Rests>,
  stage: ArticleStage,
  elapsed: () => number,
  ports: Ports,
): Promise<Rests | null> {
  const { article, run } = subject;
  return ports.store
    .transaction(async (store) => {
      const ending = await decide(store);
      const entry = entryOf(stage, subject, ending, elapsed(), ports);
      const owned = { articleId: article.id, attempt: run.attempt };
      const isDry = await isDryRun(run.batchId, store);
      const rest = isDry ? { ...ending, article: {} } : ending;
      const seen = isDry ? null : observationOf(stage, subject, ending);
      if (!(await store.runs.finish(owned, rest, entry, seen))) throw new Superseded();
      if (run.batchId !== null) {
        const { outcome, reason, detail: change, draft } = ending;
        const ids = { batchId: run.batchId, articleId: article.id, baseId: article.revision_id };
        const draftId = draft?.state === 'dry' ? draft.id : null;
        await store.batchItems.record({ ...ids, draftId, outcome, reason, change });
      }
      return ending;
    })
    .catch(ifSuperseded);
}

// Whatever a dry run comes to, the article stays as it is.
async function isDryRun(batchId: number | null, store: Store): Promise<boolean> {
  const batch = batchId === null ? null : await store.batches.find(batchId);
  return batch !== null && isDry(batch);
}

async function finish(
  stage: ArticleStage,
  outcome: Finished,
  subject: Subject,
  store: Store,
): Promise<Rests> {
  return finishedEnding(stage, outcome, await outcome.write(store), subject);
}

function entryOf(
  stage: ArticleStage,
  { article, run }: Subject,
  { outcome, reason, detail }: GoesOn | Rests,
  ms: number,
  { workerId }: Ports,
): LedgerEntry {
  return {
    stage,
    article_id: article.id,
    feed_id: article.feed_id,
    batch_id: run.batchId,
    attempt: run.attempt,
    outcome,
    reason,
    ms,
    worker: workerId,
    detail,
  };
}

/** Thrown inside the end's transaction to roll back what a worker that was given up has written. */
class Superseded extends Error {}

function ifSuperseded(error: unknown): null {
  if (error instanceof Superseded) return null;
  throw error;
}
