import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { createFeedTimetable, type Feed, type FeedTimetable } from './feed-timetable.js';
import type { Schema } from './schema.js';

export type { Feed, PollResult } from './feed-timetable.js';

export interface NewFeed {
  url: string;
  urlKey: string;
  title: string | null;
  siteUrl: string | null;
  tags: string[];
  intervalMs: number;
}

export interface FeedCounts {
  active: number;
  paused: number;
  /** Feeds whose server says that they are gone for good. */
  gone: number;
  failing: number;
  due: number;
  /** Items that were probably missed in the last week. */
  missed: number;
}
/** A feed with what a list shows of it. */
export type FeedSummary = Feed & { articles: number };

export interface Feeds extends FeedTimetable {
  /** Adds a feed, or finds it by its URL; tags are joined. `added` tells which. */
  add(feed: NewFeed): Promise<{ feed: Feed; added: boolean }>;
  find(id: number): Promise<Feed | null>;
  findByKey(urlKey: string): Promise<Feed | null>;
  /** The feeds whose address, or that of their site, is on this registrable domain or below it. */
  ofSite(site: string): Promise<Feed[]>;
  /** How many articles the feed lists or has listed. */
  articlesOf(id: number): Promise<number>;
  list(page: { after: number; limit: number; failing?: boolean }): Promise<FeedSummary[]>;
  count(): Promise<FeedCounts>;
  setState(id: number, state: 'active' | 'paused'): Promise<Feed | null>;
  /** Removes the feed and what it listed; its articles stay. */
  remove(id: number): Promise<boolean>;
}

export function createFeeds(db: Kysely<Schema>): Feeds {
  return { ...feedRows(db), ...createFeedTimetable(db) };
}

/** Whether an address is on a site or below it. */
function isOn(url: RawBuilder<unknown>, site: string): RawBuilder<SqlBool> {
  const host = sql`substring(${url} from '^https?://([^/?#]+)')`;
  // The pattern costs a hundred times what looking for the name does, and most addresses do not hold it.
  return sql<SqlBool>`case when strpos(${url}, ${site}) = 0 then false
    else ${host} = ${site} or right(${host}, ${site.length + 1}) = ${`.${site}`} end`;
}

function feedRows(
  db: Kysely<Schema>,
): Pick<
  Feeds,
  'add' | 'find' | 'findByKey' | 'ofSite' | 'articlesOf' | 'list' | 'count' | 'setState' | 'remove'
> {
  return {
    async add(feed) {
      const row = await db
        .insertInto('feeds')
        .values({
          url: feed.url,
          url_key: feed.urlKey,
          title: feed.title,
          site_url: feed.siteUrl,
          tags: feed.tags,
          interval_ms: feed.intervalMs,
        })
        .onConflict((conflict) =>
          conflict.column('url_key').doUpdateSet((eb) => ({
            tags: sql<string[]>`array(select distinct unnest(feeds.tags || excluded.tags) order by 1)`,
            title: eb.fn.coalesce('feeds.title', 'excluded.title'),
          })),
        )
        .returningAll()
        // xmax is 0 in a row that this statement inserted, and its own transaction in one that it updated.
        .returning(sql<boolean>`xmax = 0`.as('added'))
        .executeTakeFirstOrThrow();
      const { added, ...stored } = row;
      return { feed: stored, added };
    },
    find: async (id) =>
      (await db.selectFrom('feeds').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    findByKey: async (urlKey) =>
      (await db.selectFrom('feeds').selectAll().where('url_key', '=', urlKey).executeTakeFirst()) ?? null,
    ofSite: (site) =>
      db
        .selectFrom('feeds')
        .selectAll()
        .where((eb) => eb.or([isOn(sql.ref('feeds.url'), site), isOn(sql.ref('feeds.site_url'), site)]))
        .orderBy('id')
        .limit(100)
        .execute(),
    articlesOf: async (id) => {
      const { articles } = await db
        .selectFrom('feed_items')
        .select((eb) => eb.fn.count<number>('article_id').distinct().as('articles'))
        .where('feed_id', '=', id)
        .executeTakeFirstOrThrow();
      return articles;
    },
    list: ({ after, limit, failing }) =>
      db
        .selectFrom('feeds')
        .selectAll('feeds')
        .select((eb) =>
          eb
            .selectFrom('feed_items')
            .select((items) => items.fn.count<number>('article_id').as('n'))
            .whereRef('feed_items.feed_id', '=', 'feeds.id')
            .as('articles'),
        )
        .where('id', '>', after)
        .$if(failing === true, (query) => query.where('failures', '>', 0))
        .orderBy('id')
        .limit(limit)
        .$narrowType<{ articles: number }>()
        .execute(),
    async count() {
      const row = await db
        .selectFrom('feeds')
        .select([
          sql<number>`count(*) filter (where state = 'active')`.as('active'),
          sql<number>`count(*) filter (where state = 'paused')`.as('paused'),
          sql<number>`count(*) filter (where state = 'gone')`.as('gone'),
          sql<number>`count(*) filter (where state = 'active' and failures > 0)`.as('failing'),
          sql<number>`count(*) filter (where state <> 'paused' and next_poll_at <= now())`.as('due'),
          sql<number>`coalesce(sum((memory->'missed'->>'items')::int)
            filter (where (memory->'missed'->>'at')::timestamptz > now() - interval '7 days'), 0)`.as(
            'missed',
          ),
        ])
        .executeTakeFirstOrThrow();
      return row;
    },
    async setState(id, state) {
      const row = await db
        .updateTable('feeds')
        .set({ state, ...(state === 'active' ? { next_poll_at: sql<Date>`now()` } : {}) })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row ?? null;
    },
    async remove(id) {
      await db.deleteFrom('ledger').where('feed_id', '=', id).where('article_id', 'is', null).execute();
      return (
        (await db.deleteFrom('feeds').where('id', '=', id).returning('id').executeTakeFirst()) !== undefined
      );
    },
  };
}
