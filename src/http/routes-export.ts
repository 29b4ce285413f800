// Stored articles as whole as they are known, a page after the other by rising id.
import { z } from 'zod';
import type { ExportedArticle, ExportFilter } from '../store/export.js';
import { dayOrNull } from './contract-values.js';
import { exportQuery } from './requests.js';
import { type Route, route } from './route.js';

const textOrNull = z.string().nullable();
const date = z.iso.datetime();
const exported = z.object({
  id: z.int(),
  url: z.string(),
  canonicalUrl: textOrNull,
  host: z.string(),
  feedId: z.int().nullable(),
  state: z.string(),
  title: textOrNull,
  byline: z.array(z.string()),
  publishedAt: date.nullable(),
  publishedDay: dayOrNull,
  modifiedAt: date.nullable(),
  siteName: textOrNull,
  imageUrl: textOrNull,
  tags: z.array(z.string()),
  language: textOrNull,
  paywalled: z.boolean().nullable(),
  confidence: z.number(),
  attribution: z.object({ publisher: textOrNull, url: textOrNull }),
  text: z.string(),
  /** Null where it was not asked for. */
  html: textOrNull,
  revision: z.int(),
  extractorVersion: z.int(),
  discoveredAt: date,
  storedAt: date.nullable(),
});
export type ExportedView = z.output<typeof exported>;
/** `next` is what `after` has to be for the next page; null at the end. */
export const exportPageSchema = z.object({ articles: z.array(exported), next: z.int().nullable() });

export type ExportPage = z.output<typeof exportPageSchema>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const view = ({
  publishedAt,
  modifiedAt,
  discoveredAt,
  storedAt,
  ...article
}: ExportedArticle): ExportedView => ({
  ...article,
  publishedAt: iso(publishedAt),
  modifiedAt: iso(modifiedAt),
  discoveredAt: discoveredAt.toISOString(),
  storedAt: iso(storedAt),
});

export const exportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/export',
    summary: 'Stored articles with their texts, by rising id',
    query: exportQuery,
    answer: exportPageSchema,
    handle: async ({ query: { after, limit, html, feed: feedId, ...rest } }, { ports }) => {
      const filter: ExportFilter = Object.fromEntries(
        Object.entries({ ...rest, feedId }).filter(([, value]) => value !== undefined),
      );
      const articles = await ports.store.exports.page(filter, { after, limit, html });
      return {
        articles: articles.map(view),
        next: articles.length < limit ? null : (articles.at(-1)?.id ?? null),
      };
    },
  }),
];
