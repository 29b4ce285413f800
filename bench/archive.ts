// Fills an empty PostgreSQL store as years of work would have: feeds on thousands of sites, articles in several
// languages with their texts, revisions, pages and ledger. It is done by the server itself, in steps, without the
// indexes, which are made anew at the end as the migrations define them.
//
// Documents are drawn once, from words whose frequency falls off as in a language, and articles share them: a search
// finds common words in a tenth of all articles and rare ones in a few. Pages hold no bytes, which no list reads.
import pg from 'pg';

const DOCUMENTS = 2_000;
const WORDS_A_DOCUMENT = 250;
const VOCABULARY = 30_000;
const SITES = 4_000;
const STEP = 20_000;
/** The archive was filled in so many days, evenly. */
const DAYS = 400;
/** As long as the ledger is kept by default. */
const LEDGER_DAYS = 90;

// Draws are hashes of numbers, so that each archive of one size is the same.
const draw = (of: string): string => `(abs(hashtextextended(${of}, 7)) % 1000003 / 1000003.0)`;

const vocabulary = `create unlogged table bench_words as
  select n, array_to_string(array(
    select (array['ba','de','ki','lo','mu','ne','ra','si','to','vu','fen','gar','hel','pol','tan','zer'])[1 + (abs(hashtextextended(n || '/' || part, 3)) % 16)]
    from generate_series(1, 2 + n % 3) part), '') || n % 7 as word
  from generate_series(0, ${VOCABULARY - 1}) n`;

// The cube of an even draw is small most of the time: the first word is in most documents, the last in hardly any.
const documents = `create unlogged table bench_documents as
  with languages(tag, config, upto) as (values
    ('en', 'english', 0.35), ('de', 'german', 0.6), ('fr', 'french', 0.7), ('es', 'spanish', 0.8),
    ('it', 'italian', 0.85), ('pt', 'portuguese', 0.9), ('pl', 'simple', 0.95), ('ru', 'russian', 1.01)),
  drawn as (
    select n, array_to_string(array(
      select word from generate_series(1, ${WORDS_A_DOCUMENT}) place
      join bench_words words on words.n = floor(${VOCABULARY} * power(${draw("document.n || '.' || place")}, 3))), ' ') as text
    from generate_series(0, ${DOCUMENTS - 1}) document(n))
  select drawn.n as number, text, left(text, 60) as title, tag, config, to_tsvector(config::regconfig, text) as search
  from drawn join lateral (select * from languages where ${draw("'language' || drawn.n")} < upto order by upto limit 1) language on true`;

const feeds = (count: number): string => `insert into feeds
  (url, url_key, title, site_url, language, interval_ms, interval_reason, next_poll_at, polled_at, succeeded_at, failures, last_error, last_status)
  select 'https://site-' || n % ${SITES} || '.example/feed/' || n, md5('feed' || n), 'Feed ' || n, 'https://site-' || n % ${SITES} || '.example/',
    'en', 1800000, 'its usual pace', now() - n % 1800 * interval '1 second', now() - n % 1800 * interval '1 second', now() - interval '10 minutes',
    case when n % 50 = 0 then 1 + n % 9 else 0 end, case when n % 50 = 0 then 'the server answered 503' end, case when n % 50 = 0 then 503 else 200 end
  from generate_series(1, ${count}) n`;

