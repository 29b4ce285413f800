// An article as lists show it.
import { sql } from 'kysely';
import type { ArticleStage } from '../pipeline.js';
import type { ArticleState } from './schema-articles.js';

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
  siteName: string | null;
  excerpt: string | null;
  reason: string | null;
  feedId: number | null;
  /** The alert about its site under which it was found odd; null when it was not. */
  driftAlert: number | null;
  discoveredAt: Date;
  storedAt: Date | null;
}

/** Its columns, of `articles` and its `runs`. */
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
  'articles.site_name as siteName',
  'articles.excerpt',
  'articles.reason',
  'articles.feed_id as feedId',
  'articles.drift_alert as driftAlert',
  'articles.discovered_at as discoveredAt',
  'articles.stored_at as storedAt',
] as const;
