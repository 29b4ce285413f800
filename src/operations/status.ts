// What a person looks at in the morning: the queues, how fast articles move, what waits longest, which feeds fail.
import type { QueueCounts } from '../queues/queues.js';
import { type Mode, modeOf } from '../settings.js';
import type { FeedCounts, FeedSummary } from '../store/feeds.js';
import type { TableSize } from '../store/retention.js';
import type { Ports } from '../workers/ports.js';

export interface Status {
  mode: Mode;
  queues: QueueCounts[];
  oldestWaitingMs: number;
  /** Open alerts. */
  alerts: { critical: number; warning: number };
  /** Processes that work. */
  workers: number;
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
  const [counts, oldestWaitingMs, open, workers, feeds, articles, lastHour, storage, failing] =
    await Promise.all([
      queues.counts(),
      queues.oldestWaitingMs(now()),
      store.alerts.open(),
      store.workers.alive(),
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
  const critical = open.filter(({ severity }) => severity === 'critical').length;
  return {
    mode: modeOf(settings),
    queues: counts,
    oldestWaitingMs,
    alerts: { critical, warning: open.length - critical },
    workers: workers.length,
    feeds,
    articles,
    lastHour,
    storage,
    failingFeeds,
  };
}
