// Feeds and their timetable. A feed is claimed before it is polled: the claim raises `attempt` and pushes the next
// turn out by a lease, so that a poll that dies is claimed again, and a poll that was overtaken changes nothing.

import { type Kysely, type Selectable, sql } from 'kysely';
import type { FeedMemory } from '../feeds/memory.js';
import type { FeedsTable, Schema } from './schema.js';

export type Feed = Selectable<FeedsTable>;

export interface NewFeed {
  url: string;
  urlKey: string;
  title: string | null;
  siteUrl: string | null;
  tags: string[];
  intervalMs: number;
}

/** What a poll leaves behind on its feed. */
export interface PollResult {
  title?: string | null;
  siteUrl?: string | null;
  language?: string | null;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  status: number | null;
  error: string | null;
  failures: number;
  nextPollAt: Date;
  intervalMs: number;
  intervalReason: string;
  intervalCause: string;
  /** A paused feed stays paused whatever its poll brought. */
  state: 'active' | 'gone';
  memory: FeedMemory;
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

export interface Feeds {
  /** Adds a feed, or finds it by its URL; tags are joined. `added` tells which. */
  add(feed: NewFeed): Promise<{ feed: Feed; added: boolean }>;
  find(id: number): Promise<Feed | null>;
  findByKey(urlKey: string): Promise<Feed | null>;
  /** The feeds whose URL is on this host. */
  ofHost(host: string): Promise<Feed[]>;
  list(page: { after: number; limit: number; failing?: boolean }): Promise<FeedSummary[]>;
  count(): Promise<FeedCounts>;
  setState(id: number, state: 'active' | 'paused'): Promise<Feed | null>;
  /** Removes the feed and what it listed; its articles stay. */
  remove(id: number): Promise<boolean>;
  /** Claims up to `limit` feeds whose turn has come. */
  claimDue(limit: number, leaseMs: number): Promise<{ id: number; attempt: number }[]>;
  /** Claims one feed now, whatever its timetable says. Null when there is no such feed. */
  claim(id: number, leaseMs: number): Promise<{ id: number; attempt: number } | null>;
  /** Writes the end of a poll; false when another poll has overtaken it and nothing was written. */
  endPoll(id: number, attempt: number, result: PollResult): Promise<boolean>;
  /** Gives a feed another address; false when another feed has it, and nothing was written. */
  move(id: number, url: string, urlKey: string): Promise<boolean>;
  /** Forgets what the server and the items were last time, so that the next poll takes everything anew. */
  forget(id: number): Promise<void>;
}

export function createFeeds(db: Kysely<Schema>): Feeds {
  return { ...feedRows(db), ...feedTimetable(db) };
}

function feedRows(
  db: Kysely<Schema>,
): Pick<Feeds, 'add' | 'find' | 'findByKey' | 'ofHost' | 'list' | 'count' | 'setState' | 'remove'> {
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
    // A host with wildcard characters in its name would only widen the list; there is none in DNS.
    ofHost: (host) =>
      db
        .selectFrom('feeds')
        .selectAll()
        .where((eb) => eb.or([eb('url', 'like', `http://${host}/%`), eb('url', 'like', `https://${host}/%`)]))
        .orderBy('id')
        .limit(100)
        .execute(),
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

const lease = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;

function feedTimetable(
  db: Kysely<Schema>,
): Pick<Feeds, 'claimDue' | 'claim' | 'endPoll' | 'move' | 'forget'> {
  return {
    claimDue: (limit, leaseMs) =>
      db
        .updateTable('feeds')
        .set((eb) => ({ attempt: eb('attempt', '+', 1), next_poll_at: lease(leaseMs) }))
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('feeds')
            .select('id')
            .where('state', '<>', 'paused')
            .where('next_poll_at', '<=', sql<Date>`now()`)
            .orderBy('next_poll_at')
            .limit(limit)
            .forUpdate()
            .skipLocked(),
        )
        .returning(['id', 'attempt'])
        .execute(),
    async claim(id, leaseMs) {
      const row = await db
        .updateTable('feeds')
        .set((eb) => ({ attempt: eb('attempt', '+', 1), next_poll_at: lease(leaseMs) }))
        .where('id', '=', id)
        .returning(['id', 'attempt'])
        .executeTakeFirst();
      return row ?? null;
    },
    async endPoll(id, attempt, result) {
      const row = await db
        .updateTable('feeds')
        .set((eb) => ({
          ...(result.title === undefined ? {} : { title: eb.fn.coalesce(eb.val(result.title), 'title') }),
          ...(result.siteUrl === undefined ? {} : { site_url: result.siteUrl }),
          ...(result.language === undefined ? {} : { language: result.language }),
          etag: result.etag,
          last_modified: result.lastModified,
          body_hash: result.bodyHash,
          polled_at: sql<Date>`now()`,
          ...(result.error === null ? { succeeded_at: sql<Date>`now()` } : {}),
          last_status: result.status,
          last_error: result.error,
          failures: result.failures,
          next_poll_at: result.nextPollAt,
          interval_ms: result.intervalMs,
          interval_reason: result.intervalReason,
          interval_cause: result.intervalCause,
          memory: JSON.stringify(result.memory),
          state: sql<Feed['state']>`case when state = 'paused' then state else ${result.state} end`,
        }))
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async move(id, url, urlKey) {
      const row = await db
        .updateTable('feeds')
        .set({ url, url_key: urlKey })
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('feeds as others').select('others.id').where('others.url_key', '=', urlKey))),
        )
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async forget(id) {
      await db
        .updateTable('feeds')
        .set({ etag: null, last_modified: null, body_hash: null })
        .where('id', '=', id)
        .execute();
      await db.updateTable('feed_items').set({ content_hash: '' }).where('feed_id', '=', id).execute();
    },
  };
}
