// The tables about articles as Kysely sees them: their way through the stages, their pages, revisions and ledger.
import type { ColumnType, Generated } from 'kysely';
import type { ArticleStage, Stage } from '../pipeline.js';
import type { Defaulted, Json, JsonOrNull } from './column-types.js';

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
  /** The day of publication where the page was written, in ISO 8601; missing in what older versions stored. */
  published_day: ColumnType<string | null, string | null | undefined, string | null>;
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
  /** The alert about its site under which it was found odd; null when it was not. */
  drift_alert: number | null;
  updated_at: Defaulted<Date>;
}

/** An article on its way through the stages; a row goes when the article comes to rest. */
export interface RunsTable {
  article_id: number;
  /** The stage that the article waits for or is in. */
  stage: ArticleStage;
  /** Names the live job of the stage; a new one whenever a new job is made. */
  ticket: Defaulted<number>;
  /** Names the run, from its start to its end. */
  number: Defaulted<number>;
  begun_at: Defaulted<Date>;
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
  /** Whether it waits until then for a slot of its site, and for nothing else. */
  waits_turn: Defaulted<boolean>;
  batch_id: number | null;
  snapshot_id: number | null;
  draft_id: number | null;
  reason: string | null;
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
  /** Empty where the bytes lie in `place`. */
  body: Buffer;
  /** Where the bytes lie, as page-place.ts names it; null: in `body`. */
  place: ColumnType<string | null, string | null | undefined, string | null>;
  /** False when the bytes were thrown away for their age, or for want of room. */
  kept: Defaulted<boolean>;
  /** Bytes of the body as it is kept; null where an older version stored it and nobody asked since. */
  packed: Defaulted<number | null>;
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
  /** The day of publication where the page was written, in ISO 8601; missing in what older versions stored. */
  published_day: ColumnType<string | null, string | null | undefined, string | null>;
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
