// Articles by the time in which they were found, for whoever walks them by their ids: ids rise with time, so that the
// walk begins and ends where the time does. The time alone would let it read every older article to find no more.
import { type RawBuilder, sql } from 'kysely';

/** An article's time is that of the transaction that finds it, which no poll holds open for so long. */
const TRANSACTION_MS = 3_600_000;
const LARGEST_ID = '9223372036854775807';

/** The conditions on `articles` that were found at `since` or later and before `before`, where these are given. */
export function foundBetween({ since, before }: { since?: Date; before?: Date }): RawBuilder<boolean>[] {
  const shifted = (time: Date, ms: number): Date => new Date(time.getTime() + ms);
  return [
    ...(since === undefined
      ? []
      : [
          sql<boolean>`articles.discovered_at >= ${since} and articles.id > coalesce((select id from articles as earlier
            where earlier.discovered_at < ${shifted(since, -TRANSACTION_MS)} order by earlier.discovered_at desc limit 1), 0)`,
        ]),
    ...(before === undefined
      ? []
      : [
          sql<boolean>`articles.discovered_at < ${before} and articles.id < coalesce((select id from articles as later
            where later.discovered_at >= ${shifted(before, TRANSACTION_MS)} order by later.discovered_at limit 1), ${sql.raw(LARGEST_ID)})`,
        ]),
  ];
}
