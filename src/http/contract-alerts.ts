// What the API answers about alerts, as zod schemas: the command line reads with them, and the OpenAPI document is made
// from them.
import { z } from 'zod';
import { alertKinds } from '../watch/checks.js';
import { date, dateOrNull, idOrNull } from './contract-values.js';

export const alertSchema = z.object({
  id: z.int(),
  kind: z.enum(alertKinds),
  /** The queue, stage, site or hub that it is about; empty where it is about the whole. */
  subject: z.string(),
  severity: z.enum(['critical', 'warning']),
  message: z.string(),
  /** What to do about it. */
  todo: z.string(),
  /** The page of the newsroom where that is done or seen. */
  page: z.string(),
  detail: z.record(z.string(), z.unknown()),
  since: date,
  resolvedAt: dateOrNull,
  resolution: z.enum(['over', 'accepted']).nullable(),
});
export type AlertView = z.output<typeof alertSchema>;
export const alertPageSchema = z.object({ alerts: z.array(alertSchema), next: idOrNull });
