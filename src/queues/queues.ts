// The typed queues: one per stage and one for the timers. A job's id is made of what it is for and its ticket, so
// that adding it twice makes one job; a wanted second run has another ticket and therefore another id.
import { pipeline, type Stage, type StageJobs } from '../pipeline.js';
import type { Settings } from '../settings.js';
import type { BullQueue, QueueBackend } from './backend.js';

export interface QueuedJob<S extends Stage> {
  data: StageJobs[S];
  delayMs?: number;
  /** Re-ingest runs below live traffic. */
  low?: boolean;
}

export interface QueueCounts {
  queue: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  completed: number;
}

/**
 * live: waits, runs or is delayed; asleep: was delayed by a clock that was ahead, and so for as much too long; finished:
 * completed or failed and still kept; missing: the queue knows of none.
 */
export type JobState = 'live' | 'asleep' | 'finished' | 'missing';

export interface Queues {
  readonly backend: QueueBackend;
  readonly byStage: { readonly [S in Stage]: BullQueue<StageJobs[S]> };
  readonly timers: BullQueue;
  /** Adds jobs; one that is there already is left as it is. */
  add<S extends Stage>(stage: S, jobs: QueuedJob<S>[]): Promise<void>;
  /** Takes a job out that waits or has ended; one that runs, or that the queue does not know, is left as it is. */
  remove<S extends Stage>(stage: S, data: StageJobs[S]): Promise<void>;
  jobState<S extends Stage>(stage: S, data: StageJobs[S]): Promise<JobState>;
  counts(): Promise<QueueCounts[]>;
  /** How long the oldest of the jobs at the heads of the queues has waited; 0 when none waits. */
  oldestWaitingMs(now: Date): Promise<number>;
  /** How many jobs wait in each queue, and how long the one at its head has waited; 0 where none waits. */
  heads(now: Date): Promise<{ queue: Stage; waiting: number; oldestMs: number }[]>;
  close(): Promise<void>;
}

/** Priority of re-ingest jobs; live ones have none and go first. */
const LOW_PRIORITY = 10;
/** Events kept for listeners; the dashboard reads the newest only. */
const EVENTS_KEPT = 1_000;
export const TIMERS = 'timers';
/** Far more than two hosts' clocks differ that are kept by NTP. */
const ASLEEP_MS = 300_000;

/** The id of the job that a stage's data stands for. */
export function jobIdOf<S extends Stage>(stage: S, data: StageJobs[S]): string {
  return 'feedId' in data
    ? `${stage}-${data.feedId}-${data.attempt}`
    : `${stage}-${data.articleId}-${data.ticket}`;
}

export function openQueues(
  backend: QueueBackend,
  settings: Pick<Settings, 'keepCompleted' | 'keepFailed'>,
): Queues {
  const open = <S extends Stage>(stage: S): BullQueue<StageJobs[S]> =>
    backend.queue<StageJobs[S]>(stage, { maxEvents: EVENTS_KEPT });
  const byStage: Queues['byStage'] = {
    poll: open('poll'),
    scrape: open('scrape'),
    clean: open('clean'),
    tag: open('tag'),
    store: open('store'),
  };
  const timers = backend.queue(TIMERS, { maxEvents: EVENTS_KEPT });
  const all: BullQueue<never>[] = [...Object.values(byStage), timers] as BullQueue<never>[];
  return {
    backend,
    byStage,
    timers,
    add: async (stage, jobs) => {
      if (jobs.length === 0) return;
      const common = {
        attempts: pipeline[stage].tries,
        backoff: { type: 'custom' },
        removeOnComplete: { count: settings.keepCompleted },
        removeOnFail: { count: settings.keepFailed },
      };
      const bulk = jobs.map(({ data, delayMs = 0, low = false }) => ({
        name: stage,
        data,
        opts: {
          ...common,
          jobId: jobIdOf(stage, data),
          ...(delayMs > 0 ? { delay: delayMs } : {}),
          ...(low ? { priority: LOW_PRIORITY } : {}),
        },
      }));
      const queue = byStage[stage] as BullQueue;
      if (bulk.length >= backend.bulkFrom) await queue.addBulk(bulk);
      else for (const { name, data, opts } of bulk) await queue.add(name, data, opts);
    },
    remove: async (stage, data) => {
      await byStage[stage].remove(jobIdOf(stage, data));
    },
    jobState: async (stage, data) => {
      const state = await byStage[stage].getJobState(jobIdOf(stage, data));
      if (state === 'unknown') return 'missing';
      if (state === 'delayed' && (await isAsleep(byStage[stage] as BullQueue, jobIdOf(stage, data))))
        return 'asleep';
      return state === 'completed' || state === 'failed' ? 'finished' : 'live';
    },
    counts: () => Promise.all(Object.values(byStage).map(countsOf)),
    oldestWaitingMs: async (now) => {
      const heads = await Promise.all(
        Object.values(byStage).map((queue) => headAge(queue as BullQueue, now)),
      );
      return Math.max(0, ...heads);
    },
    heads: (now) =>
      Promise.all(
        Object.entries(byStage).map(async ([stage, queue]) => {
          const [{ waiting }, oldestMs] = await Promise.all([
            countsOf(queue),
            headAge(queue as BullQueue, now),
          ]);
          return { queue: stage as Stage, waiting, oldestMs };
        }),
      ),
    close: async () => {
      await Promise.allSettled(all.map((queue) => queue.close()));
      await backend.close();
    },
  };
}

// It is delayed from when it was added, or from its last start: where that lies ahead, its end does so by as much.
async function isAsleep(queue: BullQueue, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  return job !== undefined && (job.processedOn ?? job.timestamp) > Date.now() + ASLEEP_MS;
}

async function countsOf(queue: {
  name: string;
  getJobCounts: BullQueue['getJobCounts'];
}): Promise<QueueCounts> {
  const counts = await queue.getJobCounts(
    'waiting',
    'prioritized',
    'active',
    'delayed',
    'failed',
    'completed',
  );
  const of = (name: string): number => counts[name] ?? 0;
  return {
    queue: queue.name,
    waiting: of('waiting') + of('prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
    completed: of('completed'),
  };
}

// A delayed job waits from the moment that it was due, not from the moment that it was added.
async function headAge(queue: BullQueue, now: Date): Promise<number> {
  const [head] = await queue.getJobs(['waiting', 'prioritized'], 0, 0, true);
  return head === undefined ? 0 : Math.max(0, now.getTime() - head.timestamp - (head.opts.delay ?? 0));
}
