// The search over stored articles: those that search-candidates.ts finds, the best of them first.
import { type Kysely, sql } from 'kysely';
import { type ArticleFilter, type ArticleSummary, summary } from './article-summary.js';
import { anyOf } from './due-run.js';
import type { Schema } from './schema.js';
import { matchingIds } from './search-candidates.js';
import { isOfConfigs, type SearchQuery, searchQueries, tsquery } from './search-query.js';
import { searchSnippet } from './search-snippet.js';

/** `snippet` is shown by its parts (search-snippet.ts). */
export type SearchHit = ArticleSummary & { rank: number; snippet: string };

/** The newest articles that hold every word of `query`, the best of them first. */
export async function searchArticles(
  db: Kysely<Schema>,
  installed: ReadonlySet<string>,
  query: string,
  filter: ArticleFilter,
  page: { offset: number; limit: number },
): Promise<SearchHit[]> {
  const queries = await searchQueries(db, query, filter.language, installed);
  return ranked(db, await matchingIds(db, queries, filter), query, queries, page);
}

/** The ids of the newest articles that hold every word of `query`, up to a thousand of them, newest first. */
export async function newestMatching(
  db: Kysely<Schema>,
  installed: ReadonlySet<string>,
  query: string,
  filter: ArticleFilter,
): Promise<number[]> {
  const queries = await searchQueries(db, query, filter.language, installed);
  const ids = await matchingIds(db, queries, filter);
  return ids.sort((a, b) => b - a);
}

async function ranked(
  db: Kysely<Schema>,
  ids: number[],
  query: string,
  queries: readonly SearchQuery[],
  page: { offset: number; limit: number },
): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const rank = sql<number>`case ${sql.join(
    queries.map((one) => sql`when ${isOfConfigs(one)} then ts_rank_cd(search, ${tsquery(one)})`),
    sql` `,
  )} end`;
  return db
    .with('best', (cte) =>
      cte
        .selectFrom('articles')
        .select(['id', rank.as('rank')])
        .where('id', '=', anyOf(ids))
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
