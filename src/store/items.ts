// The items that each feed has listed, and the signs by which they are known again.
import { type Insertable, type Kysely, sql } from 'kysely';
import type { KnownItem } from '../feeds/matching.js';
import { anyOf } from './due-run.js';
import type { Schema } from './schema.js';
import type { FeedItemsTable } from './schema-feeds.js';

export type SeenItem = Insertable<FeedItemsTable>;

/** An item that a feed has listed. */
export interface ListedItem {
  feedId: number;
  feedUrl: string;
  seenAt: Date;
  /** Why no article was made of it; null when one was. */
  reason: string | null;
}

export interface Items {
  /** The items that this feed has listed under these signs. */
  known(feedId: number, signs: string[]): Promise<Map<string, KnownItem>>;
  /** Lets signs lead to items from now on, wherever they led before. */
  sign(feedId: number, signs: { sign: string; itemKey: string }[]): Promise<void>;
  /** Records items as seen with their present content; those seen before are updated. */
  record(items: SeenItem[]): Promise<void>;
  /** The feeds that list an article. */
  feedsOf(
    articleId: number,
  ): Promise<{ feedId: number; title: string | null; url: string | null; feedUrl: string }[]>;
  /** What the feeds that list an article say in it themselves, the longest of it; null when they say nothing. */
  contentOf(articleId: number): Promise<string | null>;
  /** The item with this address, as feeds or as we write it, that one of these feeds has listed; null when none has. */
  listing(feedIds: number[], url: string): Promise<ListedItem | null>;
  /** Items of a feed that lead to no article, with the reason. */
  skipped(
    feedId: number,
    limit: number,
  ): Promise<{ title: string | null; url: string | null; skip_reason: string | null }[]>;
}

// As in articles.ts: far below the number of parameters that a statement may have.
const CHUNK_ROWS = 500;

export function createItems(db: Kysely<Schema>): Items {
  return {
    known: (feedId, signs) => knownBySign(db, feedId, signs),
    async sign(feedId, signs) {
      for (let from = 0; from < signs.length; from += CHUNK_ROWS) {
        await db
          .insertInto('feed_item_signs')
          .values(
            signs
              .slice(from, from + CHUNK_ROWS)
              .map(({ sign, itemKey }) => ({ feed_id: feedId, sign, item_key: itemKey })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['feed_id', 'sign'])
              .doUpdateSet((eb) => ({ item_key: eb.ref('excluded.item_key') })),
          )
          .execute();
      }
    },
    async record(items) {
      for (let from = 0; from < items.length; from += CHUNK_ROWS) {
        await db
          .insertInto('feed_items')
          .values(items.slice(from, from + CHUNK_ROWS))
          .onConflict((conflict) =>
            conflict.columns(['feed_id', 'item_key']).doUpdateSet((eb) => ({
              article_id: eb.ref('excluded.article_id'),
              url: eb.ref('excluded.url'),
              title: eb.ref('excluded.title'),
              published_at: eb.ref('excluded.published_at'),
              content_hash: eb.ref('excluded.content_hash'),
              content: eb.ref('excluded.content'),
              skip_reason: eb.ref('excluded.skip_reason'),
            })),
          )
          .execute();
      }
    },
    listing: async (feedIds, url) =>
      (await db
        .selectFrom('feed_items')
        .innerJoin('feeds', 'feeds.id', 'feed_items.feed_id')
        .select([
          'feed_items.feed_id as feedId',
          'feeds.url as feedUrl',
          'feed_items.seen_at as seenAt',
          'feed_items.skip_reason as reason',
        ])
        .where('feed_items.feed_id', '=', anyOf(feedIds))
        .where('feed_items.url', 'in', [url, url.endsWith('/') ? url.slice(0, -1) : `${url}/`])
        .orderBy('feed_items.seen_at', 'desc')
        .executeTakeFirst()) ?? null,
    feedsOf: (articleId) =>
      db
        .selectFrom('feed_items')
        .innerJoin('feeds', 'feeds.id', 'feed_items.feed_id')
        .select([
          'feed_items.feed_id as feedId',
          'feed_items.title',
          'feed_items.url',
          'feeds.url as feedUrl',
        ])
        .where('article_id', '=', articleId)
        .orderBy('feed_id')
        .execute(),
    async contentOf(articleId) {
      const row = await db
        .selectFrom('feed_items')
        .select('content')
        .where('article_id', '=', articleId)
        .where('content', 'is not', null)
        .orderBy(sql`length(content)`, 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.content ?? null;
    },
    skipped: (feedId, limit) =>
      db
        .selectFrom('feed_items')
        .select(['title', 'url', 'skip_reason'])
        .where('feed_id', '=', feedId)
        .where('skip_reason', 'is not', null)
        .orderBy('seen_at', 'desc')
        .limit(limit)
        .execute(),
  };
}

async function knownBySign(
  db: Kysely<Schema>,
  feedId: number,
  signs: string[],
): Promise<Map<string, KnownItem>> {
  const found = new Map<string, KnownItem>();
  for (let from = 0; from < signs.length; from += CHUNK_ROWS) {
    const rows = await db
      .selectFrom('feed_item_signs')
      .innerJoin('feed_items', (join) =>
        join
          .onRef('feed_items.feed_id', '=', 'feed_item_signs.feed_id')
          .onRef('feed_items.item_key', '=', 'feed_item_signs.item_key'),
      )
      .select([
        'sign',
        'feed_items.item_key as key',
        'content_hash as contentHash',
        'article_id as articleId',
        'url',
        'title',
        'published_at as publishedAt',
      ])
      .where('feed_item_signs.feed_id', '=', feedId)
      .where('sign', 'in', signs.slice(from, from + CHUNK_ROWS))
      .execute();
    for (const { sign, ...item } of rows) found.set(sign, item);
  }
  return found;
}
