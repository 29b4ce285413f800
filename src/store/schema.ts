// The tables as Kysely sees them; migrations.ts makes them. All live in the schema `feedmill`.
import type { ColumnType, Generated } from 'kysely';
import type { FeedMemory } from '../feeds/memory.js';
import type { ArticleStage, Stage } from '../pipeline.js';

type Defaulted<T> = ColumnType<T, T | undefined, T>;
/** jsonb: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** gone: the server said that it is gone for good; asked again once a week. */
export type FeedState = 'active' | 'paused' | 'gone';
/**
 * What is known of an article: `discovered` until its first pass ends, afterwards how the last pass ended. `thin` is
 * stored as well, with little text, or with text that is hardly trusted, for the reason beside it.
 */
export type ArticleState = 'discovered' | 'stored' | 'thin' | 'dropped' | 'duplicate' | 'failed';
/** draft: being made; current: what readers see; past: was current; unchanged and dry never were. */
export type RevisionState = 'draft' | 'current' | 'past' | 'dry';
export type LedgerOutcome = 'done' | 'unchanged' | 'dropped' | 'retry' | 'failed' | 'superseded' | 'queued';

/** What a feed said of an article before its page was read. */
export interface ItemHints {
  title: string | null;
  byline: string[];
  publishedAt: string | null;
  language: string | null;
}

export interface Attribution {
  publisher: string | null;
  url: string | null;
}

export interface Quality {
  /** How the text was found: rule, element, pieces, json-ld, feed or nothing; missing in revisions of older cleaners. */
  found?: string;
  /** The site rule that had a part in it; missing in revisions of older cleaners. */
  rule?: { site: string; file: string; version: string } | null;
  /** Why the text is thin; null or missing when it is not. */
  thin?: string | null;
  words: number;
  characters: number;
  blocks: number;
  linkDensity: number;
  /** 0 to 1: how sure the cleaner is that this text is the article. */
  confidence: number;
  /** Words of another language inside sentences, and where the first few stand; null until the language is tagged. */
  residue: { count: number; spans: { start: number; end: number; text: string; tag: string }[] } | null;
  notes: string[];
}

export interface LanguageDetail {
  confidence: number;
  source: string;
  disagreement: string | null;
  shares: { tag: string; share: number }[];
}

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

export interface ArticlesTable {
  id: Generated<number>;
  feed_id: number | null;
  url: string;
  url_key: string;
  host: string;
  state: Defaulted<ArticleState>;
  /** Why the article is not stored, or how its last run ended if that changed nothing. */
  reason: string | null;
  duplicate_of: number | null;
  hints: Json<ItemHints>;
  revision_id: number | null;
  title: string | null;
  byline: Defaulted<string[]>;
  published_at: Date | null;
  language: string | null;
  site_name: string | null;
  image_url: string | null;
  excerpt: string | null;
  text_hash: string | null;
  /** The URL key of the address that the page calls its canonical one, if it is of the same host; else its own. */
  story_key: string | null;
  search: ColumnType<never, unknown, unknown>;
  search_config: string | null;
  discovered_at: Defaulted<Date>;
  stored_at: Date | null;
  updated_at: Defaulted<Date>;
}

