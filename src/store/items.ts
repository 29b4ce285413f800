// The items that each feed has listed, by the key under which the feed recognises them again.
import { type Insertable, type Kysely, sql } from 'kysely';
import type { FeedItemsTable, Schema } from './schema.js';

export type SeenItem = Insertable<FeedItemsTable>;

export interface Items {
  /** What is known of these keys in this feed: their content hash and article. */
  known(
    feedId: number,
    keys: string[],
  ): Promise<Map<string, { contentHash: string; articleId: number | null }>>;
  /** Records items as seen with their present content; those seen before are updated. */
  record(items: SeenItem[]): Promise<void>;
  /** The feeds that list an article. */
  feedsOf(
    articleId: number,
  ): Promise<{ feedId: number; title: string | null; url: string | null; feedUrl: string }[]>;
  /** What the feeds that list an article say in it themselves, the longest of it; null when they say nothing. */
  contentOf(articleId: number): Promise<string | null>;
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
    async known(feedId, keys) {
      const found = new Map<string, { contentHash: string; articleId: number | null }>();
      for (let from = 0; from < keys.length; from += CHUNK_ROWS) {
        const rows = await db
          .selectFrom('feed_items')
          .select(['item_key', 'content_hash', 'article_id'])
          .where('feed_id', '=', feedId)
          .where('item_key', 'in', keys.slice(from, from + CHUNK_ROWS))
          .execute();
        for (const row of rows)
          found.set(row.item_key, { contentHash: row.content_hash, articleId: row.article_id });
      }
      return found;
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
