// What readers see: articles listed, shown, searched, and the one place where a revision becomes the article.
import { type Kysely, sql } from 'kysely';
import { type ArticleFilter, type ArticleSummary, filtered, summary } from './article-summary.js';
import type { Draft } from './begin.js';
import { literal } from './like.js';
import { thinReason } from './revisions.js';
import type { Schema } from './schema.js';
import { newestMatching, type SearchHit, searchArticles } from './search.js';
import { configFor, installedConfigs } from './search-dictionary.js';
import { BIGRAM, indexed, searchable } from './search-text.js';

export interface Library {
  /** Articles newest first; `before` is the id that the last page ended with. */
  list(filter: ArticleFilter, page: { before: number | null; limit: number }): Promise<ArticleSummary[]>;
  /**
   * Stored articles, thin ones included, that hold every word of `query`: of the newest thousand of them, the best
   * first. An empty query finds nothing.
   */
  search(query: string, filter: ArticleFilter, page: { offset: number; limit: number }): Promise<SearchHit[]>;
  /** Articles with these words in their title, or in what their feed calls them, newest first, of the newest 100,000. */
  titled(words: string, limit: number): Promise<ArticleSummary[]>;
  /** The ids of the newest stored articles that hold every word of `query`, newest first. */
  matching(query: string, filter: ArticleFilter): Promise<number[]>;
  /** The columns of an article that a revision becomes current with, its search index included. */
  published(revision: Draft, now: Date): Promise<Record<string, unknown>>;
  counts(): Promise<{
    states: Record<string, number>;
    stages: Record<string, number>;
    languages: Record<string, number>;
  }>;
}

/** A part of a title is looked for without an index, so that there must be an end of it: about a second. */
const TITLES_LOOKED_AT = 100_000;

export function createLibrary(db: Kysely<Schema>): Library {
  const configs = installedConfigs(db);
  return {
    list: (filter, { before, limit }) =>
      db
        .selectFrom('articles')
        .leftJoin('runs', 'runs.article_id', 'articles.id')
        .select(summary)
        .where((eb) => eb.and(filtered(filter, eb)))
        .$if(before !== null, (query) => query.where('articles.id', '<', before))
        .orderBy('articles.id', 'desc')
        .limit(limit)
        .execute(),
    search: async (query, filter, page) =>
      searchArticles(db, await configs(), searchable(query), filter, page),
    titled: (words, limit) =>
      db
        .selectFrom('articles')
        .leftJoin('runs', 'runs.article_id', 'articles.id')
        .select(summary)
        .where('articles.id', '>', (eb) =>
          eb.selectFrom('articles').select(sql<number>`coalesce(max(id), 0) - ${TITLES_LOOKED_AT}`.as('id')),
        )
        .where(
          sql<boolean>`coalesce(articles.title, articles.hints->>'title') ilike ${`%${literal(words)}%`}`,
        )
        .orderBy('articles.id', 'desc')
        .limit(limit)
        .execute(),
    matching: async (query, filter) => newestMatching(db, await configs(), searchable(query), filter),
    published: async (revision, now) => publishedColumns(revision, now, await configs()),
    counts: () => counts(db),
  };
}

function publishedColumns(
  revision: Draft,
  now: Date,
  installed: ReadonlySet<string>,
): Record<string, unknown> {
  const config = configFor(revision.language, installed);
  const [title, text] = indexed(revision.title ?? '', revision.text, config);
  const dictionary = sql`${config === BIGRAM ? 'simple' : config}::regconfig`;
  return {
    state: thinReason(revision) === null ? 'stored' : 'thin',
    reason: thinReason(revision),
    duplicate_of: null,
    revision_id: revision.id,
    title: revision.title,
    byline: revision.byline,
    published_at: revision.published_at,
    published_day: revision.published_day,
    language: revision.language,
    site_name: revision.site_name,
    image_url: revision.image_url,
    excerpt: revision.excerpt,
    text_hash: revision.text_hash,
    search_config: config,
    search: sql`setweight(to_tsvector(${dictionary}, ${title}), 'A') || to_tsvector(${dictionary}, ${text})`,
    stored_at: sql`coalesce(articles.stored_at, ${now})`,
  };
}

async function counts(db: Kysely<Schema>): ReturnType<Library['counts']> {
  const [rows, waiting] = await Promise.all([
    db
      .selectFrom('articles')
      .select(['state', 'language', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy(['state', 'language'])
      .execute(),
    db
      .selectFrom('runs')
      .select(['stage', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('stage')
      .execute(),
  ]);
  const states: Record<string, number> = {};
  const languages: Record<string, number> = {};
  const add = (into: Record<string, number>, key: string, count: number): void => {
    into[key] = (into[key] ?? 0) + count;
  };
  for (const { state, language, count } of rows) {
    add(states, state, count);
    if (state === 'stored' || state === 'thin') add(languages, language ?? 'und', count);
  }
  return { states, stages: Object.fromEntries(waiting.map(({ stage, count }) => [stage, count])), languages };
}
