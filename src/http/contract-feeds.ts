// What the API answers about feeds, as zod schemas: the command line reads with them, and the OpenAPI document is made from
// them. What it takes is in requests.ts.
import { z } from 'zod';
import { date, dateOrNull, detail, idOrNull, textOrNull } from './contract-values.js';

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

export const problemSchema = z.object({
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
