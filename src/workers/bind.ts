// Binds the stages to BullMQ: one Worker for each stage that this process runs, and one for the timers.
// A stage that throws has lost the store or the queue, which is nobody's fault: the job comes back without a try
// counted against it.
import type { Job } from 'bullmq';
import { type ArticleStage, pipeline, type Stage, type StageJobs } from '../pipeline.js';
import type { BullWorker, RunningWorker } from '../queues/backend.js';
import { TIMERS } from '../queues/queues.js';
import { type TimerName, timers } from '../queues/timers.js';
import { type ArticleStageRun, attempt } from './attempt.js';
import { stepBatches } from './batch-step.js';
import { clean } from './clean.js';
import { jobData } from './job-data.js';
import { answer, backoffStrategy, type JobResult } from './job-result.js';
import { createJobSignals } from './job-signals.js';
import { createNotifier } from './notify.js';
import { poll } from './poll.js';
import type { Ports } from './ports.js';
import { replan } from './replan.js';
import { scrape } from './scrape.js';
import { createSetBackWatch } from './set-back.js';
import { store } from './store.js';
import { subscribe } from './subscribe.js';
import { sweep } from './sweep.js';
import { tag } from './tag.js';
import { tick } from './tick.js';

/** What a stage's worker runs for one job. */
type RunJob<S extends Stage> = (data: StageJobs[S], tries: number, signal: AbortSignal) => Promise<JobResult>;

const LOCK_MS = 30_000;
// A job of a process that died is free at the latest after its lock and two such checks: within a minute.
const STALLED_CHECK_MS = 10_000;
// Deaths are counted by article and stage in attempt.ts; BullMQ's own count would bury a job after two kills.
const STALLED_WITHOUT_END = 1_000_000;
const INFRASTRUCTURE_PAUSE_MS = 5_000;
/** Runs of notify that await their last answers while the next ones go on. */
const LATE_NOTIFIES = 8;
/** Minutes of throughput that each queue keeps for the dashboard: a day. */
const METRIC_POINTS = 1_440;

/** What a process does by the clock with which it looks after itself. */
export type Chores = Record<'watch' | 'heartbeat', () => Promise<number>>;

/** Starts the workers of `stages` and the one of the timers, which ticks only if asked. They run at once. */
export function bindWorkers(
  stages: readonly Stage[],
  ticks: boolean,
  chores: Chores,
  ports: Ports,
): RunningWorker[] {
  const runs: { readonly [S in Stage]: RunJob<S> } = {
    poll: (data, tries, signal) => {
      const attributes = { 'feedmill.feed.id': data.feedId };
      return ports.tracing.during({ name: 'feed', attributes }, () => poll(data, tries, ports, signal));
    },
    scrape: articleRun(scrape, ports),
    clean: articleRun(clean, ports),
    tag: articleRun(tag, ports),
    store: articleRun(store, ports),
  };
  const workers = stages.map((stage) => bindStage(stage, runs[stage] as RunJob<Stage>, ports));
  workers.push(bindTimers(ticks, chores, ports));
  return workers;
}

function articleRun<S extends ArticleStage>(stage: ArticleStageRun<S>, ports: Ports): RunJob<S> {
  return async (data, _tries, signal) => {
    const result = await attempt(stage, data, ports, signal);
    if (!signal.aborted || result.status !== 'delayed') return result;
    await ports.store.runs.giveBack(data, ports.workerId);
    return { status: 'given-back' };
  };
}

function bindStage<S extends Stage>(stage: S, run: RunJob<S>, ports: Ports): RunningWorker {
  const concurrency = ports.settings[pipeline[stage].concurrency];
  const signals = createJobSignals();
  const worker = ports.queues.backend.worker<StageJobs[S]>(
    stage,
    async (job, token) =>
      answer(
        await guarded(
          stage,
          job,
          () => signals.during((signal) => runOf(stage, job, run, signal, ports)),
          ports,
        ),
        job as Job,
        token ?? '',
      ),
    {
      concurrency: Number(concurrency),
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_WITHOUT_END,
      metrics: { maxDataPoints: METRIC_POINTS },
      settings: { backoffStrategy },
    },
  );
  return signals.over(watched(worker, stage, ports));
}

async function runOf<S extends Stage>(
  stage: S,
  { data, id, attemptsMade }: Job,
  run: RunJob<S>,
  signal: AbortSignal,
  { log }: Ports,
): Promise<JobResult> {
  const understood = jobData(stage, data);
  if (understood !== null) return run(understood, attemptsMade, signal);
  const reason = `the data of the job is not that of a ${stage}; what the database wants done is queued again`;
  log.warn({ stage, job: id, data, outcome: 'failed', reason }, 'a job was not understood');
  return { status: 'failed', reason };
}

async function guarded(
  stage: Stage,
  job: Job,
  run: () => Promise<JobResult>,
  { log, now }: Ports,
): Promise<JobResult> {
  try {
    return await run();
  } catch (error) {
    log.warn(
      { stage, job: job.id, data: job.data, outcome: 'postponed', err: error },
      'the stage could not be run; its job comes back',
    );
    return { status: 'delayed', until: new Date(now().getTime() + INFRASTRUCTURE_PAUSE_MS) };
  }
}

function bindTimers(ticks: boolean, chores: Chores, ports: Ports): RunningWorker {
  const notify = createNotifier(ports);
  const afterSetBack = createSetBackWatch();
  const run: Record<TimerName, () => Promise<number>> = {
    tick: async () => {
      await stepBatches(ports);
      return ticks ? tick(ports) : 0;
    },
    sweep: async () => (await afterSetBack(ports)) + (await sweep(ports)) + (await replan(ports)),
    subscribe: async () => (ticks ? subscribe(ports) : 0),
    ...chores,
    notify: async () => (ticks ? notify() : 0),
  };
  const worker = ports.queues.backend.worker<unknown>(
    TIMERS,
    async (job) => ({ queued: await run[job.name as TimerName]() }),
    {
      // No clock waits for another one.
      concurrency: timers.length + LATE_NOTIFIES,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
    },
  );
  return watched(worker, TIMERS, ports);
}

// An error event without a listener would end the process; BullMQ repairs its connections by itself.
function watched<Data>(worker: BullWorker<Data>, queue: string, { log }: Ports): BullWorker<Data> {
  worker.on('error', (error) =>
    log.warn({ queue, err: error }, 'a worker reports an error; it goes on by itself'),
  );
  return worker;
}
