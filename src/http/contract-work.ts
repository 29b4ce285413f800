// What the API answers about its work and its health, as zod schemas: the command line reads with them, and the OpenAPI document is made from
// them. What it takes is in requests.ts.
import { z } from 'zod';
import { problemSchema } from './contract-feeds.js';
import { counts, date, textOrNull } from './contract-values.js';

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
  /** Open alerts. */
  alerts: z.object({ critical: z.number(), warning: z.number() }),
  /** Processes that work. */
  workers: z.number(),
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
