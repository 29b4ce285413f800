/** Binds the tick: claims the feeds whose turn has come and queues a poll for each. */
import { pollLeaseMs } from './poll.js';
import type { Ports } from './ports.js';

/** Feeds that one tick claims at most; the next tick takes the rest. */
const CLAIM_LIMIT = 500;

/** How many polls were queued. */
export async function tick({
  store,
  queues,
  settings,
}: Pick<Ports, 'store' | 'queues' | 'settings'>): Promise<number> {
  const due = await store.feeds.claimDue(CLAIM_LIMIT, pollLeaseMs(settings));
  await queues.add(
    'poll',
    due.map(({ id, attempt }) => ({ data: { feedId: id, attempt } })),
  );
  return due.length;
}