/** Articles `from` to `to` of `count`, with all that belongs to them. */
const articles = (from: number, to: number, count: number, feedCount: number): string[] => {
  const when = `now() - (${count} - n) * interval '${(DAYS * 86_400) / count} seconds'`;
  const span = `generate_series(${from}, ${to}) n join bench_documents document on document.number = abs(hashint8(n)) % ${DOCUMENTS}`;
  return [
    `insert into articles (feed_id, url, url_key, host, state, reason, hints, title, byline, published_at, language,
        excerpt, text_hash, story_key, search, search_config, discovered_at, stored_at, revision_id)
      overriding user value
      select 1 + n % ${feedCount}, 'https://site-' || n % ${SITES} || '.example/story/' || n, encode(sha256(convert_to('//site-' || n % ${SITES} || '.example/story/' || n, 'utf8')), 'hex'), 'site-' || n % ${SITES} || '.example',
        case when n % 50 = 1 then 'dropped' when n % 100 = 2 then 'failed' when n % 50 = 3 then 'thin' else 'stored' end,
        case when n % 50 = 1 then 'dropped at clean: the page holds no text' when n % 100 = 2 then 'failed at scrape: the server answered 404' when n % 50 = 3 then 'thin: 150 characters, fewer than 200' end,
        '{"title": null, "byline": [], "publishedAt": null, "language": null}', document.title || ' ' || n, array['Anna Berg'], ${when} - interval '2 minutes',
        tag, left(text, 150), md5('text' || n), md5('article' || n),
        case when n % 50 = 1 or n % 100 = 2 then null else search end, config, ${when}, case when n % 50 = 1 or n % 100 = 2 then null else ${when} + interval '20 seconds' end, n
      from ${span} order by n`,
    `insert into snapshots (article_id, url, status, headers, charset, sha256, codec, size, body, fetched_at)
      select id, url, 200, '{"content-type": "text/html"}', 'utf-8', url_key, 'identity', 0, '', discovered_at from articles where id between ${from} and ${to} order by id`,
    `insert into revisions (article_id, snapshot_id, state, title, byline, published_at, tags, text, html, excerpt, text_hash, attribution, quality, language, extractor_version, tagger_version, language_detail)
      select articles.id, articles.id, 'current', articles.title, byline, published_at, '{}', text, '<p>' || text || '</p>', excerpt, text_hash,
        '{"publisher": null, "url": null}', '{"words": ${WORDS_A_DOCUMENT}, "characters": 1500, "blocks": 1, "linkDensity": 0, "confidence": 0.9, "residue": null, "notes": []}',
        language, 1, 1, '{"confidence": 1, "source": "text", "disagreement": null, "shares": []}'
      from articles join bench_documents document on document.number = abs(hashint8(articles.id)) % ${DOCUMENTS} where articles.id between ${from} and ${to} order by articles.id`,
    `insert into feed_items (feed_id, item_key, article_id, url, title, published_at, content_hash, seen_at)
      select feed_id, 'u:' || url_key, id, url, title, published_at, url_key, discovered_at from articles where id between ${from} and ${to} order by id`,
    `insert into feed_item_signs (feed_id, sign, item_key)
      select feed_id, 'u:' || url_key, 'u:' || url_key from articles where id between ${from} and ${to} order by id`,
    `insert into ledger (at, stage, article_id, feed_id, attempt, outcome, reason, ms, worker)
      select discovered_at, stage, id, feed_id, id, case when state in ('stored', 'thin') then 'done' else state end, reason, 20, 'bench:1:1'
      from articles, (values ('scrape'), ('clean'), ('tag'), ('store')) stages(stage)
      where id between ${from} and ${to} and discovered_at > now() - interval '${LEDGER_DAYS} days' order by id`,
  ];
};

/** Polls of the last day, one an hour of each feed. */
const polls = `insert into ledger (at, stage, feed_id, attempt, outcome, ms, worker)
  select now() - ago * interval '1 hour', 'poll', id, ago, 'unchanged', 80, 'bench:1:1' from feeds, generate_series(1, 24) ago`;

export interface ArchiveSize {
  articles: number;
  feeds: number;
}

/** Fills the store at `databaseUrl`, whose tables exist and are empty; tells how far it is. */
export async function fillArchive(
  databaseUrl: string,
  size: ArchiveSize,
  tell: (articles: number) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `set search_path to feedmill; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '64MB'; set session_replication_role = replica`,
    );
    for (const statement of [
      vocabulary,
      'create index on bench_words (n)',
      documents,
      'create index on bench_documents (number)',
      feeds(size.feeds),
    ])
      await client.query(statement);
    const indexes = await client.query<{ name: string; definition: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       join pg_class on pg_class.oid = indrelid where relnamespace = 'feedmill'::regnamespace and not indisprimary
         and not exists (select from pg_constraint where conindid = indexrelid)`,
    );
    for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
    for (let from = 1; from <= size.articles; from += STEP) {
      const to = Math.min(size.articles, from + STEP - 1);
      for (const statement of articles(from, to, size.articles, size.feeds)) await client.query(statement);
      tell(to);
    }
    await client.query(polls);
    for (const { definition } of indexes.rows) await client.query(definition);
    await client.query('drop table bench_words, bench_documents');
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
