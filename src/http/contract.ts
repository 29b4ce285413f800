// What the API answers, as zod schemas: the command line reads with them, and the OpenAPI document is made from them.
// Dates are ISO strings. What it takes is in requests.ts.
import { z } from 'zod';
import { stages } from '../pipeline.js';

const date = z.iso.datetime();
const dateOrNull = date.nullable();
const textOrNull = z.string().nullable();
const idOrNull = z.int().nullable();
const detail = z.record(z.string(), z.unknown()).nullable();

export const articleStates = ['discovered', 'stored', 'thin', 'dropped', 'duplicate', 'failed'] as const;
export const feedState = z.enum(['active', 'paused', 'gone']);

export const feedViewSchema = z.object({
  id: z.int(),
  url: z.string(),
  title: textOrNull,
  siteUrl: textOrNull,
  language: textOrNull,
  tags: z.array(z.string()),
  state: feedState,
  intervalMs: z.number(),
  intervalReason: textOrNull,
  /** The kind of that reason. */
  intervalCause: textOrNull,
  nextPollAt: date,
  polledAt: dateOrNull,
  succeededAt: dateOrNull,
  lastStatus: idOrNull,
  lastError: textOrNull,
  failures: z.int(),
  createdAt: date,
  /** Articles that the feed has listed; null where they were not counted. */
  articles: idOrNull,
});
export type FeedView = z.output<typeof feedViewSchema>;
export const feedPageSchema = z.object({ feeds: z.array(feedViewSchema), next: idOrNull });
export const feedHabitsSchema = z.object({
  /** By what the feed's items are known again, and what its polls have shown for it. */
  identity: z.object({ rule: z.string(), evidence: z.string() }),
  itemsPerDay: z.number().nullable(),
  /** What the publisher asks for, in words. */
  publisherAsks: z.array(z.string()),
  /** Items that were probably missed, in all. */
  missed: z.object({ items: z.int(), at: date }).nullable(),
  movingTo: z.object({ url: z.string(), since: date }).nullable(),
  validators: z.string(),
});
export type FeedHabits = z.output<typeof feedHabitsSchema>;
const subscriptionSchema = z.object({
  hub: z.string(),
  /** The address under which the hub knows the feed. */
  topic: z.string(),
  state: z.enum(['wanted', 'asked', 'active', 'denied', 'deaf', 'leaving', 'left']),
  reason: textOrNull,
  /** When the hub is asked to begin, to go on or to end. */
  askedNextAt: dateOrNull,
  leaseUntil: dateOrNull,
  pushedAt: dateOrNull,
  pushes: z.int(),
  /** Pushes that were ignored because their signature was wrong. */
  rejected: z.int(),
  /** Polls in a row that found what the hub had not pushed. */
  unheard: z.int(),
});
export type SubscriptionView = z.output<typeof subscriptionSchema>;
export const feedDetailSchema = z.object({
  feed: feedViewSchema,
  habits: feedHabitsSchema,
  /** The feed's subscription at its hub (WebSub); null without one. */
  hub: subscriptionSchema.nullable(),
  polls: z.array(z.object({ at: date, outcome: z.string(), reason: textOrNull, ms: z.number(), detail })),
  skipped: z.array(z.object({ title: textOrNull, url: textOrNull, reason: z.string() })),
});
export type FeedDetail = z.output<typeof feedDetailSchema>;

const problemSchema = z.object({
  source: z.string(),
  line: idOrNull,
  message: z.string(),
  offered: z.array(z.string()),
});
export const addedSourcesSchema = z.object({
  feeds: z.array(feedViewSchema.extend({ added: z.boolean() })),
  problems: z.array(problemSchema),
});
export type AddedSources = z.output<typeof addedSourcesSchema>;
export const removedSchema = z.object({ removed: z.literal(true) });
export const pollQueuedSchema = z.object({ queued: z.int() });

export const articleViewSchema = z.object({
  id: z.int(),
  url: z.string(),
  title: textOrNull,
  state: z.enum(articleStates),
  stage: z.enum(stages).nullable(),
  language: textOrNull,
  byline: z.array(z.string()),
  publishedAt: dateOrNull,
  siteName: textOrNull,
  excerpt: textOrNull,
  reason: textOrNull,
  feedId: idOrNull,
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
    feeds: z.array(z.object({ id: z.int(), url: z.string(), polledAt: dateOrNull, lastError: textOrNull })),
  }),
  z.object({ status: z.literal('invalid'), url: z.string(), answer: z.string() }),
]);
export type WhyAnswer = z.output<typeof whySchema>;

const counts = z.record(z.string(), z.number());
export const statusSchema = z.object({
  mode: z.enum(['embedded', 'postgres', 'redis']),
  queues: z.array(
    z.object({
      queue: z.string(),
      waiting: z.number(),
      active: z.number(),
      delayed: z.number(),
      failed: z.number(),
      completed: z.number(),
    }),
  ),
  oldestWaitingMs: z.number(),
  feeds: z.object({
    active: z.number(),
    paused: z.number(),
    gone: z.number(),
    failing: z.number(),
    due: z.number(),
    /** Items that were probably missed in the last week. */
    missed: z.number(),
  }),
  articles: z.object({ states: counts, stages: counts, languages: counts }),
  lastHour: z.array(z.object({ stage: z.string(), outcome: z.string(), count: z.number() })),
  storage: z.array(z.object({ name: z.string(), bytes: z.number() })),
  failingFeeds: z.array(
    z.object({ id: z.int(), url: z.string(), failures: z.int(), lastError: textOrNull, nextPollAt: date }),
  ),
});
export type StatusAnswer = z.output<typeof statusSchema>;
export const livenessSchema = z.object({ status: z.literal('alive') });
export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  allowPrivate: z.array(z.string()),
});

export const ingestStartedSchema = z.object({
  mark: z.number(),
  feedIds: z.array(z.int()),
  added: z.int(),
  problems: z.array(problemSchema),
});
export const ingestProgressSchema = z.object({
  feeds: z.object({ total: z.int(), polled: z.int(), failed: z.int(), unchanged: z.int() }),
  waiting: counts,
  ended: counts,
  fresh: counts,
  reasons: z.array(z.object({ state: z.string(), reason: z.string(), count: z.int() })),
  finished: z.boolean(),
});
