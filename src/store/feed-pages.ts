// Feeds filtered and in an order, page by page. A page begins behind the last row of the page before it (keyset), so
// that the hundredth page costs what the first one does, and no feed is shown twice when others come in between.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { anyOf } from './due-run.js';
import type { FeedSummary } from './feeds.js';
import { literal } from './like.js';
import type { Schema } from './schema.js';

export const feedHealths = ['failing', 'missed', 'paused', 'gone', 'new'] as const;
export type FeedHealth = (typeof feedHealths)[number];
export const feedOrders = ['title', 'failures', 'next', 'silent', 'newest'] as const;
export type FeedOrder = (typeof feedOrders)[number];

export interface FeedFilter {
  /** Words of the title or the address, in any case. */
  words?: string;
  health?: FeedHealth;
}
/** Where a page ended: the value that the order goes by, a whole number for all orders but `title`, and the feed's id. */
export interface FeedPlace {
  value: string;
  id: number;
}

/** Articles of one feed that were found on one day. */
export interface FeedDay {
  feedId: number;
  /** Its beginning, in UTC. */
  day: Date;
  articles: number;
}

export interface FeedPages {
  /** The articles of feeds by the day on which they were found, since a moment; days without any are left out. */
  perDay(feedIds: number[], since: Date): Promise<FeedDay[]>;
  page(
    filter: FeedFilter,
    order: FeedOrder,
    after: FeedPlace | null,
    limit: number,
  ): Promise<{ feeds: FeedSummary[]; next: FeedPlace | null }>;
}

interface Ordering {
  by: RawBuilder<unknown>;
  type: 'text' | 'bigint';
  direction: 'asc' | 'desc';
}
/** A time as a whole number, which a place in an address can hold without a doubt. */
const microseconds = (time: RawBuilder<unknown>) => sql`(extract(epoch from ${time}) * 1000000)::bigint`;
const orderings: Readonly<Record<FeedOrder, Ordering>> = {
  title: { by: sql`lower(coalesce(feeds.title, feeds.url))`, type: 'text', direction: 'asc' },
  failures: { by: sql`feeds.failures::bigint`, type: 'bigint', direction: 'desc' },
  next: { by: microseconds(sql`feeds.next_poll_at`), type: 'bigint', direction: 'asc' },
  // Those that never answered at all come first.
  silent: {
    by: sql`coalesce(${microseconds(sql`feeds.succeeded_at`)}, 0)`,
    type: 'bigint',
    direction: 'asc',
  },
  newest: { by: sql`feeds.id`, type: 'bigint', direction: 'desc' },
};

const healths: Readonly<Record<FeedHealth, RawBuilder<boolean>>> = {
  failing: sql`feeds.failures > 0 and feeds.state = 'active'`,
  missed: sql`(feeds.memory->'missed'->>'at')::timestamptz > now() - interval '7 days'`,
  paused: sql`feeds.state = 'paused'`,
  gone: sql`feeds.state = 'gone'`,
  new: sql`feeds.polled_at is null`,
};

export function createFeedPages(db: Kysely<Schema>): FeedPages {
  return {
    perDay: (feedIds, since) =>
      db
        .selectFrom('articles')
        .select([
          sql<number>`feed_id`.as('feedId'),
          sql<Date>`date_trunc('day', discovered_at, 'UTC')`.as('day'),
          (eb) => eb.fn.countAll<number>().as('articles'),
        ])
        .where('feed_id', '=', anyOf(feedIds))
        .where('discovered_at', '>=', since)
        .groupBy(['feed_id', 'day'])
        .execute(),
    async page({ words = '', health }, order, after, limit) {
      const { by, type, direction } = orderings[order];
      const compare = sql.raw(direction === 'asc' ? '>' : '<');
      const rows = await db
        .selectFrom('feeds')
        .selectAll('feeds')
        .select([
          sql<string>`(${by})::text`.as('place'),
          sql<number>`(select count(article_id) from feed_items where feed_items.feed_id = feeds.id)`.as(
            'articles',
          ),
        ])
        .$if(words !== '', (query) =>
          query.where(sql<boolean>`concat_ws(' ', feeds.title, feeds.url) ilike ${`%${literal(words)}%`}`),
        )
        .$if(health !== undefined, (query) => query.where(healths[health ?? 'failing']))
        .$if(after !== null, (query) =>
          query.where(
            sql<boolean>`(${by}, feeds.id) ${compare} (${after?.value ?? ''}::text::${sql.raw(type)}, ${after?.id ?? 0}::bigint)`,
          ),
        )
        .orderBy(by, direction)
        .orderBy('feeds.id', direction)
        .limit(limit)
        .execute();
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        feeds: rows.map(({ place: _place, ...feed }) => feed),
        next: last === undefined ? null : { value: last.place, id: last.id },
      };
    },
  };
}
