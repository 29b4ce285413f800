// What the timers and the stages ask of the database, each call as the service makes it.
import type { Ports } from '../src/workers/ports.js';
import { addArticle, publish } from '../test/support/rows.js';
import { type Timed, timed } from './timing.js';

const DAY_MS = 86_400_000;
/** As many as one tick claims, one sweep looks at and prunes. */
const CLAIMED = 500;
const SWEPT = 200;
const PRUNED = 2_000;
const LEASE_MS = 60_000;
/** The archive keeps this many days of the ledger, and was filled in ten times as many. */
const LEDGER_DAYS = 85;
const SNAPSHOT_DAYS = 300;

/** The time of each; it changes the archive. */
export async function askedOfStore(
  { store }: Pick<Ports, 'store'>,
  { rounds }: { rounds: number },
): Promise<Timed[]> {
  const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
  const text = 'It rained in the valley again, and nobody knows how long the dam holds. '.repeat(20);
  return [
    await timed(`claim of ${CLAIMED} due feeds`, Math.min(rounds, 30), () =>
      store.feeds.claimDue(CLAIMED, LEASE_MS),
    ),
    await timed('an article, from found to stored', rounds, () => publish(store, { text, title: 'The dam' })),
    await timed('an article found', rounds, () => addArticle(store)),
    await timed('sweep, overdue runs', rounds, () => store.runs.overdue(SWEPT, LEASE_MS)),
    await timed(`sweep, ${PRUNED} rows of the ledger pruned`, rounds, () =>
      store.ledger.prune(daysAgo(LEDGER_DAYS), PRUNED),
    ),
    await timed(`sweep, ${SWEPT} pages pruned`, rounds, () =>
      store.retention.pruneSnapshots(daysAgo(SNAPSHOT_DAYS), SWEPT),
    ),
    await timed('audit, every check', 1, () => store.audit.find()),
  ];
}
