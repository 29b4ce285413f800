// Which datastore carries BullMQ's queues: Redis through ioredis, or the pg-shaped pool of the store's database.
// Whoever adds jobs must hear within seconds that the queue is away; whoever works must wait for it without end.
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type JobProgress,
  type PgPool,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { FeedmillError, messageOf } from '../errors.js';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';

export type BullQueue<Data = unknown> = Queue<
  Data,
  unknown,
  string,
  Data,
  unknown,
  string,
  IQueueBackend,
  unknown
>;
export type BullWorker<Data = unknown> = Worker<Data, unknown, string, IQueueBackend, JobProgress, unknown>;

/** What the service needs of a worker of any stage. */
export type RunningWorker = Pick<BullWorker, 'name' | 'close' | 'pause' | 'resume' | 'cancelAllJobs'>;

/** Makes queues and workers on one datastore. */
export interface QueueBackend {
  /** From so many jobs on it is cheaper to add them in one command than one by one. */
  readonly bulkFrom: number;
  queue<Data>(name: string, options: { maxEvents: number }): BullQueue<Data>;
  worker<Data>(
    name: string,
    run: Processor<Data>,
    options: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ): BullWorker<Data>;
  /** Resolves when the datastore answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The longest that a worker on PostgreSQL waits before it looks for jobs that are due, in seconds, as on Redis. BullMQ
 * would have it wait for an hour where the next job is not due sooner: if the clock was behind when it looked, all that
 * is delayed would wait as long, the timers with it.
 */
const LONGEST_LOOKOUT_S = 10;

/**
 * On PostgreSQL a bulk makes two temporary tables, which takes as long as twenty jobs one by one (measured in both
 * modes), and leaves dead rows in the catalogs and names in the caches of the connection.
 */
const POSTGRES_BULK_FROM = 20;

export function postgresBackend(pool: PgPool, log: Log): QueueBackend {
  const factory: BackendFactory<IQueueBackend, unknown> = (...options) => {
    const backend = (createPostgresBackend as BackendFactory<IQueueBackend, unknown>)(...options);
    return Object.defineProperty(backend, 'maximumBlockTimeout', { value: LONGEST_LOOKOUT_S });
  };
  return {
    bulkFrom: POSTGRES_BULK_FROM,
    queue: (name, { maxEvents }) =>
      heard(new Queue(name, { connection: pool, streams: { events: { maxLen: maxEvents } } }, factory), log),
    worker: (name, run, options) => new Worker(name, run, { ...options, connection: pool }, factory),
    ping: async () => {
      await pool.query('select 1');
    },
    // The pool is the database's, which closes it after the queues.
    close: async () => undefined,
  };
}

// Without a listener BullMQ prints errors of its connections to stderr. Whoever adds a job gets the error as well.
function heard<Data>(queue: BullQueue<Data>, log: Log): BullQueue<Data> {
  queue.on('error', (error) => log.debug({ queue: queue.name, err: error }, 'a queue reports an error'));
  return queue;
}

// A queue that has not answered for this long is away, and whoever asked is told so.
const COMMAND_TIMEOUT_MS = 5_000;
// A connection that answers nothing for this long leads nowhere (a router was restarted, a cable pulled): the kernel
// would notice after a quarter of an hour, and not at all where something in between still acknowledges. Workers wait
// for jobs for ten seconds at a time, so theirs are given twice that.
const PRODUCER_SILENCE_MS = 2 * COMMAND_TIMEOUT_MS;
const CONSUMER_SILENCE_MS = 20_000;
const RECONNECT_MAX_MS = 2_000;
const reconnect = (tries: number): number => Math.min(RECONNECT_MAX_MS, 100 * tries);

/**
 * Connects to Redis.
 * @throws FeedmillError QUEUE_UNAVAILABLE when it does not answer, REDIS_CLUSTER when it is one, REDIS_POLICY when
 * it may evict jobs.
 */
export async function redisBackend(
  settings: Pick<Settings, 'redisUrl' | 'queuePrefix'>,
  log: Log,
): Promise<QueueBackend> {
  const url = settings.redisUrl ?? '';
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: PRODUCER_SILENCE_MS,
    retryStrategy: reconnect,
    lazyConnect: true,
  });
  const consumer = new Redis(url, {
    maxRetriesPerRequest: null,
    socketTimeout: CONSUMER_SILENCE_MS,
    retryStrategy: reconnect,
    lazyConnect: true,
  });
  for (const connection of [producer, consumer]) {
    connection.on('error', (error) => log.debug({ err: error }, 'the connection to Redis reports an error'));
  }
  try {
    await producer.connect();
    await mustBeWhole(producer, url);
    await checkPolicy(producer, url);
    await consumer.connect();
  } catch (error) {
    producer.disconnect();
    consumer.disconnect();
    if (error instanceof FeedmillError) throw error;
    throw new FeedmillError(
      'QUEUE_UNAVAILABLE',
      `Redis at ${new URL(url).host} cannot be used: ${messageOf(error)}. Check REDIS_URL and that the server runs; articles wait in the database.`,
      { cause: error },
    );
  }
  const factory = createRedisBackend as BackendFactory<IQueueBackend, unknown>;
  const prefix = settings.queuePrefix;
  return {
    bulkFrom: 2,
    queue: (name, { maxEvents }) => {
      const streams = { events: { maxLen: maxEvents } };
      const options = { connection: producer, prefix, streams, skipWaitingForReady: true };
      return heard(new Queue(name, options, factory), log);
    },
    worker: (name, run, options) =>
      new Worker(name, run, { ...options, connection: consumer, prefix }, factory),
    ping: async () => {
      await producer.ping();
    },
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

// The keys of a queue are on several nodes of a cluster, and a script that needs two of them fails in the middle of work.
async function mustBeWhole(redis: Redis, url: string): Promise<void> {
  if (!/^cluster_enabled:1/m.test(await redis.info('cluster'))) return;
  throw new FeedmillError(
    'REDIS_CLUSTER',
    `Redis at ${new URL(url).host} runs as a cluster, and the queues need all of their keys in one place. Set REDIS_URL to a Redis without cluster mode (\`cluster-enabled no\` in redis.conf).`,
  );
}

// A Redis that evicts keys when it is full would throw away queued jobs without a word.
async function checkPolicy(redis: Redis, url: string): Promise<void> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new FeedmillError(
    'REDIS_POLICY',
    `Redis at ${new URL(url).host} has maxmemory-policy ${policy} and may throw away queued jobs. Set it with \`redis-cli config set maxmemory-policy noeviction\` and in redis.conf.`,
  );
}
