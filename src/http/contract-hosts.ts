// What the API answers about hosts and single requests, as contract.ts has it for the rest.
import { z } from 'zod';

const date = z.iso.datetime();
const dateOrNull = date.nullable();
const textOrNull = z.string().nullable();
export const hostViewSchema = z.object({
  host: z.string(),
  /** The pause in force between two pages, and what it comes from. */
  delayMs: z.number(),
  delayReason: z.string(),
  setDelayMs: z.number().nullable(),
  crawlDelayMs: z.number().nullable(),
  backoffMs: z.number(),
  latencyMs: z.number(),
  askedAt: dateOrNull,
  pausedUntil: dateOrNull,
  /** Until then every slot is somebody's. */
  plannedUntil: date,
});
export type HostView = z.output<typeof hostViewSchema>;
export const hostPageSchema = z.object({
  hosts: z.array(hostViewSchema),
  silent: z.array(
    z.object({ host: z.string(), since: date, until: date, failures: z.int(), reason: z.string() }),
  ),
  next: textOrNull,
});
const msOrNull = z.number().nullable();
export const fetchedSchema = z.object({
  url: z.string(),
  verdict: z.enum(['fetched', 'refused', 'held', 'failed']),
  reason: z.string(),
  robots: z.object({ allowed: z.boolean(), reason: z.string(), crawlDelayMs: msOrNull }).nullable(),
  userAgent: z.string(),
  hops: z.array(
    z.object({
      url: z.string(),
      connection: z
        .object({
          hostname: z.string(),
          addresses: z.array(z.string()),
          address: textOrNull,
          lookupMs: msOrNull,
          connectMs: msOrNull,
          secureMs: msOrNull,
        })
        .nullable(),
      httpStatus: z.int().nullable(),
      headers: z.record(z.string(), z.string()),
      ms: msOrNull,
    }),
  ),
  body: z.object({ bytes: z.int(), contentType: textOrNull, directives: z.array(z.string()) }).nullable(),
  ms: z.number(),
});
export type FetchedAnswer = z.output<typeof fetchedSchema>;
