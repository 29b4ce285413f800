// Every change of the tables, oldest first. A released migration is never edited; a new one is added below it.
// The list is long because it is a table of SQL.
import { type Kysely, type Migration, sql } from 'kysely';

const statements = (...texts: string[]): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    for (const text of texts) await sql.raw(text).execute(db);
  },
});

export const migrations: Readonly<Record<string, Migration>> = {
  '0001_pipeline': statements(
    `create table feeds (
      id bigint generated always as identity primary key,
      url text not null,
      url_key text not null unique,
      title text, site_url text, language text,
      tags text[] not null default '{}',
      state text not null default 'active' check (state in ('active', 'paused')),
      interval_ms bigint not null,
      interval_reason text,
      next_poll_at timestamptz not null default now(),
      attempt int not null default 0,
      etag text, last_modified text, body_hash text,
      polled_at timestamptz, succeeded_at timestamptz, last_status int, last_error text,
      failures int not null default 0,
      created_at timestamptz not null default now())`,
    `create index feeds_due on feeds (next_poll_at) where state = 'active'`,
    `create table articles (
      id bigint generated always as identity primary key,
      feed_id bigint references feeds on delete set null,
      url text not null,
      url_key text not null unique,
      host text not null,
      state text not null default 'discovered' check (state in ('discovered', 'stored', 'dropped', 'duplicate', 'failed')),
      reason text,
      duplicate_of bigint references articles on delete set null,
      hints jsonb not null,
      revision_id bigint,
      title text, byline text[] not null default '{}', published_at timestamptz, language text,
      site_name text, image_url text, excerpt text, text_hash text, story_key text,
      search tsvector, search_config text,
      discovered_at timestamptz not null default now(),
      stored_at timestamptz,
      updated_at timestamptz not null default now())`,
    // One sequence for tickets and attempts: a number that was given out never means another run.
    `create sequence run_numbers`,
    // Every stage updates its row some times, so the table is kept apart from the articles and their indexes, has no
    // index of its own but the key, and leaves half of each page free: all its updates stay within their page (HOT).
    `create table runs (
      article_id bigint primary key references articles on delete cascade,
      stage text not null check (stage in ('scrape', 'clean', 'tag', 'store')),
      ticket bigint not null default nextval('run_numbers'),
      attempt bigint not null default nextval('run_numbers'),
      failures int not null default 0,
      deaths int not null default 0,
      died boolean not null default false,
      worker text,
      running_since timestamptz,
      due_at timestamptz not null default now(),
      batch_id bigint,
      snapshot_id bigint,
      draft_id bigint,
      reason text) with (fillfactor = 50)`,
    `create index articles_search on articles using gin (search)`,
    `create index articles_feed on articles (feed_id, id)`,
    `create index articles_language on articles (language, id) where state = 'stored'`,
    `create index articles_state on articles (state, id)`,
    `create index articles_text on articles (text_hash) where state = 'stored'`,
    `create index articles_story on articles (story_key) where state = 'stored'`,
    `create index articles_duplicate on articles (duplicate_of) where duplicate_of is not null`,
    `create table feed_items (
      feed_id bigint not null references feeds on delete cascade,
      item_key text not null,
      article_id bigint references articles on delete cascade,
      url text, title text, published_at timestamptz,
      content_hash text not null,
      skip_reason text,
      seen_at timestamptz not null default now(),
      primary key (feed_id, item_key))`,
    `create index feed_items_article on feed_items (article_id)`,
    `create table snapshots (
      id bigint generated always as identity primary key,
      article_id bigint not null references articles on delete cascade,
      url text not null,
      status int not null,
      headers jsonb not null,
      charset text,
      sha256 text not null,
      codec text not null check (codec in ('br', 'identity')),
      size int not null,
      body bytea not null,
      fetched_at timestamptz not null default now())`,
    // The bodies are compressed before they come here; a second compression by the server would be for nothing.
    `alter table snapshots alter column body set storage external`,
    `create index snapshots_article on snapshots (article_id, id)`,
    `create table revisions (
      id bigint generated always as identity primary key,
      article_id bigint not null references articles on delete cascade,
      snapshot_id bigint not null references snapshots on delete cascade,
      state text not null default 'draft' check (state in ('draft', 'current', 'past', 'unchanged', 'dry')),
      title text, byline text[] not null, published_at timestamptz, modified_at timestamptz,
      site_name text, canonical_url text, image_url text, declared_language text,
      tags text[] not null, paywalled boolean,
      text text not null, html text not null, excerpt text, text_hash text not null,
      attribution jsonb not null, quality jsonb not null,
      language text, script text, language_detail jsonb,
      extractor_version int not null, tagger_version int,
      created_at timestamptz not null default now())`,
    // Of the two compressions lz4 takes a fraction of the time; a server built without it keeps its own.
    `do $$ begin
      alter table revisions alter column text set compression lz4;
      alter table revisions alter column html set compression lz4;
    exception when feature_not_supported then null; end $$`,
    `create index revisions_article on revisions (article_id, id)`,
    `create unique index revisions_current on revisions (article_id) where state = 'current'`,
    `create index revisions_snapshot on revisions (snapshot_id)`,
    `create table ledger (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      stage text not null,
      -- No foreign keys: checking them would lock the feed's row for each attempt of each of its articles.
      article_id bigint,
      feed_id bigint,
      batch_id bigint,
      attempt bigint not null,
      outcome text not null,
      reason text,
      ms int not null,
      worker text not null,
      detail jsonb)`,
    `create index ledger_article on ledger (article_id, id) where article_id is not null`,
    `create index ledger_feed on ledger (feed_id, id) where article_id is null`,
    `create index ledger_at on ledger (at)`,
    `create table hosts (
      host text primary key,
      next_slot timestamptz not null,
      paused_until timestamptz)`,
    `create table batches (
      id bigint generated always as identity primary key,
      from_stage text not null,
      dry_run boolean not null,
      selection jsonb not null,
      total int not null,
      created_at timestamptz not null default now())`,
    `create table batch_items (
      batch_id bigint not null references batches on delete cascade,
      article_id bigint not null references articles on delete cascade,
      outcome text not null,
      reason text,
      change jsonb,
      primary key (batch_id, article_id))`,
    `create index batch_items_article on batch_items (article_id)`,
  ),
  '0002_feed_memory': statements(
    `alter table feeds
      add column memory jsonb not null default '{}',
      add column interval_cause text,
      drop constraint feeds_state_check,
      add constraint feeds_state_check check (state in ('active', 'paused', 'gone'))`,
    `drop index feeds_due`,
    `create index feeds_due on feeds (next_poll_at) where state <> 'paused'`,
    // An item is known by any of its signs; the row of an item that is gone is only a sign that leads nowhere.
    `create table feed_item_signs (
      feed_id bigint not null references feeds on delete cascade,
      sign text not null,
      item_key text not null,
      primary key (feed_id, sign))`,
    `insert into feed_item_signs (feed_id, sign, item_key)
      select feed_items.feed_id, 'u:' || articles.url_key, item_key
      from feed_items join articles on articles.id = feed_items.article_id
      order by seen_at desc
      on conflict do nothing`,
  ),
  '0003_politeness': statements(
    // next_slot is the plan: the first time that no job has. next_at is what happened: no request before it.
    `alter table hosts
      add column next_at timestamptz not null default '-infinity',
      add column asked_at timestamptz,
      add column set_delay_ms int,
      add column crawl_delay_ms int,
      add column backoff_ms int not null default 0,
      add column latency_ms int not null default 0`,
    `create table silent_hosts (
      host text primary key,
      since timestamptz not null default now(),
      until timestamptz not null,
      failures int not null default 1,
      reason text not null)`,
  ),
  '0004_thin': statements(
    `alter table articles drop constraint articles_state_check`,
    `alter table articles add constraint articles_state_check
      check (state in ('discovered', 'stored', 'thin', 'dropped', 'duplicate', 'failed'))`,
    `create index articles_thin_story on articles (story_key) where state = 'thin'`,
    // Read only where a page says too little, so that it is kept out of the row.
    `alter table feed_items add column content text`,
    `do $$ begin
      alter table feed_items alter column content set compression lz4;
    exception when feature_not_supported then null; end $$`,
  ),
  '0005_websub': statements(
    `create table subscriptions (
      id bigint generated always as identity primary key,
      -- Null: the feed is gone, or has another hub; what is left to do is to tell this one.
      feed_id bigint unique references feeds on delete set null,
      hub text not null,
      topic text not null,
      token text not null unique,
      secret text not null,
      state text not null default 'wanted'
        check (state in ('wanted', 'asked', 'active', 'denied', 'deaf', 'leaving', 'left')),
      -- Null: there is nothing to ask the hub for.
      due_at timestamptz default now(),
      attempt bigint not null default 0,
      failures int not null default 0,
      reason text,
      verified_at timestamptz,
      lease_until timestamptz,
      pushed_at timestamptz,
      pushes bigint not null default 0,
      rejected bigint not null default 0,
      unheard int not null default 0)`,
    `create index subscriptions_due on subscriptions (due_at) where due_at is not null`,
  ),
  '0006_newsroom': statements(
    // Questions about an hour, a day or a week: without these each would read every article.
    `create index articles_stored_at on articles (stored_at) where stored_at is not null`,
    `create index articles_discovered_at on articles (discovered_at)`,
  ),
  '0007_reingest': statements(
    // A pass that finds nothing new leaves no revision any more.
    `delete from revisions where state = 'unchanged'`,
    `alter table revisions drop constraint revisions_state_check,
      add constraint revisions_state_check check (state in ('draft', 'current', 'past', 'dry'))`,
    // Batches of before were handed on whole when they were made.
    `alter table batches
      add column state text not null default 'finished' check (state in
        ('running', 'paused', 'cancelled', 'finished', 'committing', 'committed', 'dropping', 'dropped')),
      add column selection_key text not null default '',
      add column cursor bigint not null default 0,
      add column handed_on boolean not null default true,
      add column ended_at timestamptz`,
    `alter table batches alter column state set default 'running', alter column handed_on set default false`,
    `create unique index batches_selection on batches (selection_key) where state in ('running', 'paused')`,
    `create index batches_live on batches (id) where state in ('running', 'committing', 'dropping')`,
    `alter table batch_items
      add column revision_id bigint references revisions on delete set null,
      add column base_id bigint`,
    `create index batch_items_draft on batch_items (batch_id, article_id) where revision_id is not null`,
    `create index batch_items_revision on batch_items (revision_id) where revision_id is not null`,
    // Moves with no stage of a run, so that the updates of the stages stay within their page.
    `create index runs_batch on runs (batch_id) where batch_id is not null`,
  ),
  '0008_retention': statements(
    // What a revision was made from stays as a row when its bytes go.
    `alter table snapshots add column kept boolean not null default true`,
    `create index snapshots_kept on snapshots (fetched_at) where kept`,
  ),
};
