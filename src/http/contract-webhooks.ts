// What the API answers about webhooks. No secret but the one that was just made.
import { z } from 'zod';
import { eventTypes } from '../store/schema-events.js';
import { date, dateOrNull, idOrNull, textOrNull } from './contract-values.js';

export const webhookViewSchema = z.object({
  id: z.int(),
  url: z.string(),
  /** null: all. */
  types: z.array(z.enum(eventTypes)).nullable(),
  feedId: idOrNull,
  language: textOrNull,
  state: z.enum(['active', 'paused']),
  /** Why it is paused, where nobody paused it. */
  reason: textOrNull,
  /** Tries in a row that failed. */
  failures: z.int(),
  /** The receiver asked to be left alone until then. */
  heldUntil: dateOrNull,
  /** Until then the secret before signs as well. */
  rotatingUntil: dateOrNull,
  createdAt: date,
});
export type WebhookView = z.output<typeof webhookViewSchema>;
const counted = webhookViewSchema.extend({ waiting: z.int(), parked: z.int() });
export type CountedWebhookView = z.output<typeof counted>;
export const webhookListSchema = z.object({ webhooks: z.array(counted) });
export const webhookSecretSchema = z.object({ webhook: webhookViewSchema, secret: z.string() });
const delivery = z.object({
  id: z.int(),
  eventId: z.int(),
  type: z.enum(eventTypes),
  state: z.enum(['waiting', 'delivered', 'parked']),
  tries: z.int(),
  /** When it is tried next; null when it is not. */
  nextTryAt: dateOrNull,
  lastStatus: idOrNull,
  lastError: textOrNull,
  createdAt: date,
  endedAt: dateOrNull,
});
export type DeliveryView = z.output<typeof delivery>;
export const webhookDetailSchema = z.object({
  webhook: counted,
  deliveries: z.array(delivery),
  parked: z.array(delivery),
});
export const webhookTestSchema = z.object({
  isTaken: z.boolean(),
  status: idOrNull,
  error: textOrNull,
});
export const replayedSchema = z.object({ replayed: z.int() });
