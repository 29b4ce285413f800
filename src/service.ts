// The composition root: opens the store and the queues, starts the workers and the timers, and stops them in order.
//
//   stopped ─ start ─▶ running ─ stop ─▶ stopping ─▶ stopped
//
// start: data folder lock, database, queues, web, threads, workers, timers. stop: workers take no more jobs and
// finish or give back what runs within the deadline; then threads, web, queues, database, lock. `stop` may be called
// any number of times and at once; all calls wait for the same end.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { FeedmillError } from './errors.js';
import type { Log } from './log.js';
import { createMetrics } from './metrics.js';
import type { Stage } from './pipeline.js';
import { postgresBackend, type QueueBackend, type RunningWorker, redisBackend } from './queues/backend.js';
import { openQueues } from './queues/queues.js';
import { setTimers } from './queues/timers.js';
import { type Mode, modeOf, type Settings } from './settings.js';
import { type FolderLock, lockDataFolder } from './store/data-folder.js';
import { type Database, openDatabase, startError } from './store/database.js';
import { createPageBytes } from './store/page-bytes.js';
import { createStore } from './store/store.js';
import { openTracing } from './tracing/open.js';
import { bindWorkers, type Chores } from './workers/bind.js';
import { beat } from './workers/heartbeat.js';
import { hostBack } from './workers/host-back.js';
import { keepLeases } from './workers/leases.js';
import { openWeb } from './workers/open-web.js';
import { checkPages } from './workers/page-check.js';
import type { Ports } from './workers/ports.js';
import { keepPresent } from './workers/presence.js';
import { createReach } from './workers/reach.js';
import { type OwnState, readiness } from './workers/readiness.js';
import { watchSiteRules } from './workers/site-rules.js';
import { guardSpace, type SpaceGuard } from './workers/space-guard.js';
import { createThreads } from './workers/threads.js';
import { tracedWeb } from './workers/traced-web.js';
import { keepWatch, type Watch } from './workers/watch.js';

export interface ServiceOptions {
  /** What this process runs as, for whoever finds the data folder taken. */
  command: string;
  /** The stages that this process works on; none for a process that only asks and tells. */
  stages?: readonly Stage[];
  /** Whether feeds are polled by their timetable; a one-shot ingest polls by hand. */
  ticks?: boolean;
  /** Whether it looks after itself: raises alerts and sends heartbeats. A command that ends by itself does not. */
  watches?: boolean;
}

export interface Service extends OwnState {
  readonly ports: Ports;
  readonly stages: readonly Stage[];
  /** The right to the data folder, through which local commands reach this process; null without embedded database. */
  readonly lock: FolderLock | null;
  /** Resolves when the embedded database is lost for good; the process has to end. Never with PostgreSQL. */
  readonly lost: Promise<FeedmillError>;
  /**
   * Writes a backup of the embedded database; its size in bytes.
   * @throws FeedmillError BAD_REQUEST with PostgreSQL.
   */
  backUp(file: string): Promise<number>;
  /** Stops in order. @throws AggregateError with every part that did not close. */
  stop(): Promise<void>;
}

/** How often the timers are looked after: whoever empties Redis empties them as well. */
const KEEP_MS = 20_000;
// A stop is over within two seconds of its deadline, whoever is dead: what runs is given back, then what does not answer
// is left behind. The embedded database is nobody else's, and writes its last pages.
const GIVE_BACK_MS = 1_000;
const FORCE_MS = 200;
const LEAVE_MS = 300;
const CLOSE_MS: Readonly<Record<Mode, number>> = { embedded: 5_000, postgres: 300, redis: 300 };

/**
 * Opens everything and starts the workers.
 * @throws FeedmillError DATA_FOLDER_LOCKED, DATA_FOLDER_DAMAGED, STORE_UNAVAILABLE, SCHEMA_NEWER, QUEUE_UNAVAILABLE,
 *   REDIS_POLICY, CONFIG_INVALID or MODE_UNSUPPORTED; what was opened before is closed again.
 */
export async function startService(settings: Settings, log: Log, options: ServiceOptions): Promise<Service> {
  const opened: Closing[] = [];
  try {
    return await open(settings, log, options, opened);
  } catch (error) {
    await closeAll(opened, log);
    throw startError(error, settings);
  }
}

interface Closing {
  name: string;
  close(): Promise<unknown>;
}

