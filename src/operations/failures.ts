// What did not come in, by cause, and another try for all that has one cause.
import { FeedmillError } from '../errors.js';
import type { Stage } from '../pipeline.js';
import type { FailureCause, FailureGroup, FailureState } from '../store/failures.js';
import type { Ports } from '../workers/ports.js';
import { startReingest } from '../workers/reingest.js';
import { pollNow } from './feeds.js';

/** So many of the newest articles of a state are looked at: the causes of today, at the same cost every day. */
export const FAILURE_WINDOW = { articles: 2_000 };
const GROUPS_SHOWN = 100;
/** Polls that one retry asks for at most; the rest of a large group comes with its own timetable. */
const POLLS_AT_ONCE = 500;

export interface FailureOverview {
  articles: FailureGroup[];
  feeds: FailureGroup[];
  retrying: (FailureCause & { count: number; nextAt: Date })[];
}

export async function failuresOf(
  state: FailureState,
  { store }: Pick<Ports, 'store'>,
): Promise<FailureOverview> {
  const { failures } = store.newsroom;
  const [articles, feeds, retrying] = await Promise.all([
    failures.groups(state, FAILURE_WINDOW, GROUPS_SHOWN),
    failures.feedGroups(GROUPS_SHOWN),
    failures.retrying(GROUPS_SHOWN),
  ]);
  return { articles, feeds, retrying };
}

/**
 * Runs what has this cause again: feeds are polled now, articles run from `from` on, below live traffic.
 * @returns how many feeds or articles.
 * @throws FeedmillError NOT_FOUND when nothing has this cause any more.
 */
export async function retryCause(
  { state, from, ...cause }: FailureCause & { state: FailureState; from: Stage },
  ports: Ports,
): Promise<number> {
  const { failures } = ports.store.newsroom;
  if (cause.stage === 'poll') return pollNow(await failures.feedIds(cause, POLLS_AT_ONCE), ports);
  const urls = await failures.addresses(state, cause, FAILURE_WINDOW);
  if (urls.length === 0)
    throw new FeedmillError(
      'NOT_FOUND',
      'No article rests for this reason any more; another run has changed it. The page of failures shows what is left.',
    );
  return (await startReingest({ selection: { urls }, from, dryRun: false }, ports)).articles;
}
