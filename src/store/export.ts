// Stored articles as whole as they are known, for whoever takes them elsewhere: by rising id, so that an export can be
// broken off and gone on with, and a million articles cost no more memory than a page of them. Each page is a statement
// of its own, so that nobody who goes away leaves a cursor or a transaction behind.
import type { Kysely } from 'kysely';
import { anyOf } from './due-run.js';
import { type ExportFilter, isMeant } from './export-filter.js';
import { createExportedPages, type ExportedPages } from './export-pages.js';
import type { PageBytes } from './page-bytes.js';
import type { Schema } from './schema.js';
import type { Attribution } from './schema-articles.js';

export interface ExportedArticle {
  id: number;
  url: string;
  canonicalUrl: string | null;
  host: string;
  feedId: number | null;
  state: string;
  title: string | null;
  byline: string[];
  publishedAt: Date | null;
  /** Where the page was written, in ISO 8601. */
  publishedDay: string | null;
  modifiedAt: Date | null;
  siteName: string | null;
  imageUrl: string | null;
  tags: string[];
  language: string | null;
  paywalled: boolean | null;
  confidence: number;
  attribution: Attribution;
  text: string;
  /** Null where it was not asked for. */
  html: string | null;
  revision: number;
  extractorVersion: number;
  discoveredAt: Date;
  storedAt: Date | null;
}
export interface Exports extends ExportedPages {
  /** Articles with a text, thin ones included, rising from the one after `after`. */
  page(
    filter: ExportFilter,
    options: { after: number; limit: number; html: boolean },
  ): Promise<ExportedArticle[]>;
  /** These articles, as far as they have a text. */
  articles(ids: number[], html: boolean): Promise<ExportedArticle[]>;
}

export function createExports(db: Kysely<Schema>, bytes: PageBytes): Exports {
  return {
    page: async (filter, { after, limit, html }) =>
      (
        await rows(db, html)
          .where('articles.id', '>', after)
          .where((eb) => isMeant(eb, filter))
          .orderBy('articles.id')
          .limit(limit)
          .execute()
      ).map(article),
    articles: async (ids, html) =>
      (await rows(db, html).where('articles.id', '=', anyOf(ids)).execute()).map(article),
    ...createExportedPages(db, bytes),
  };
}

const rows = (db: Kysely<Schema>, html: boolean) =>
  db
    .selectFrom('articles')
    .innerJoin('revisions', 'revisions.id', 'articles.revision_id')
    .select([
      'articles.id',
      'articles.url',
      'revisions.canonical_url as canonicalUrl',
      'articles.host',
      'articles.feed_id as feedId',
      'articles.state',
      'revisions.title',
      'revisions.byline',
      'revisions.published_at as publishedAt',
      'revisions.published_day as publishedDay',
      'revisions.modified_at as modifiedAt',
      'revisions.site_name as siteName',
      'revisions.image_url as imageUrl',
      'revisions.tags',
      'revisions.language',
      'revisions.paywalled',
      'revisions.quality',
      'revisions.attribution',
      'revisions.text',
      'revisions.id as revision',
      'revisions.extractor_version as extractorVersion',
      'articles.discovered_at as discoveredAt',
      'articles.stored_at as storedAt',
    ])
    .select((eb) => (html ? eb.ref('revisions.html') : eb.val<string | null>(null)).as('html'));

type Row = Omit<ExportedArticle, 'confidence'> & { quality: { confidence: number } };
const article = ({ quality: { confidence }, ...row }: Row): ExportedArticle => ({ ...row, confidence });
