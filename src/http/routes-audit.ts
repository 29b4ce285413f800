// Whether the database keeps what the service promises.
import { z } from 'zod';
import { audit } from '../operations/audit.js';
import { type Route, route } from './route.js';

const auditBody = z.strictObject({ deep: z.boolean().default(false), repair: z.boolean().default(false) });
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

export const auditRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/audit',
    summary: 'Checks that every item and article is accounted for, and mends what can be mended if asked',
    body: auditBody,
    answer: auditSchema,
    handle: ({ body }, { ports }) => audit(body, ports),
  }),
];
