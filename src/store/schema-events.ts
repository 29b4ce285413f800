// The tables about what happened, and who is told, as Kysely sees them.
import type { Generated } from 'kysely';
import type { Defaulted, Json } from './column-types.js';

export const eventTypes = [
  'article.stored',
  'article.revised',
  'feed.failing',
  'feed.recovered',
  'alert.raised',
  'alert.resolved',
] as const;
export type EventType = (typeof eventTypes)[number];

export interface EventsTable {
  id: Generated<number>;
  /** Its place in the order in which events are told; null until one who reads has numbered it. */
  number: number | null;
  at: Defaulted<Date>;
  type: EventType;
  article_id: number | null;
  revision_id: number | null;
  feed_id: number | null;
  data: Json<Record<string, unknown>>;
}
