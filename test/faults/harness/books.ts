// Both sides of the books after a fault: what the newsroom's journal says it served, and what the database has made of
// it. Nothing here knows how the service works, only what it promises.
import { type Kysely, sql } from 'kysely';
import { lockDataFolder } from '../../../src/store/data-folder.js';
import { openDatabase } from '../../../src/store/database.js';
import type { Schema } from '../../../src/store/schema.js';
import type { Newsroom } from '../../support/newsroom.js';
import type { System } from './system.js';

export interface Books {
  /** Articles that were served, by what became of them. */
  served: number;
  ends: Record<string, number>;
  /** Served, and nowhere: neither stored, nor a duplicate, nor at rest with a reason, nor on their way. */
  lost: string[];
  /** Articles, revisions, events and effects that are there twice. */
  doubled: string[];
  /** Articles that the newsroom never served. */
  unexpected: string[];
  /** Articles on their way that nothing will move. */
  stuck: string[];
  /** Rows that point at nothing, and keys that stand twice. */
  broken: string[];
  /** Tries of what comes after a page's request that failed and were made again. */
  retries: number;
  /** What is kept of what was done and what happened. */
  rows: { ledger: number; events: number };
}

interface ArticleRow {
  id: number;
  url: string;
  state: string;
  reason: string | null;
  hasRun: boolean;
}

/** Compares the database with the journal; no service runs meanwhile. */
export async function compareBooks(system: System, newsroom: Newsroom): Promise<Books> {
  const { settings } = system;
  const lock = system.mode === 'embedded' ? await lockDataFolder(settings.dataDir, 'the books') : null;
  const database = await openDatabase(settings, lock?.databaseFolder ?? null);
  try {
    return await read(database.db, newsroom, system.mode === 'embedded');
  } finally {
    await database.close(5_000);
    await lock?.release();
  }
}

async function read(db: Kysely<Schema>, newsroom: Newsroom, isEmbedded: boolean): Promise<Books> {
  const { rows: articles } = await sql<ArticleRow>`
    select id, url, state, reason, exists (select from runs where article_id = articles.id) as "hasRun"
    from articles order by id`.execute(db);
  const skipped = await skippedUrls(db);
  const byNumber = new Map<number, ArticleRow[]>();
  const unexpected: string[] = [];
  for (const article of articles) {
    const number = newsroom.articleAt(article.url);
    if (number === null || !newsroom.journal.served.has(number)) unexpected.push(article.url);
    else byNumber.set(number, [...(byNumber.get(number) ?? []), article]);
  }
  const lost: string[] = [];
  const ends: Record<string, number> = {};
  for (const number of newsroom.journal.served) {
    const url = newsroom.urlOf(number);
    const [article] = byNumber.get(number) ?? [];
    const end = article === undefined ? (skipped.has(url) ? 'skipped' : 'lost') : endOf(article);
    ends[end] = (ends[end] ?? 0) + 1;
    if (end === 'lost') lost.push(`${url}: ${article?.state ?? 'no row'}`);
  }
  const twice = [...byNumber.values()].filter(({ length }) => length > 1);
  return {
    served: newsroom.journal.served.size,
    ends,
    lost,
    doubled: [...twice.map(([first]) => `article ${first?.url}`), ...(await doubles(db))],
    unexpected,
    stuck: articles.filter(({ state, hasRun }) => state === 'discovered' && !hasRun).map(({ url }) => url),
    broken: [...(await brokenKeys(db)), ...(isEmbedded ? [] : await brokenIndexes(db))],
    retries: await retriesOf(db),
    rows: await rowsOf(db),
  };
}

function endOf({ state, reason, hasRun }: ArticleRow): string {
  if (state === 'stored' || state === 'thin') return 'stored';
  if (state === 'discovered') return hasRun ? 'on its way' : 'lost';
  return reason === null ? 'lost' : state;
}

async function skippedUrls(db: Kysely<Schema>): Promise<Set<string>> {
  const { rows } = await sql<{ url: string }>`select url from feed_items
    where article_id is null and skip_reason is not null and url is not null`.execute(db);
  return new Set(rows.map(({ url }) => url));
}

