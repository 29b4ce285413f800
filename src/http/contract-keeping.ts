// What the API answers about keeping the store sound: audits, backups, and pages that are moved, as zod schemas.
import { z } from 'zod';

const amiss = z.object({ id: z.int(), what: z.string() });
export const auditSchema = z.object({
  findings: z.array(
    z.object({
      name: z.string(),
      holds: z.string(),
      remedy: z.string().nullable(),
      count: z.int(),
      examples: z.array(amiss),
    }),
  ),
  /** Stored pages that were read; null when they were not asked for. */
  pages: z
    .object({
      checked: z.int(),
      damaged: z.array(z.object({ id: z.int(), articleId: z.int(), url: z.string(), why: z.string() })),
    })
    .nullable(),
  mended: z.int(),
  sound: z.boolean(),
});
export type AuditAnswer = z.output<typeof auditSchema>;

export const backupSchema = z.object({
  /** Where it lies, on the machine of the service. */
  file: z.string(),
  bytes: z.int(),
  ms: z.int(),
});

export const movedSchema = z.object({
  /** Where pages go: `database`, a folder or a bucket. */
  place: z.string(),
  moved: z.int(),
  /** As they are kept, compressed. */
  bytes: z.int(),
  left: z.array(z.object({ url: z.string(), why: z.string() })),
  last: z.int().nullable(),
});
