// Stored articles as whole as they are known, for whoever takes them elsewhere: by rising id, so that an export can be
// broken off and gone on with, and a million articles cost no more memory than a page of them.
import type { Kysely } from 'kysely';
import { tagsInRange } from '../language/search-config.js';
import { foundBetween } from './found-between.js';
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
export interface ExportFilter {
  language?: string;
  feedId?: number;
  host?: string;
  /** Found at this time or later. */
  since?: Date;
  /** Found before this time. */
  before?: Date;
}

export interface Exports {
  /** Articles with a text, thin ones included, rising from the one after `after`. */
  page(
    filter: ExportFilter,
    options: { after: number; limit: number; html: boolean },
  ): Promise<ExportedArticle[]>;
}

export function createExports(db: Kysely<Schema>): Exports {
  return {
    async page(filter, { after, limit, html }) {
      const rows = await db
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
        .select((eb) => (html ? eb.ref('revisions.html') : eb.val<string | null>(null)).as('html'))
        .where('articles.id', '>', after)
        .where('articles.state', 'in', ['stored', 'thin'])
        .$if(filter.language !== undefined, (query) =>
          query.where('articles.language', 'in', tagsInRange(filter.language ?? '')),
        )
        .$if(filter.host !== undefined, (query) => query.where('articles.host', '=', filter.host ?? ''))
        .where((eb) => eb.and(foundBetween(filter)))
        .$if(filter.feedId !== undefined, (query) =>
          query.where((eb) =>
            eb.exists(
              eb
                .selectFrom('feed_items')
                .select('feed_items.feed_id')
                .whereRef('feed_items.article_id', '=', 'articles.id')
                .where('feed_items.feed_id', '=', filter.feedId ?? 0),
            ),
          ),
        )
        .orderBy('articles.id')
        .limit(limit)
        .execute();
      return rows.map(({ quality: { confidence }, ...row }) => ({ ...row, confidence }));
    },
  };
}
