// Whether the database keeps what the service promises.
import { z } from 'zod';
import { audit } from '../operations/audit.js';
import { auditSchema } from './contract-keeping.js';
import { type Route, route } from './route.js';

const auditBody = z.strictObject({ deep: z.boolean().default(false), repair: z.boolean().default(false) });
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
