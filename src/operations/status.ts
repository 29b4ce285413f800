// What a person looks at in the morning: the queues, how fast articles move, what waits longest, which feeds fail;
// and what a load balancer asks: alive, ready.

import { messageOf } from '../errors.js';
import type { QueueCounts } from '../queues/queues.js';
import { type Mode, modeOf } from '../settings.js';
import type { FeedCounts, FeedSummary } from '../store/feeds.js';
import type { TableSize } from '../store/retention.js';
import type { Ports } from '../workers/ports.js';

export interface Status {
  mode: Mode;
  queues: QueueCounts[];
  oldestWaitingMs: number;
  feeds: FeedCounts;
  articles: {
    states: Record<string, number>;
    stages: Record<string, number>;
    languages: Record<string, number>;
  };
  /** Attempts in the last hour by stage and outcome. */
  lastHour: { stage: string; outcome: string; count: number }[];
  /** What is on the disk, the largest first. */
  storage: TableSize[];
  failingFeeds: Pick<FeedSummary, 'id' | 'url' | 'failures' | 'last_error' | 'next_poll_at'>[];
}

const HOUR_MS = 3_600_000;
const FAILING_SHOWN = 20;

export async function statusOf({ store, queues, settings, now }: Ports): Promise<Status> {
  const [counts, oldestWaitingMs, feeds, articles, lastHour, storage, failing] = await Promise.all([
    queues.counts(),
    queues.oldestWaitingMs(now()),
    store.feeds.count(),
    store.library.counts(),
    store.ledger.rates(new Date(now().getTime() - HOUR_MS)),
    store.retention.sizes(),
    store.feeds.list({ after: 0, limit: FAILING_SHOWN, failing: true }),
  ]);
  const failingFeeds = failing.map(({ id, url, failures, last_error, next_poll_at }) => ({
    id,
    url,
    failures,
    last_error,
    next_poll_at,
  }));
  return {
    mode: modeOf(settings),
    queues: counts,
    oldestWaitingMs,
    feeds,
    articles,
    lastHour,
    storage,
    failingFeeds,
  };
}

export interface Check {
  name: 'store' | 'queue' | 'backlog' | 'disk';
  ok: boolean;
  detail: string;
}

// A probe must answer before whoever asks gives up, whatever state the databases are in.
const CHECK_TIMEOUT_MS = 2_000;

/** Whether the service can do its work now, check by check. Never throws, and answers within a few seconds. */
export async function readiness(
  ports: Ports,
  pingStore: (timeoutMs: number) => Promise<void>,
  spaceComplaint: () => string | null,
): Promise<{ ready: boolean; checks: Check[] }> {
  const { queues, settings, now } = ports;
  const checks = await Promise.all([
    check('store', async () => {
      await pingStore(CHECK_TIMEOUT_MS);
      return 'answers';
    }),
    check('queue', async () => {
      await queues.backend.ping();
      return 'answers';
    }),
    check('backlog', async () => {
      const oldest = await queues.oldestWaitingMs(now());
      if (oldest > settings.readyMaxWaitMs)
        throw new Error(
          `the oldest waiting job is ${Math.round(oldest / 1000)} s old, more than ${Math.round(settings.readyMaxWaitMs / 1000)} s`,
        );
      return `the oldest waiting job is ${Math.round(oldest / 1000)} s old`;
    }),
    ...(modeOf(settings) === 'embedded' ? [check('disk', async () => roomOrThrow(spaceComplaint()))] : []),
  ]);
  return { ready: checks.every(({ ok }) => ok), checks };
}

function roomOrThrow(complaint: string | null): string {
  if (complaint !== null) throw new Error(complaint);
  return 'there is room';
}

async function check(name: Check['name'], probe: () => Promise<string>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    return { name, ok: true, detail: await Promise.race([probe(), late]) };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}
