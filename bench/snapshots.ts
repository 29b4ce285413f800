// What a stored page takes in the database, in a folder and in a bucket.
// usage: bench:snapshots -- --pages DIR...   DIR holds pages/<id>.html.gz   (PostgreSQL: FEEDMILL_TEST_POSTGRES)
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { openDatabase } from '../src/store/database.js';
import { createPageBytes } from '../src/store/page-bytes.js';
import { packSnapshot } from '../src/store/snapshots.js';
import { createStore } from '../src/store/store.js';
import { testPlace } from '../test/support/databases.js';
import { addArticle, keepSnapshot, newSnapshot } from '../test/support/rows.js';

const { values } = parseArgs({ options: { pages: { type: 'string', multiple: true } } });
if (values.pages === undefined) throw new Error('usage: bench:snapshots -- --pages DIR [--pages DIR]');
const bodies = values.pages.flatMap((folder) =>
  readdirSync(join(folder, 'pages')).map((file) => gunzipSync(readFileSync(join(folder, 'pages', file)))),
);

/** Stores every page; bytes a page of the table, and of the files with what the disk rounds up. */
async function measure(kind: 'database' | 'disk') {
  const place = await testPlace('postgres');
  const folder = join(place.folder, 'pages');
  const database = await openDatabase(place.settings, null);
  const snapshots = kind === 'disk' ? `disk:${folder}` : null;
  const bytes = createPageBytes(database.db, { snapshots, s3Endpoint: null });
  const store = createStore(database.db, bytes);
  await bytes.check();
  const began = performance.now();
  for (const body of bodies) {
    const articleId = await addArticle(store);
    const packed = await packSnapshot(newSnapshot(articleId, { body }));
    await keepSnapshot(store, await bytes.keep(packed));
  }
  const ms = performance.now() - began;
  await sql`vacuum full snapshots`.execute(database.db);
  const sizes = await store.retention.sizes();
  const table = sizes.find(({ name }) => name === 'snapshots')?.bytes ?? 0;
  const files = kind === 'database' ? [] : readdirSync(folder, { recursive: true, withFileTypes: true });
  const onDisk = files
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0);
  const named = sizes.find(({ name }) => name.startsWith('pages in'))?.bytes ?? 0;
  await database.close(5_000);
  await place.remove();
  const each = (total: number): number => Math.round(total / bodies.length);
  return { kind, tableBytes: each(table), fileBytes: each(named), onDiskBytes: each(onDisk), ms: each(ms) };
}

const raw = Math.round(bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length);
const runs = [await measure('database'), await measure('disk')];
console.log(JSON.stringify({ pages: bodies.length, rawBytes: raw, runs }));
process.exit(0);
