// What the API answers about re-ingest batches. Dates are ISO strings.
import { z } from 'zod';
import { stages } from '../pipeline.js';

const date = z.iso.datetime();
const textOrNull = z.string().nullable();
const change = z.record(z.string(), z.unknown()).nullable();

export const batchSchema = z.object({
  id: z.int(),
  fromStage: z.enum(stages),
  dryRun: z.boolean(),
  selection: z.record(z.string(), z.unknown()),
  state: z.string(),
  total: z.int(),
  createdAt: date,
  endedAt: date.nullable(),
});
export type BatchView = z.output<typeof batchSchema>;
export const batchPageSchema = z.object({ batches: z.array(batchSchema), next: z.int().nullable() });

export const reingestStartedSchema = z.object({ batchId: z.int(), articles: z.int() });
export const reingestCountSchema = z.object({ articles: z.int() });
export const batchProgressSchema = z.object({
  batch: batchSchema,
  ended: z.int(),
  outcomes: z.array(z.object({ outcome: z.string(), count: z.int() })),
  /** Of a dry run: drafts that are neither committed nor dropped. */
  drafts: z.int(),
  finished: z.boolean(),
  secondsLeft: z.number().nullable(),
});
export type BatchProgressView = z.output<typeof batchProgressSchema>;
export const reingestProgressSchema = batchProgressSchema.extend({
  items: z.array(
    z.object({
      articleId: z.int(),
      url: z.string(),
      title: textOrNull,
      outcome: z.string(),
      reason: textOrNull,
      change,
    }),
  ),
});
export const batchReportSchema = z.object({
  batch: batchSchema,
  sites: z.array(
    z.object({
      host: z.string(),
      articles: z.int(),
      stored: z.int(),
      revised: z.int(),
      /** Mean share of words kept, 0 to 1, where texts changed. */
      wordsKept: z.number().nullable(),
      confidence: z.object({ from: z.number(), to: z.number() }).nullable(),
      fields: z.array(z.object({ field: z.string(), gained: z.int(), lost: z.int(), changed: z.int() })),
    }),
  ),
  largest: z.array(
    z.object({
      articleId: z.int(),
      url: z.string(),
      title: textOrNull,
      wordsKept: z.number(),
      diff: z.array(z.object({ kind: z.enum(['same', 'gone', 'new', 'skipped']), text: z.string() })),
    }),
  ),
});
export type BatchReportView = z.output<typeof batchReportSchema>;
