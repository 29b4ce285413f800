// What the API answers about articles, as zod schemas: the command line reads with them, and the OpenAPI document is made from
// them. What it takes is in requests.ts.
import { z } from 'zod';
import { stages } from '../pipeline.js';
import { date, dateOrNull, dayOrNull, idOrNull, textOrNull } from './contract-values.js';

export const articleStates = ['discovered', 'stored', 'thin', 'dropped', 'duplicate', 'failed'] as const;
export const articleViewSchema = z.object({
  id: z.int(),
  url: z.string(),
  title: textOrNull,
  state: z.enum(articleStates),
  stage: z.enum(stages).nullable(),
  language: textOrNull,
  byline: z.array(z.string()),
  publishedAt: dateOrNull,
  publishedDay: dayOrNull,
  siteName: textOrNull,
  excerpt: textOrNull,
  reason: textOrNull,
  feedId: idOrNull,
  /** The alert about its site under which it was found odd; null when it was not. */
  driftAlert: idOrNull,
  discoveredAt: date,
  storedAt: dateOrNull,
});
export type ArticleView = z.output<typeof articleViewSchema>;
export const articlePageSchema = z.object({ articles: z.array(articleViewSchema), next: idOrNull });
export const searchPageSchema = z.object({
  hits: z.array(articleViewSchema.extend({ rank: z.number(), snippet: z.string() })),
});

/** How good a text is; what is optional is missing in revisions of older cleaners. */
const qualitySchema = z.object({
  found: z.string().optional(),
  rule: z.object({ site: z.string(), file: z.string(), version: z.string() }).nullish(),
  thin: textOrNull.optional(),
  words: z.number(),
  characters: z.number(),
  blocks: z.number(),
  linkDensity: z.number(),
  confidence: z.number(),
  residue: z
    .object({
      count: z.number(),
      spans: z.array(z.object({ start: z.int(), end: z.int(), text: z.string(), tag: z.string() })),
    })
    .nullish(),
  notes: z.array(z.string()),
});
const revisionSchema = z.object({
  id: z.int(),
  title: textOrNull,
  byline: z.array(z.string()),
  publishedAt: dateOrNull,
  publishedDay: dayOrNull,
  modifiedAt: dateOrNull,
  siteName: textOrNull,
  canonicalUrl: textOrNull,
  imageUrl: textOrNull,
  tags: z.array(z.string()),
  paywalled: z.boolean().nullable(),
  language: textOrNull,
  script: textOrNull,
  languageDetail: z
    .object({
      confidence: z.number(),
      source: z.string(),
      disagreement: textOrNull,
      shares: z.array(z.object({ tag: z.string(), share: z.number() })),
    })
    .nullable(),
  attribution: z.object({ publisher: textOrNull, url: textOrNull }),
  quality: qualitySchema,
  text: z.string(),
  html: z.string(),
  extractorVersion: z.int(),
  taggerVersion: idOrNull,
  createdAt: date,
});
export const articleDetailSchema = z.object({
  article: articleViewSchema.extend({ host: z.string(), imageUrl: textOrNull, duplicateOf: idOrNull }),
  revision: revisionSchema.nullable(),
  revisions: z.array(
    z.object({
      id: z.int(),
      state: z.string(),
      createdAt: date,
      title: textOrNull,
      extractorVersion: z.int(),
      taggerVersion: idOrNull,
    }),
  ),
  snapshots: z.array(
    z.object({
      id: z.int(),
      url: z.string(),
      status: z.int(),
      size: z.int(),
      charset: textOrNull,
      sha256: z.string(),
      fetchedAt: date,
    }),
  ),
});
export type ArticleDetail = z.output<typeof articleDetailSchema>;

const lifeEvent = z.object({
  at: date,
  stage: z.string(),
  outcome: z.string(),
  text: z.string(),
  attempt: z.number(),
  ms: z.number(),
  worker: z.string(),
});
export const whySchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('known'),
    article: articleViewSchema,
    answer: z.string(),
    feeds: z.array(z.object({ feedId: z.int(), feedUrl: z.string() })),
    life: z.array(lifeEvent),
  }),
  z.object({
    status: z.literal('unknown'),
    url: z.string(),
    answer: z.string(),
    feeds: z.array(
      z.object({
        id: z.int(),
        url: z.string(),
        state: z.enum(['active', 'paused', 'gone']),
        health: z.string(),
        /** The same in words. */
        says: z.string(),
        polledAt: dateOrNull,
        /** null while it is paused. */
        nextPollAt: dateOrNull,
        lastError: textOrNull,
      }),
    ),
  }),
  z.object({
    status: z.literal('several'),
    words: z.string(),
    answer: z.string(),
    /** Newest first. */
    matches: z.array(articleViewSchema),
  }),
  z.object({ status: z.literal('invalid'), url: z.string(), answer: z.string() }),
]);
export type WhyAnswer = z.output<typeof whySchema>;

const rule = z.object({
  site: z.string(),
  file: z.string(),
  version: z.string(),
  body: z.array(z.string()),
  title: z.array(z.string()),
  author: z.array(z.string()),
  date: z.array(z.string()),
  remove: z.array(z.string()),
});
/** `bytes` are in base64. */
export const captureSchema = z.object({
  url: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  fetchedAt: z.iso.datetime(),
  bytes: z.base64(),
  item: z.object({
    title: z.string().nullable(),
    byline: z.array(z.string()),
    publishedAt: z.string().nullable(),
    language: z.string().nullable(),
    content: z.string().nullable(),
  }),
  rule: rule.nullable(),
});
