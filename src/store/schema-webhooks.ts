// The tables of webhooks as Kysely sees them: who is told, and what each has been told.
import type { Generated } from 'kysely';
import type { Defaulted } from './column-types.js';
import type { EventType } from './schema-events.js';

export type WebhookState = 'active' | 'paused';
export interface WebhooksTable {
  id: Generated<number>;
  url: string;
  /** Which events are told; null is all. */
  types: EventType[] | null;
  feed_id: number | null;
  language: string | null;
  state: Defaulted<WebhookState>;
  /** Why it is paused, where nobody paused it. */
  reason: string | null;
  /** The last event that deliveries were made of, or that was found to be none of its own. */
  cursor: number;
  secret: string;
  /** Signs beside `secret` until `old_until`. */
  old_secret: string | null;
  old_until: Date | null;
  /** The receiver asked to be left alone until then. */
  held_until: Date | null;
  /** Tries in a row that failed. */
  failures: Defaulted<number>;
  /** When the first of these was made; null when the last try was good. */
  failing_since: Date | null;
  created_at: Date;
}

export type DeliveryState = 'waiting' | 'delivered' | 'parked';
export interface WebhookDeliveriesTable {
  id: Generated<number>;
  webhook_id: number;
  event_id: number;
  type: EventType;
  /** What is posted; the same at each try. */
  body: string;
  state: Defaulted<DeliveryState>;
  /** Of this round; a replay begins at 0. */
  tries: Defaulted<number>;
  /** Rises with each claim; what a try writes is compared with it. */
  attempt: Defaulted<number>;
  due_at: Date;
  leased_until: Date | null;
  last_status: number | null;
  last_error: string | null;
  created_at: Date;
  ended_at: Date | null;
}