async function retriesOf(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ledger
    where stage in ('clean', 'tag', 'store') and outcome = 'retry'`.execute(db);
  return rows[0]?.n ?? 0;
}

async function rowsOf(db: Kysely<Schema>): Promise<Books['rows']> {
  const { rows } = await sql<Books['rows']>`select (select count(*)::int from ledger) as ledger,
    (select count(*)::int from events) as events`.execute(db);
  return rows[0] ?? { ledger: 0, events: 0 };
}

/** Whatever is there twice, one line each. */
async function doubles(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'current revisions of article ' || article_id as what from revisions where state = 'current'
      group by article_id having count(*) > 1
    union all select 'equal revisions of article ' || article_id from (
        select article_id, text_hash, lag(text_hash) over (partition by article_id order by id) as before
        from revisions where state in ('past', 'current')) as followed where text_hash = before
    union all select type || ' of article ' || article_id || ', revision ' || revision_id from events
      where revision_id is not null group by type, article_id, revision_id having count(*) > 1
    union all select 'events of revision ' || revisions.id || ': ' || count(events.id) from revisions
      left join events on events.revision_id = revisions.id and events.article_id = revisions.article_id
      where revisions.state in ('past', 'current') group by revisions.id having count(events.id) <> 1
    union all select 'stored twice: article ' || article_id from ledger where stage = 'store' and outcome = 'done'
      group by article_id having count(*) >
        (select count(*) from revisions where revisions.article_id = ledger.article_id and state in ('past', 'current'))`.execute(
    db,
  );
  return rows.map(({ what }) => what);
}

interface ForeignKey {
  child: string;
  column: string;
  parent: string;
  key: string;
}

/** Foreign keys and unique keys read from the tables themselves, past every index. */
async function brokenKeys(db: Kysely<Schema>): Promise<string[]> {
  await sql`set enable_indexscan = off`.execute(db);
  const { rows: keys } = await sql<ForeignKey>`
    select c.conrelid::regclass::text as child, a.attname as column, c.confrelid::regclass::text as parent, p.attname as key
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute p on p.attrelid = c.confrelid and p.attnum = c.confkey[1]
    where c.contype = 'f' and array_length(c.conkey, 1) = 1 and c.connamespace = 'feedmill'::regnamespace`.execute(
    db,
  );
  const broken: string[] = [];
  for (const { child, column, parent, key } of keys) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(child)} as child
      where ${sql.raw(`child.${column}`)} is not null
        and not exists (select from ${sql.raw(parent)} as parent where ${sql.raw(`parent.${key} = child.${column}`)})`.execute(
      db,
    );
    if ((rows[0]?.n ?? 0) > 0)
      broken.push(`${child}.${column}: ${rows[0]?.n} rows point at no row of ${parent}`);
  }
  if (keys.length === 0) broken.push('no foreign key was found to be read');
  const { rows } = await sql<{ what: string }>`
    select 'articles ' || url_key as what from articles group by url_key having count(*) > 1
    union all select 'feeds ' || url_key from feeds group by url_key having count(*) > 1
    union all select 'feed_items ' || item_key from feed_items group by feed_id, item_key having count(*) > 1
    union all select 'runs ' || article_id from runs group by article_id having count(*) > 1`.execute(db);
  return [...broken, ...rows.map(({ what }) => `a unique key stands twice: ${what}`)];
}

/** What amcheck finds in the indexes of a PostgreSQL server. */
async function brokenIndexes(db: Kysely<Schema>): Promise<string[]> {
  await sql`create extension if not exists amcheck schema public`.execute(db);
  const { rows: indexes } = await sql<{ name: string }>`select c.oid::regclass::text as name from pg_class c
    join pg_am on pg_am.oid = c.relam where c.relkind = 'i' and pg_am.amname = 'btree'
    and c.relnamespace in ('feedmill'::regnamespace)`.execute(db);
  const broken: string[] = indexes.length === 0 ? ['no index was found to be read'] : [];
  for (const { name } of indexes)
    await sql`select public.bt_index_check(${name}::regclass, true)`.execute(db).catch((error: unknown) => {
      broken.push(`${name}: ${String(error)}`);
    });
  return broken;
}
