// The tables about feeds as Kysely sees them: what they are, what they have listed, how their hubs push.
import type { ColumnType, Generated } from 'kysely';
import type { FeedMemory } from '../feeds/memory.js';
import type { Defaulted } from './column-types.js';

/** gone: the server said that it is gone for good; asked again once a week. */
export type FeedState = 'active' | 'paused' | 'gone';
export interface FeedsTable {
  id: Generated<number>;
  url: string;
  url_key: string;
  title: string | null;
  site_url: string | null;
  language: string | null;
  tags: Defaulted<string[]>;
  state: Defaulted<FeedState>;
  interval_ms: number;
  interval_reason: string | null;
  /** The kind of that reason; `IntervalCause`, or null before the first poll. */
  interval_cause: string | null;
  next_poll_at: Defaulted<Date>;
  /** Rises with each claim; what a poll writes is compared with it. */
  attempt: Defaulted<number>;
  /** When the sweep looks whether the claim's job still lives; null while nobody has claimed the feed. */
  claim_due_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  etag: string | null;
  last_modified: string | null;
  body_hash: string | null;
  polled_at: Date | null;
  succeeded_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  failures: Defaulted<number>;
  memory: ColumnType<Partial<FeedMemory>, string | undefined, string>;
  created_at: Defaulted<Date>;
}

export interface FeedItemsTable {
  feed_id: number;
  item_key: string;
  article_id: number | null;
  url: string | null;
  title: string | null;
  published_at: Date | null;
  content_hash: string;
  /** The item's own text or summary, as the feed has it: foreign HTML, for the cleaner alone. */
  content: string | null;
  skip_reason: string | null;
  seen_at: Defaulted<Date>;
}

/** By what an item is known again; several for each. */
export interface FeedItemSignsTable {
  feed_id: number;
  sign: string;
  item_key: string;
}

/**
 * wanted: to be asked for; asked: the hub has not verified yet; active: verified; denied: the hub does not want to;
 * deaf: verified, but the hub does not push; leaving: to be ended; left: ended, and kept for a feed that is paused.
 */
export type SubscriptionState = 'wanted' | 'asked' | 'active' | 'denied' | 'deaf' | 'leaving' | 'left';

/** A feed's subscription at its hub (WebSub). */
export interface SubscriptionsTable {
  id: Generated<number>;
  /** Null: the feed is gone, or has another hub. */
  feed_id: number | null;
  hub: string;
  topic: string;
  /** What makes the address to which the hub pushes unguessable. */
  token: string;
  /** With which the hub signs. */
  secret: string;
  state: Defaulted<SubscriptionState>;
  /** When the hub is asked again; null: there is nothing to ask for. */
  due_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Rises with each request to the hub. */
  attempt: Defaulted<number>;
  /** Requests in a row that led to no verification. */
  failures: Defaulted<number>;
  /** Why it is not active, or what the last request came to. */
  reason: string | null;
  verified_at: Date | null;
  lease_until: Date | null;
  pushed_at: Date | null;
  pushes: Defaulted<number>;
  /** Pushes that were not signed as they must be. */
  rejected: Defaulted<number>;
  /** Polls in a row that found what the hub had not pushed. */
  unheard: Defaulted<number>;
}
