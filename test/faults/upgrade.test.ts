// What a release before this one left behind when it was killed with a job of each stage in hand, as it stood in its
// tables (fixtures/make-earlier.ts made it). Guards against a silent failure: a job that this release does not
// understand and throws away is missed by nobody but its article.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/operations/audit.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { type Newsroom, startNewsroom } from '../support/newsroom.js';
import { allArticles, startIn } from '../support/running.js';
import { until } from '../support/until.js';
import { earlierNewsroom } from './fixtures/earlier.js';

/** One job of each stage in a shape that no release has had. */
const STRANGE_JOBS = `update bullmq.job set data = '{"version": 0, "url": "https://news.example/1"}'
  where (queue, id) in (select queue, min(id) from bullmq.job where state in ('waiting', 'active')
    and queue in ('scrape', 'clean', 'tag', 'store') group by queue)`;

async function restored({ settings }: TestPlace): Promise<void> {
  const packed = await readFile(join(import.meta.dirname, 'fixtures', 'earlier.sql.gz'));
  const statements = [gunzipSync(packed).toString(), STRANGE_JOBS];
  if (settings.databaseUrl === null) {
    await mkdir(settings.dataDir);
    const database = await PGlite.create(join(settings.dataDir, 'database'));
    for (const statement of statements) await database.exec(statement);
    await database.close();
    return;
  }
  const client = new pg.Client({ connectionString: settings.databaseUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

let newsroom: Newsroom | null = null;
beforeEach(async () => {
  // Another run on the same machine may have the port.
  await until(
    'the newsroom has its port',
    async () => {
      newsroom = await startNewsroom(earlierNewsroom).catch(() => null);
      return newsroom !== null;
    },
    150_000,
  );
});
afterEach(async () => newsroom?.close());

// A dead process' jobs are free at once in the embedded database and after their lock elsewhere; those modes run with
// FEEDMILL_TEST_FAULTS=1.
const tested = process.env['FEEDMILL_TEST_FAULTS'] === '1' ? modes : (['embedded'] as const);

describe.each(tested)('what an earlier release left in hand on %s', (mode) => {
  it('is stored by this one, whatever its jobs look like', async () => {
    const place = await testPlace(mode, {
      FEEDMILL_SWEEP_MS: '1000',
      FEEDMILL_ALLOW_PRIVATE: '127.0.0.0/8',
    });
    await restored(place);
    const service = await startIn(place);
    await until(
      'every article is stored',
      async () => {
        const articles = await allArticles(service);
        return (
          articles.length === earlierNewsroom.articles && articles.every(({ state }) => state === 'stored')
        );
      },
      150_000,
    );
    const articles = await allArticles(service);
    const audited = await audit({ deep: true, repair: false }, service.ports);
    await service.stop();
    expect(audited).toMatchObject({ findings: [], pages: { damaged: [] }, sound: true });
    expect(new Set(articles.map(({ url }) => url)).size).toBe(earlierNewsroom.articles);
    await place.remove();
  });
});