/** An article on its way through the stages; a row goes when the article comes to rest. */
export interface RunsTable {
  article_id: number;
  /** The stage that the article waits for or is in. */
  stage: ArticleStage;
  /** Names the live job of the stage; a new one whenever a new job is made. */
  ticket: Defaulted<number>;
  /** A new number with each start of a stage; what the stage writes is compared with it. */
  attempt: Defaulted<number>;
  /** Failed tries of the stage. */
  failures: Defaulted<number>;
  /** Starts of the stage whose process died. */
  deaths: Defaulted<number>;
  /** Whether the start before the running one died. */
  died: Defaulted<boolean>;
  worker: string | null;
  running_since: Date | null;
  /** Before this time the sweep leaves the run alone. */
  due_at: Defaulted<Date>;
  batch_id: number | null;
  snapshot_id: number | null;
  draft_id: number | null;
  reason: string | null;
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

export interface SnapshotsTable {
  id: Generated<number>;
  article_id: number;
  url: string;
  status: number;
  headers: Json<Record<string, string>>;
  charset: string | null;
  sha256: string;
  codec: 'br' | 'identity';
  size: number;
  body: Buffer;
  /** False when the bytes were thrown away for their age. */
  kept: Defaulted<boolean>;
  fetched_at: Defaulted<Date>;
}

export interface RevisionsTable {
  id: Generated<number>;
  article_id: number;
  snapshot_id: number;
  state: Defaulted<RevisionState>;
  title: string | null;
  byline: string[];
  published_at: Date | null;
  modified_at: Date | null;
  site_name: string | null;
  canonical_url: string | null;
  image_url: string | null;
  declared_language: string | null;
  tags: string[];
  paywalled: boolean | null;
  text: string;
  html: string;
  excerpt: string | null;
  text_hash: string;
  attribution: Json<Attribution>;
  quality: Json<Quality>;
  language: string | null;
  script: string | null;
  language_detail: JsonOrNull<LanguageDetail>;
  extractor_version: number;
  tagger_version: number | null;
  created_at: Defaulted<Date>;
}

export interface LedgerTable {
  id: Generated<number>;
  at: Defaulted<Date>;
  stage: Stage;
  article_id: number | null;
  feed_id: number | null;
  batch_id: number | null;
  attempt: number;
  outcome: LedgerOutcome;
  reason: string | null;
  ms: number;
  worker: string;
  detail: JsonOrNull<Record<string, unknown>>;
}

/** How politely a site is asked; its name is a registrable domain, or a host with its port where there is none. */
export interface HostsTable {
  host: string;
  /** The plan: the first slot that no job has. */
  next_slot: Date;
  paused_until: Date | null;
  /** What happened: no request before this time. */
  next_at: Defaulted<Date>;
  asked_at: Date | null;
  /** Set by hand; goes before all others. */
  set_delay_ms: number | null;
  /** What its robots.txt asks for. */
  crawl_delay_ms: number | null;
  /** Grows with each "slow down", shrinks with each answer. */
  backoff_ms: Defaulted<number>;
  /** A moving mean of how long its answers take; only of those that take longer than the usual delay. */
  latency_ms: Defaulted<number>;
}

/** Hosts that did not answer, and are left alone for a while. */
export interface SilentHostsTable {
  host: string;
  since: Defaulted<Date>;
  until: Date;
  failures: Defaulted<number>;
  reason: string;
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

/** What `feedmill reingest` was asked for; an article is meant when all that is named holds for it. */
export interface BatchSelection {
  urls?: string[];
  feedId?: number;
  host?: string;
  /** Found at this time or later; ISO 8601. */
  since?: string;
  /** Found before this time; ISO 8601. */
  before?: string;
  failed?: boolean;
  /** Failed at this stage. */
  failedAt?: Stage;
  /** Dropped for a reason that holds these words. */
  dropped?: string;
  /** Stored with less confidence than this, 0 to 1. */
  belowConfidence?: number;
  /** Made by an older cleaner or tagger than these versions. */
  olderThan?: { extractor: number; tagger: number };
  all?: boolean;
}

export type BatchState =
  | 'running'
  | 'paused'
  | 'cancelled'
  | 'finished'
  | 'committing'
  | 'committed'
  | 'dropping'
  | 'dropped';

export interface BatchesTable {
  id: Generated<number>;
  from_stage: Stage;
  dry_run: boolean;
  selection: Json<BatchSelection>;
  /** The same for the same selection; two batches of one selection do not run at once. */
  selection_key: string;
  state: Defaulted<BatchState>;
  /** Articles that were meant when the batch was made. */
  total: number;
  /** The last article that was handed on. */
  cursor: Defaulted<number>;
  /** Whether all articles have been handed on. */
  handed_on: Defaulted<boolean>;
  created_at: Defaulted<Date>;
  ended_at: Date | null;
}

/** How one article of a batch ended, and for a dry run what would change. */
export interface BatchItemsTable {
  batch_id: number;
  article_id: number;
  outcome: LedgerOutcome;
  reason: string | null;
  change: JsonOrNull<Record<string, unknown>>;
  /** The draft of a dry run, until it is committed or dropped. */
  revision_id: number | null;
  /** The current revision that the draft was compared with; null when there was none. */
  base_id: number | null;
}

export interface Schema {
  feeds: FeedsTable;
  articles: ArticlesTable;
  runs: RunsTable;
  feed_items: FeedItemsTable;
  feed_item_signs: FeedItemSignsTable;
  snapshots: SnapshotsTable;
  revisions: RevisionsTable;
  ledger: LedgerTable;
  hosts: HostsTable;
  silent_hosts: SilentHostsTable;
  subscriptions: SubscriptionsTable;
  batches: BatchesTable;
  batch_items: BatchItemsTable;
}
