// What exports answer with.
import { z } from 'zod';
import type { ArchivedPage, ExportRecord } from '../formats/record.js';

import { dayOrNull } from './contract-values.js';

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
}) satisfies z.ZodType<ExportRecord>;
/** `next` is what `after` has to be for the next page; null at the end. */
export const exportPageSchema = z.object({ articles: z.array(exported), next: z.int().nullable() });
export type ExportPage = z.output<typeof exportPageSchema>;

const archived = z.object({
  articleId: z.int(),
  snapshotId: z.int(),
  url: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  fetchedAt: date,
  sha256: z.string(),
  result: exported.nullable(),
}) satisfies z.ZodType<ArchivedPage>;
/** `body` is base64 of the bytes in the coding `codec`, of which there are `size` unpacked. */
export const archivedPagesSchema = z.object({
  pages: z.array(archived.extend({ codec: z.enum(['br', 'identity']), size: z.int(), body: z.string() })),
  next: z.object({ after: z.int(), snapshot: z.int().nullable() }).nullable(),
});
export type ArchivedPages = z.output<typeof archivedPagesSchema>;