async function open(
  settings: Settings,
  log: Log,
  { command, stages = [], ticks = false, watches = false }: ServiceOptions,
  opened: Closing[],
): Promise<Service> {
  const keep = <T>(name: string, value: T, close: (value: T) => Promise<unknown>): T => {
    opened.unshift({ name, close: () => close(value) });
    return value;
  };
  const mode = modeOf(settings);
  const lock =
    mode === 'embedded'
      ? keep('data folder', await lockDataFolder(settings.dataDir, command), (held) => held.release())
      : null;
  const database = keep('database', await openDatabase(settings, lock?.databaseFolder ?? null), (held) =>
    held.close(CLOSE_MS[mode]),
  );
  const queues = keep('queues', openQueues(await backendFor(settings, database, log), settings), (held) =>
    held.close(),
  );
  const workerId = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  const tracing = keep('tracing', await openTracing(settings, workerId, log), (held) => held.close());
  const { web, robots } = openWeb(settings);
  keep('web client', web, (held) => held.close());
  const threads = keep('threads', createThreads(settings), (held) => held.close());
  const siteRules = keep('site rules', await watchSiteRules(settings.siteRules, log), async (held) =>
    held.stop(),
  );
  const pageBytes = keep('pages', createPageBytes(database.db, settings), async (held) => held.close());
  const store = createStore(database.db, pageBytes);
  const leases = keep('leases', keepLeases(store.runs, workerId, log), async (held) => held.stop());
  const now = (): Date => new Date();
  const ports: Ports = {
    store,
    queues,
    web: tracedWeb(web, tracing),
    robots,
    reach: createReach(store.silentHosts, now, (host) =>
      hostBack(host, { store, queues, settings, now, log }),
    ),
    threads,
    leases,
    siteRules,
    settings,
    log,
    metrics: createMetrics(),
    tracing,
    now,
    random: Math.random,
    workerId,
  };
  await checkPages(ports);
  let space: SpaceGuard | null = null;
  const watch = keepWatch(ports);
  const own: OwnState = {
    pingStore: (timeoutMs) => database.ping(timeoutMs),
    spaceComplaint: () => space?.complaint() ?? null,
    watchComplaint: watch.complaint,
  };
  if (stages.length > 0) {
    const worker = { id: workerId, host: hostname(), pid: process.pid, stages: [...stages] };
    // A row that stays says that this process works until its next beats are missed.
    keep('presence', await keepPresent(store.workers, worker, log), (held) =>
      settledWithin(held.stop(), LEAVE_MS),
    );
    const workers = bindWorkers(stages, ticks, watches ? choresOf(watch, ports, own) : noChores, ports);
    keep('workers', workers, (held) => stopWorkers(held, settings.shutdownMs, log));
    if (mode === 'embedded')
      space = keep('space guard', await guardSpace(workers, settings, log), async (held) => held.stop());
    await setTimers(queues, settings);
    keep('timers', keepTimers(ports), async (timer) => clearInterval(timer));
  }
  log.info({ mode, stages, workerId }, 'Feedmill is running');
  let stopping: Promise<void> | null = null;
  return {
    ports,
    stages,
    lock,
    lost: database.lost,
    ...own,
    backUp: (file) => database.backUp(file),
    stop: () => {
      stopping ??= closeAll(opened, log);
      return stopping;
    },
  };
}

const noChores: Chores = { watch: async () => 0, heartbeat: async () => 0 };

const choresOf = (watch: Watch, ports: Ports, own: OwnState): Chores => ({
  watch: watch.look,
  heartbeat: () => beat(ports, async () => (await readiness(ports, own)).ready),
});

async function backendFor(settings: Settings, database: Database, log: Log): Promise<QueueBackend> {
  if (database.queuePool === null) return redisBackend(settings, log);
  return postgresBackend(database.queuePool, log);
}

function keepTimers(ports: Ports): NodeJS.Timeout {
  return setInterval(() => {
    setTimers(ports.queues, ports.settings).catch((error: unknown) =>
      ports.log.warn({ err: error }, 'the timers could not be looked after; this is tried again'),
    );
  }, KEEP_MS).unref();
}

// The workers take no more jobs at once. At the deadline the jobs that still run are told to end; they hand
// themselves back to the queue, and what does not even do that is left to the lock of the queue.
async function stopWorkers(workers: RunningWorker[], deadlineMs: number, log: Log): Promise<void> {
  const closed = Promise.all(workers.map((worker) => worker.close()));
  if (await settledWithin(closed, deadlineMs)) return;
  log.warn({ deadlineMs }, 'jobs still run at the deadline; they are given back');
  for (const worker of workers) worker.cancelAllJobs('the service stops');
  if (await settledWithin(closed, GIVE_BACK_MS)) return;
  log.warn(
    { ms: GIVE_BACK_MS },
    'jobs do not end when they are told to; the queue frees them after their lock',
  );
  await settledWithin(Promise.all(workers.map((worker) => worker.close(true))), FORCE_MS);
}

async function settledWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = work.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}

async function closeAll(opened: Closing[], log: Log): Promise<void> {
  const failures: unknown[] = [];
  for (const { name, close } of opened.splice(0)) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
      log.warn({ err: error, part: name }, 'a part of the service did not close');
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'Feedmill stopped, but not every part closed in order.');
}
