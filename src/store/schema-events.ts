// The table of events as Kysely sees it.
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
  /** In the order of writing, which is not that of commits; nobody is told it. */
  id: Generated<number>;
  /** The id that readers know it by; null until it is given one. */
  position: number | null;
  type: EventType;
  article_id: number | null;
  revision_id: number | null;
  feed_id: number | null;
  /** The article's when it happened. */
  language: string | null;
  data: Json<Record<string, unknown>>;
  at: Defaulted<Date>;
}
