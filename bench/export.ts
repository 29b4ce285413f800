// Articles per second and peak memory of `feedmill articles export`, each format in a process of its own, beside the
// same articles counted in the database, on PostgreSQL and embedded.
// usage: bench:export -- --articles 50000 --mode embedded|postgres
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { exportFormats } from '../src/formats/record.js';
import type { Mode } from '../src/settings.js';
import { lockDataFolder } from '../src/store/data-folder.js';
import { openDatabase } from '../src/store/database.js';
import type { Schema } from '../src/store/schema.js';
import { type TestPlace, testPlace } from '../test/support/databases.js';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'postgres' },
    articles: { type: 'string', default: '50000' },
  },
});
const articles = Number(values.articles);
const mode = values.mode as Mode;
const main = resolve(import.meta.dirname, '../dist/main.js');
/** Rows of one statement while the articles are made. */
const STEP = 10_000;
const LOOK_MS = 20;
/** Of the processor's clock on Linux, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** A news page of 30 KB, most of it the site's own, as it is kept. */
function page(): { body: Buffer; size: number } {
  const words = Array.from({ length: 500 }, (_, n) => `word${(n * 7919) % 1013}`).join(' ');
  const links = Array.from(
    { length: 300 },
    (_, n) => `<li><a href="/section/${n}/story-${n * 31}">Story ${n}</a></li>`,
  );
  const html = Buffer.from(
    `<!doctype html><title>A story</title><ul>${links.join('')}</ul><article><p>${words}</p></article>`,
  );
  return { body: brotliCompressSync(html), size: html.length };
}

/** Articles of some 3,000 characters each, with a page and a revision, as the store stage leaves them. */
async function make(db: Kysely<Schema>): Promise<void> {
  const { body, size } = page();
  for (let from = 1; from <= articles; from += STEP) {
    const to = Math.min(articles, from + STEP - 1);
    await sql`insert into articles (id, url, url_key, host, state, hints, title, language, stored_at)
      overriding system value
      select n, 'https://news.example/' || n, md5(n::text), 'news.example', 'stored',
        '{"title":null,"byline":[],"publishedAt":null,"language":null}', 'Story number ' || n, 'en', now()
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    await sql`insert into snapshots (id, article_id, url, status, headers, sha256, codec, size, body)
      overriding system value
      select n, n, 'https://news.example/' || n, 200, '{"content-type":"text/html"}', repeat('0', 64), 'br', ${size}::int, ${body}::bytea
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    await sql`insert into revisions (id, article_id, snapshot_id, state, title, byline, tags, text, html, text_hash, attribution, quality, language, extractor_version)
      overriding system value
      select n, n, n, 'current', 'Story number ' || n, '{"Ada Example"}', '{}',
        (select string_agg(md5((n * 100 + m)::text) || ' and so on', ' ') from generate_series(1, 70) m),
        '', md5(n::text), '{"publisher":null,"url":null}',
        '{"words":500,"characters":3000,"blocks":5,"linkDensity":0,"confidence":0.9,"notes":[]}', 'en', 1
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    await sql`update articles set revision_id = id where id between ${from} and ${to}`.execute(db);
  }
}

async function prepare(place: TestPlace): Promise<void> {
  const lock = mode === 'embedded' ? await lockDataFolder(place.settings.dataDir, 'bench') : null;
  const database = await openDatabase(place.settings, lock?.databaseFolder ?? null);
  await make(database.db);
  await sql`analyze`.execute(database.db);
  await database.close(60_000);
  await lock?.release();
}

interface Seen {
  /** The largest resident size of the process. */
  peakMb: number;
  /** Of the processor, in all threads. */
  cpuSeconds: number;
}
interface Measured extends Seen {
  seconds: number;
}

function run(place: TestPlace, args: string[]): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...place.env },
    cwd: place.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let seen: Seen = { peakMb: 0, cpuSeconds: 0 };
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const looking = setInterval(() => {
    const now = seenOf(child.pid ?? 0);
    // One that has ended and was not taken note of yet has no memory any more.
    seen = now === null ? seen : { ...now, peakMb: Math.max(now.peakMb, seen.peakMb) };
  }, LOOK_MS);
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      clearInterval(looking);
      if (code !== 0) fail(new Error(`feedmill ${args.join(' ')} ended with ${code}: ${said}`));
      else done({ seconds: (performance.now() - began) / 1000, ...seen });
    });
  });
}

/** What a process has used so far, from proc(5); null once it is gone. */
function seenOf(pid: number): Seen | null {
  try {
    const [, kb = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // The command's name, in parentheses, may hold blanks; user and system time are the 12th and 13th field after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { peakMb: Math.round(Number(kb) / 1024), cpuSeconds: ticks / TICKS_PER_SECOND };
  } catch {
    // It ended between two looks; what was seen before stays.
    return null;
  }
}

const place = await testPlace(mode);
try {
  await prepare(place);
  const idle = await run(place, ['articles', 'export', '--after', '999999999']);
  console.log(JSON.stringify({ mode, articles, startSeconds: round(idle.seconds), startMb: idle.peakMb }));
  for (const format of exportFormats) {
    const out = join(place.folder, `out.${format}`);
    const { seconds, peakMb, cpuSeconds } = await run(place, [
      'articles',
      'export',
      '--format',
      format,
      '--out',
      out,
    ]);
    const articlesPerSecond = Math.round(articles / (seconds - idle.seconds));
    const perCpuSecond = Math.round(articles / (cpuSeconds - idle.cpuSeconds));
    const megabytes = Math.round(statSync(out).size / 1e6);
    console.log(
      JSON.stringify({ mode, format, articles, articlesPerSecond, perCpuSecond, peakMb, megabytes }),
    );
  }
} finally {
  await place.remove();
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
