// The search over stored articles. A frequent word is in hundreds of thousands of them, and to rank each would take
// seconds: of those that hold the words, the newest thousand are ranked. They are looked for among the newest articles
// first, where frequent words are found at once, and by the index of words only when there are fewer. The server is
// left no choice, because it takes a word that it does not know for a frequent one.
import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { type ArticleFilter, type ArticleSummary, filtered, summary } from './article-summary.js';
import type { Schema } from './schema.js';
import { configFor } from './search-dictionary.js';
import { searchSnippet } from './search-snippet.js';
import { BIGRAM, bigramQuery, hasUnspacedScript, type SearchConfig } from './search-text.js';

/** `snippet` is shown by its parts (search-snippet.ts). */
export type SearchHit = ArticleSummary & { rank: number; snippet: string };

/** Nobody leafs through more. */
const RANKED = 1_000;
/** Words that are in a tenth of all articles are found here often enough; to read these takes some 50 ms. */
const NEWEST = 10_000;

/** What is searched for, in each of the dictionaries that articles are indexed with. */
type Queries = { config: SearchConfig; built: RawBuilder<unknown> }[];

/** The newest articles that hold every word of `query`, the best of them first. */
export async function searchArticles(
  db: Kysely<Schema>,
  installed: ReadonlySet<string>,
  query: string,
  filter: ArticleFilter,
  page: { offset: number; limit: number },
): Promise<SearchHit[]> {
  const queries = queriesFor(query, filter.language, installed);
  return ranked(db, await matchingIds(db, queries, filter), query, queries, page);
}

/** The ids of the newest articles that hold every word of `query`, up to a thousand of them, newest first. */
export async function newestMatching(
  db: Kysely<Schema>,
  installed: ReadonlySet<string>,
  query: string,
  filter: ArticleFilter,
): Promise<number[]> {
  const ids = await matchingIds(db, queriesFor(query, filter.language, installed), filter);
  return ids.sort((a, b) => b - a);
}

async function matchingIds(db: Kysely<Schema>, queries: Queries, filter: ArticleFilter): Promise<number[]> {
  if (queries.length === 0) return [];
  const newest = await amongNewest(db, queries, filter);
  return newest.length < RANKED ? byIndex(db, queries, filter) : newest;
}

function queriesFor(query: string, language: string | undefined, installed: ReadonlySet<string>): Queries {
  const wanted = language === undefined ? [...installed, BIGRAM] : [configFor(language, installed)];
  // Words of a script without spaces stand in no other index than that of pairs.
  const configs = hasUnspacedScript(query) ? wanted.filter((config) => config === BIGRAM) : wanted;
  return configs.flatMap((config) => {
    const built = queryFor(config, query);
    return built === null ? [] : [{ config, built }];
  });
}

/** The words of `query` as a tsquery of `config`; null when the config cannot hold such words. */
function queryFor(config: SearchConfig, query: string): RawBuilder<unknown> | null {
  if (config !== BIGRAM) return sql`websearch_to_tsquery(${config}::regconfig, ${query})`;
  const phrases = bigramQuery(query);
  return phrases === null ? null : sql`to_tsquery('simple', ${phrases})`;
}

// A document is compared with the query in its own language only, each part of the OR served by the index.
const matching = (queries: Queries): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    queries.map(({ config, built }) => sql`(search_config = ${config} and search @@ ${built})`),
    sql` or `,
  )})`;

const meant =
  (filter: ArticleFilter) =>
  (eb: ExpressionBuilder<Schema, 'articles'>): Expression<SqlBool> =>
    eb.and([eb('articles.state', 'in', ['stored', 'thin']), ...filtered(filter, eb)]);

async function amongNewest(db: Kysely<Schema>, queries: Queries, filter: ArticleFilter): Promise<number[]> {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('articles')
        .select(['articles.id', 'search', 'search_config'])
        .where(meant(filter))
        .orderBy('articles.id', 'desc')
        .limit(NEWEST)
        .as('newest'),
    )
    .select('id')
    .where(matching(queries))
    .limit(RANKED)
    .execute();
  return rows.map(({ id }) => id);
}

async function byIndex(db: Kysely<Schema>, queries: Queries, filter: ArticleFilter): Promise<number[]> {
  const rows = await db
    // Without "materialized" the order below would be taken for a reason to read all articles by their ids.
    .with(
      (cte) => cte('found').materialized(),
      (cte) => cte.selectFrom('articles').select('articles.id').where(meant(filter)).where(matching(queries)),
    )
    .selectFrom('found')
    .select('id')
    .orderBy('id', 'desc')
    .limit(RANKED)
    .execute();
  return rows.map(({ id }) => id);
}

async function ranked(
  db: Kysely<Schema>,
  ids: number[],
  query: string,
  queries: Queries,
  page: { offset: number; limit: number },
): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const rank = sql<number>`case ${sql.join(
    queries.map(({ config, built }) => sql`when search_config = ${config} then ts_rank_cd(search, ${built})`),
    sql` `,
  )} end`;
  return db
    .with('best', (cte) =>
      cte
        .selectFrom('articles')
        .select(['id', rank.as('rank')])
        .where('id', '=', sql<number>`any(${ids})`)
        .orderBy('rank', 'desc')
        .orderBy('id', 'desc')
        .offset(page.offset)
        .limit(page.limit),
    )
    .selectFrom('best')
    .innerJoin('articles', 'articles.id', 'best.id')
    .innerJoin('revisions', 'revisions.id', 'articles.revision_id')
    .leftJoin('runs', 'runs.article_id', 'articles.id')
    .select(summary)
    .select(['best.rank', searchSnippet(query, queries).as('snippet')])
    .orderBy('best.rank', 'desc')
    .orderBy('articles.id', 'desc')
    .execute();
}
