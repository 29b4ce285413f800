// An article as lists show it, and what lists are filtered by.
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import type { ArticleStage } from '../pipeline.js';
import { foundBetween } from './found-between.js';
import type { Schema } from './schema.js';
import type { ArticleState } from './schema-articles.js';

export interface ArticleFilter {
  feedId?: number;
  language?: string;
  state?: ArticleState;
  host?: string;
  /** Marked by this alert. */
  alert?: number;
  /** Only what feeds with this tag list. */
  tag?: string;
  /** Only articles found since then. */
  since?: Date;
}
export interface ArticleSummary {
  id: number;
  url: string;
  title: string | null;
  state: ArticleState;
  /** The stage that it waits for or is in; null at rest. */
  stage: ArticleStage | null;
  language: string | null;
  byline: string[];
  publishedAt: Date | null;
  /** Where the page was written, in ISO 8601. */
  publishedDay: string | null;
  siteName: string | null;
  excerpt: string | null;
  reason: string | null;
  feedId: number | null;
  /** The alert about its site under which it was found odd; null when it was not. */
  driftAlert: number | null;
  discoveredAt: Date;
  storedAt: Date | null;
}

/** The columns of a summary, of articles beside their runs. */
export const summary = [
  'articles.id',
  'articles.url',
  // What its feed calls an article that was not read yet, or never.
  sql<string | null>`coalesce(articles.title, articles.hints->>'title')`.as('title'),
  'articles.state',
  'runs.stage',
  'articles.language',
  'articles.byline',
  'articles.published_at as publishedAt',
  'articles.published_day as publishedDay',
  'articles.site_name as siteName',
  'articles.excerpt',
  'articles.reason',
  'articles.feed_id as feedId',
  'articles.drift_alert as driftAlert',
  'articles.discovered_at as discoveredAt',
  'articles.stored_at as storedAt',
] as const;

/** The conditions on `articles` that the filter stands for. */
export function filtered(
  { feedId, language, state, host, alert, tag, since }: ArticleFilter,
  eb: ExpressionBuilder<Schema, 'articles'>,
): Expression<SqlBool>[] {
  const listed = (id: number) =>
    eb
      .selectFrom('feed_items')
      .select('feed_items.article_id')
      .where('feed_items.feed_id', '=', id)
      .$castTo<{ article_id: number }>();
  return [
    ...(feedId === undefined ? [] : [eb('articles.id', 'in', listed(feedId))]),
    ...(language === undefined ? [] : [eb('articles.language', 'in', tagsInRange(language))]),
    ...(state === undefined ? [] : [eb('articles.state', '=', state)]),
    ...(host === undefined ? [] : [eb('articles.host', '=', host)]),
    ...(alert === undefined ? [] : [eb('articles.drift_alert', '=', alert)]),
    ...(tag === undefined
      ? []
      : [
          sql<SqlBool>`articles.id in (select feed_items.article_id from feed_items
            join feeds on feeds.id = feed_items.feed_id where feeds.tags @> array[${tag}::text])`,
        ]),
    ...foundBetween(since === undefined ? {} : { since }),
  ];
}
