// What readers see: articles listed, shown, searched, and the one place where a revision becomes the article.
import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely';
import { searchConfigOf, segmentsByBigram, tagsInRange } from '../language/search-config.js';
import { type ArticleSummary, summary } from './article-summary.js';
import type { Draft } from './begin.js';
import { literal } from './like.js';
import { thinReason } from './revisions.js';
import type { Schema } from './schema.js';
import type { ArticleState } from './schema-articles.js';
import { searchSnippet } from './search-snippet.js';
import {
  BIGRAM,
  bigramQuery,
  hasUnspacedScript,
  indexed,
  type SearchConfig,
  searchable,
} from './search-text.js';

export type { ArticleSummary } from './article-summary.js';

export interface ArticleFilter {
  feedId?: number;
  language?: string;
  state?: ArticleState;
  host?: string;
  /** Marked by this alert. */
  alert?: number;
  /** Only articles found since then. */
  since?: Date;
}
/** `snippet` is shown by its parts (search-snippet.ts). */
export type SearchHit = ArticleSummary & { rank: number; snippet: string };

export interface Library {
  /** Articles newest first; `before` is the id that the last page ended with. */
  list(filter: ArticleFilter, page: { before: number | null; limit: number }): Promise<ArticleSummary[]>;
  /** Stored articles, thin ones included, that hold every word of `query`, best first. An empty query finds nothing. */
  search(
    query: string,
    filter: Pick<ArticleFilter, 'language' | 'feedId' | 'state' | 'since'>,
    page: { offset: number; limit: number },
  ): Promise<SearchHit[]>;
  /** Articles with these words in their title, or in what their feed calls them, newest first, of the newest 100,000. */
  titled(words: string, limit: number): Promise<ArticleSummary[]>;
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
    list: (filter, { before, limit }) => {
      let query = db
        .selectFrom('articles')
        .leftJoin('runs', 'runs.article_id', 'articles.id')
        .select(summary)
        .orderBy('articles.id', 'desc')
        .limit(limit);
      if (before !== null) query = query.where('articles.id', '<', before);
      if (filter.feedId !== undefined) {
        const feedId = filter.feedId;
        query = query.where('articles.id', 'in', (eb) =>
          eb
            .selectFrom('feed_items')
            .select('feed_items.article_id')
            .where('feed_items.feed_id', '=', feedId)
            .$castTo<{ article_id: number }>(),
        );
      }
      if (filter.language !== undefined) query = query.where('language', 'in', tagsInRange(filter.language));
      if (filter.state !== undefined) query = query.where('state', '=', filter.state);
      if (filter.alert !== undefined) query = query.where('drift_alert', '=', filter.alert);
      if (filter.host !== undefined) query = query.where('host', '=', filter.host);
      if (filter.since !== undefined) query = query.where('discovered_at', '>=', filter.since);
      return query.execute();
    },
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
    published: async (revision, now) => publishedColumns(revision, now, await configs()),
    counts: () => counts(db),
  };
}

// Which dictionaries a server has depends on its version; asked once, since they change with an upgrade only.
function installedConfigs(db: Kysely<Schema>): () => Promise<ReadonlySet<string>> {
  let known: ReadonlySet<string> | null = null;
  return async () => {
    if (known === null) {
      const { rows } = await sql<{ cfgname: string }>`select cfgname from pg_catalog.pg_ts_config`.execute(
        db,
      );
      known = new Set(rows.map((row) => row.cfgname));
    }
    return known;
  };
}

function configFor(language: string | null, installed: ReadonlySet<string>): SearchConfig {
  if (language === null) return 'simple';
  if (segmentsByBigram(language)) return BIGRAM;
  const config = searchConfigOf(language);
  return installed.has(config) ? config : 'simple';
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

/** The words of `query` as a tsquery of `config`; null when the config cannot hold such words. */
function queryFor(config: SearchConfig, query: string): RawBuilder<unknown> | null {
  if (config !== BIGRAM) return sql`websearch_to_tsquery(${config}::regconfig, ${query})`;
  const phrases = bigramQuery(query);
  return phrases === null ? null : sql`to_tsquery('simple', ${phrases})`;
}

async function searchArticles(
  db: Kysely<Schema>,
  installed: ReadonlySet<string>,
  query: string,
  filter: Pick<ArticleFilter, 'language' | 'feedId' | 'state' | 'since'>,
  page: { offset: number; limit: number },
): Promise<SearchHit[]> {
  const wanted =
    filter.language === undefined ? [...installed, BIGRAM] : [configFor(filter.language, installed)];
  // Words of a script without spaces stand in no other index than that of pairs.
  const configs = hasUnspacedScript(query) ? wanted.filter((config) => config === BIGRAM) : wanted;
  const queries = configs.flatMap((config) => {
    const built = queryFor(config, query);
    return built === null ? [] : [{ config, built }];
  });
  if (queries.length === 0) return [];
  // A document is compared with the query in its own language only, each part of the OR served by the index.
  const matches = queries.map(
    ({ config, built }) => sql<boolean>`(articles.search_config = ${config} and articles.search @@ ${built})`,
  );
  const rank = sql<number>`case ${sql.join(
    queries.map(
      ({ config, built }) =>
        sql`when articles.search_config = ${config} then ts_rank_cd(articles.search, ${built})`,
    ),
    sql` `,
  )} end`;
  let found = db
    .selectFrom('articles')
    .innerJoin('revisions', 'revisions.id', 'articles.revision_id')
    .leftJoin('runs', 'runs.article_id', 'articles.id')
    .select(summary)
    .select([rank.as('rank'), searchSnippet(query, queries).as('snippet')])
    .where('articles.state', 'in', ['stored', 'thin'])
    .where(sql<boolean>`(${sql.join(matches, sql` or `)})` as Expression<boolean>)
    .orderBy('rank', 'desc')
    .orderBy('articles.id', 'desc')
    .offset(page.offset)
    .limit(page.limit);
  if (filter.language) found = found.where('articles.language', 'in', tagsInRange(filter.language));
  if (filter.feedId !== undefined) found = found.where('articles.feed_id', '=', filter.feedId);
  if (filter.state !== undefined) found = found.where('articles.state', '=', filter.state);
  if (filter.since !== undefined) found = found.where('articles.discovered_at', '>=', filter.since);
  return found.execute();
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
