// How many articles each feed brought on each of the last days.
import type { Ports } from '../workers/ports.js';

const DAY_MS = 86_400_000;
/** Two weeks show the rhythm of a week twice. */
export const DAYS_SHOWN = 14;

/** For each feed the articles that were found on each of the last 14 days in UTC, today, which is not over, at the end. */
export async function articlesPerDay(
  feedIds: number[],
  { store, now }: Pick<Ports, 'store' | 'now'>,
): Promise<Map<number, number[]>> {
  const today = Math.floor(now().getTime() / DAY_MS) * DAY_MS;
  const first = today - (DAYS_SHOWN - 1) * DAY_MS;
  const counts = new Map(feedIds.map((id) => [id, Array.from({ length: DAYS_SHOWN }, () => 0)]));
  for (const { feedId, day, articles } of await store.newsroom.feeds.perDay(feedIds, new Date(first))) {
    const of = counts.get(feedId);
    const place = Math.round((day.getTime() - first) / DAY_MS);
    if (of !== undefined && place < DAYS_SHOWN) of[place] = articles;
  }
  return counts;
}
