// What the API answers about tokens and changes, as zod schemas. What it takes is in requests.ts.
import { z } from 'zod';
import { callerKinds, scopes } from '../store/schema-access.js';
import { date, dateOrNull, idOrNull, textOrNull } from './contract-values.js';

export const tokenViewSchema = z.object({
  id: z.int(),
  name: z.string(),
  /** The beginning of the token; the rest is nowhere. */
  prefix: z.string(),
  scope: z.enum(scopes),
  madeBy: z.string(),
  createdAt: date,
  expiresAt: dateOrNull,
  revokedAt: dateOrNull,
  /** To the minute. */
  lastUsedAt: dateOrNull,
  /** Whether it counts now. */
  live: z.boolean(),
});
export type TokenView = z.output<typeof tokenViewSchema>;
export const tokenListSchema = z.object({ tokens: z.array(tokenViewSchema) });
/** The only answer that ever holds a token. */
export const tokenMadeSchema = tokenViewSchema.extend({ token: z.string() });

export const changeViewSchema = z.object({
  id: z.int(),
  at: date,
  caller: z.string(),
  callerKind: z.enum(callerKinds),
  tokenId: idOrNull,
  address: textOrNull,
  method: z.string(),
  route: z.string(),
  subject: z.record(z.string(), z.unknown()),
  requestId: z.string(),
  /** The status that was answered; null while it goes on, or when the process died meanwhile. */
  status: idOrNull,
});
export type ChangeView = z.output<typeof changeViewSchema>;
export const changePageSchema = z.object({ changes: z.array(changeViewSchema), next: idOrNull });
