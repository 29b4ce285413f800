// Stored articles for readers of feeds: the newest of a selection, first as marks that tell whether anything is new to
// somebody who has been here before, and with their texts only when it is.
import { type Kysely, sql } from 'kysely';
import { type ArticleFilter, filtered } from './article-summary.js';
import { anyOf } from './due-run.js';
import type { Library } from './library.js';
import type { Schema } from './schema.js';

export interface OutgoingMark {
  id: number;
  revisionId: number;
  /** When a run last said something of the article. */
  updatedAt: Date;
}
export interface OutgoingArticle {
  url: string;
  title: string | null;
  html: string;
  byline: string[];
  siteName: string | null;
  tags: string[];
  imageUrl: string | null;
  language: string | null;
  publishedAt: Date | null;
  storedAt: Date;
  revisedAt: Date;
}

export interface Outgoing {
  /** The newest articles of a selection that have a text, thin ones included; of those with every word of `q`. */
  marks(filter: ArticleFilter & { q?: string }, limit: number): Promise<OutgoingMark[]>;
  /** Those articles with their texts, newest first. */
  articles(marks: readonly OutgoingMark[]): Promise<OutgoingArticle[]>;
}

export function createOutgoing(db: Kysely<Schema>, library: Library): Outgoing {
  return {
    async marks({ q, ...filter }, limit) {
      if (q === undefined && filter.tag !== undefined)
        return marksOfTag(db, { ...filter, tag: filter.tag }, limit);
      const found = q === undefined ? null : (await library.matching(q, filter)).slice(0, limit);
      return withText(db)
        .$if(found === null, (query) => query.where((eb) => eb.and(filtered(filter, eb))))
        .$if(found !== null, (query) => query.where('id', '=', anyOf(found ?? [])))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },
    articles: async (marks) => {
      if (marks.length === 0) return [];
      return db
        .selectFrom('articles')
        .innerJoin('revisions', 'revisions.article_id', 'articles.id')
        .select([
          'articles.url',
          'revisions.title',
          'revisions.html',
          'revisions.byline',
          'revisions.site_name as siteName',
          'revisions.tags',
          'revisions.image_url as imageUrl',
          'revisions.language',
          'revisions.published_at as publishedAt',
          sql<Date>`coalesce(articles.stored_at, articles.discovered_at)`.as('storedAt'),
          'revisions.created_at as revisedAt',
        ])
        .where('revisions.id', '=', anyOf(marks.map(({ revisionId }) => revisionId)))
        .orderBy('articles.id', 'desc')
        .execute();
    },
  };
}

const withText = (db: Kysely<Schema>) =>
  db
    .selectFrom('articles')
    .select(['articles.id', 'revision_id as revisionId', 'updated_at as updatedAt'])
    .where('articles.state', 'in', ['stored', 'thin'])
    .where('revision_id', 'is not', null)
    .$narrowType<{ revisionId: number }>();

/** As many as are wanted of each feed with the tag, and of these the newest: a tag may be rare among all articles. */
async function marksOfTag(
  db: Kysely<Schema>,
  { tag, ...filter }: ArticleFilter & { tag: string },
  limit: number,
): Promise<OutgoingMark[]> {
  const ofEach = withText(db)
    .innerJoin('feed_items', 'feed_items.article_id', 'articles.id')
    .where('feed_items.feed_id', '=', sql<number>`tagged.id`)
    .where((eb) => eb.and(filtered(filter, eb)))
    .orderBy('feed_items.article_id', 'desc')
    .limit(limit);
  return db
    .selectFrom(
      sql<OutgoingMark>`(select distinct newest.* from feeds as tagged cross join lateral ${ofEach} newest
        where tagged.tags @> array[${tag}::text])`.as<'marks'>('marks'),
    )
    .selectAll('marks')
    .orderBy('marks.id', 'desc')
    .limit(limit)
    .execute();
}
