// Articles: one row a story, found by its URL key. What a run makes of it is written once, when the run ends.
import { type Kysely, type Selectable, type SqlBool, sql, type UpdateObject } from 'kysely';
import type { Schema } from './schema.js';
import type { ArticlesTable, ItemHints } from './schema-articles.js';

export type Article = Omit<Selectable<ArticlesTable>, 'search'>;

/** New values for columns of an article. */
export type ArticleChanges = UpdateObject<Schema, 'articles'>;

export interface NewArticle {
  url: string;
  urlKey: string;
  host: string;
  feedId: number | null;
  hints: ItemHints;
}

/** What makes two articles of a host one story: the same text, or one canonical address and one title. */
export interface Story {
  articleId: number;
  host: string;
  textHash: string;
  storyKey: string;
  title: string | null;
  /**
   * A long text makes a story under any title: a headline is often written anew. A short one may be a notice that
   * stands on many pages, so that there the title has to agree.
   */
  isLong: boolean;
  /** Little text is the same on many pages, such as a request to log in, so that it makes no story. */
  isThin: boolean;
}

export interface Articles {
  /** Inserts what is new by URL key, in state discovered; returns the ids of all by key. */
  discover(found: NewArticle[]): Promise<Map<string, { id: number; isNew: boolean }>>;
  find(id: number): Promise<Article | null>;
  findByKey(urlKey: string): Promise<Article | null>;
  /** The language of most of the last stored articles of a feed; null before there are any. */
  languageOfFeed(feedId: number): Promise<string | null>;
  /** The stored article that tells the same story on the same host, for a thin one a thin one as well; null when there is none. */
  twin(story: Story): Promise<number | null>;
  /** Holds back others who lock the same story, until the transaction ends. */
  lockStory(story: Story): Promise<void>;
}

/** Every column but the search index, which is of use to the database alone. */
export const articleColumns = [
  'articles.id',
  'articles.feed_id',
  'articles.url',
  'articles.url_key',
  'articles.host',
  'articles.state',
  'articles.reason',
  'articles.duplicate_of',
  'articles.hints',
  'articles.revision_id',
  'articles.title',
  'articles.byline',
  'articles.published_at',
  'articles.published_day',
  'articles.language',
  'articles.site_name',
  'articles.image_url',
  'articles.excerpt',
  'articles.text_hash',
  'articles.story_key',
  'articles.search_config',
  'articles.discovered_at',
  'articles.stored_at',
  'articles.drift_alert',
  'articles.updated_at',
] as const;

// Enough for the largest feeds in a few statements, and far below the 65,535 parameters that one may have.
const INSERT_ROWS = 500;

export function createArticles(db: Kysely<Schema>): Articles {
  return {
    async discover(found) {
      const byKey = new Map<string, { id: number; isNew: boolean }>();
      // In one order everywhere: two feeds that list the same new articles would otherwise wait for each other's rows.
      const ordered = [...found].sort((a, b) => (a.urlKey < b.urlKey ? -1 : 1));
      for (let from = 0; from < ordered.length; from += INSERT_ROWS)
        await discoverChunk(db, ordered.slice(from, from + INSERT_ROWS), byKey);
      return byKey;
    },
    find: async (id) =>
      (await db.selectFrom('articles').select(articleColumns).where('id', '=', id).executeTakeFirst()) ??
      null,
    findByKey: async (urlKey) =>
      (await db
        .selectFrom('articles')
        .select(articleColumns)
        .where('url_key', '=', urlKey)
        .executeTakeFirst()) ?? null,
    languageOfFeed: (feedId) => languageOfFeed(db, feedId),
    async twin({ articleId, host, textHash, storyKey, title, isLong, isThin }) {
      const row = await db
        .selectFrom('articles')
        .select('id')
        .where((eb) =>
          eb.or([
            ...(isThin
              ? []
              : [
                  eb.and([
                    eb('state', '=', 'stored'),
                    eb('text_hash', '=', textHash),
                    ...(isLong
                      ? []
                      : [sql<SqlBool>`lower(articles.title) is not distinct from lower(${title}::text)`]),
                  ]),
                ]),
            // Sites that name one address for all their pages do not name one title.
            ...(isThin ? (['stored', 'thin'] as const) : (['stored'] as const)).map((state) =>
              eb.and([eb('state', '=', state), eb('story_key', '=', storyKey), eb('title', '=', title)]),
            ),
          ]),
        )
        .where('host', '=', host)
        .where('id', '!=', articleId)
        .orderBy('id')
        .executeTakeFirst();
      return row?.id ?? null;
    },
    async lockStory({ textHash, storyKey }) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${textHash}, 0)), pg_advisory_xact_lock(hashtextextended(${storyKey}, 1))`.execute(
        db,
      );
    },
  };
}

/** What a feed wrote in lately, and not what it once did: a month of a small newsroom, a day of a large one. */
const LATELY = 20;

async function languageOfFeed(db: Kysely<Schema>, feedId: number): Promise<string | null> {
  const lately = db
    .selectFrom('articles')
    .select('language')
    .where('feed_id', '=', feedId)
    .where('state', '=', 'stored')
    .where('language', '!=', 'und')
    .orderBy('id', 'desc')
    .limit(LATELY);
  const row = await db
    .selectFrom(lately.as('lately'))
    .select('language')
    .groupBy('language')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .orderBy('language')
    .limit(1)
    .executeTakeFirst();
  return row?.language ?? null;
}

async function discoverChunk(
  db: Kysely<Schema>,
  chunk: NewArticle[],
  into: Map<string, { id: number; isNew: boolean }>,
): Promise<void> {
  const inserted = await db
    .insertInto('articles')
    .values(
      chunk.map((article) => ({
        url: article.url,
        url_key: article.urlKey,
        host: article.host,
        feed_id: article.feedId,
        hints: JSON.stringify(article.hints),
      })),
    )
    .onConflict((conflict) => conflict.column('url_key').doNothing())
    .returning(['id', 'url_key'])
    .execute();
  for (const row of inserted) into.set(row.url_key, { id: row.id, isNew: true });
  const missing = chunk.map(({ urlKey }) => urlKey).filter((key) => !into.has(key));
  if (missing.length === 0) return;
  const known = await db
    .selectFrom('articles')
    .select(['id', 'url_key'])
    .where('url_key', 'in', missing)
    .execute();
  for (const row of known) into.set(row.url_key, { id: row.id, isNew: false });
}
