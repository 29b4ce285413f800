// Guards against a statement that reads a whole table: over a test's few rows it would be as fast as any other, and over
// a million articles it would stop the service. Every statement that a run makes is caught as it is sent, and planned
// again by a server that is told to read tables as a whole only where there is no other way.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/http/server.js';
import type { Service } from '../../src/service.js';
import { startReingest } from '../../src/workers/reingest.js';
import { sweep } from '../../src/workers/sweep.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { ingest, startIn } from '../support/running.js';
import { until } from '../support/until.js';

/** What grows with the articles; all else is counted by feeds, hosts or what an operator does. */
const large = [
  'articles',
  'feed_items',
  'feed_item_signs',
  'snapshots',
  'revisions',
  'ledger',
  'batch_items',
];
/** What asks for all there is, and says so: counts that one index answers, and the selection of a re-ingest. */
const whole = [/^select "state", "language", count\(/, /^select count\(\*\) as "count" from "articles"/];

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  Plans?: Node[];
}

/**
 * The large tables that a plan reads from end to end: as they lie, or by an index that says nothing of what is wanted, so
 * that row after row is thrown away.
 */
function readWhole(node: Node): string[] {
  const isWhole =
    node['Node Type'] === 'Seq Scan' ||
    (node['Node Type'].startsWith('Index') && node['Index Cond'] === undefined && node.Filter !== undefined);
  const own =
    isWhole && large.includes(node['Relation Name'] ?? '')
      ? [`${node['Relation Name']} (${node.Filter})`]
      : [];
  return [...own, ...(node.Plans ?? []).flatMap(readWhole)];
}

describe.runIf(modes.includes('redis'))('every statement of a run', () => {
  const statements = new Map<string, unknown[]>();
  let origin: Origin;
  let place: TestPlace;
  let service: Service;

  beforeAll(async () => {
    origin = await startOrigin(12);
    place = await testPlace('redis', { FEEDMILL_SNAPSHOT_MAX_MB: '1', FEEDMILL_SNAPSHOT_DAYS: '1' });
    service = await startIn(place);
    const query = pg.Client.prototype.query as (...of: unknown[]) => unknown;
    vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...of: unknown[]) {
      const [first] = of;
      if (typeof first === 'object' && first !== null && 'text' in first && 'values' in first)
        statements.set(String(first.text), first.values as unknown[]);
      return query.apply(this, of);
    } as typeof pg.Client.prototype.query);
  });
  afterAll(async () => {
    await service.stop();
    await origin.close();
    await place.remove();
  });

  it('finds what it reads by an index', async () => {
    await ingest(service, [origin.opmlUrl]);
    await ingest(service, [origin.opmlUrl]);
    await sweep(service.ports);
    const { batchId } = await startReingest(
      { selection: { all: true }, from: 'clean', dryRun: true },
      service.ports,
    );
    await until('the batch has ended', async () => {
      const batch = await service.ports.store.batches.find(batchId);
      return batch?.state === 'finished';
    });
    await askForPages(service);
    vi.restoreAllMocks();
    const found = await scansOf(statements, place.settings.databaseUrl ?? '');
    expect(found).toEqual([]);
    expect(statements.size).toBeGreaterThan(60);
  });
});

async function askForPages(service: Service): Promise<void> {
  const app = await createApp(service);
  const paths = [
    '/',
    '/articles?language=en',
    '/articles?state=stored',
    '/articles?host=127.0.0.1',
    '/articles?feed=1',
    '/articles?q=harbour',
    '/articles/1',
    '/feeds',
    '/feeds/1',
    '/failures',
    '/failures?state=thin',
    '/hosts',
    '/languages',
    '/reingest',
    '/api/articles?since=2026-01-01',
    '/out/articles.json',
    '/out/articles.json?tag=city',
    '/out/articles.json?tag=city&language=en',
    '/api/export?language=en',
    '/api/export?feed=1',
    '/api/search?q=harbour&language=en',
    '/api/status',
    '/api/why?url=https%3A%2F%2Fnews.example%2Fnever',
    '/metrics',
  ];
  for (const url of paths) {
    const { statusCode } = await app.inject({ url, headers: { host: 'localhost' } });
    expect(`${url} ${statusCode}`).toBe(`${url} 200`);
  }
  await app.close();
}

async function scansOf(statements: Map<string, unknown[]>, url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found: string[] = [];
  try {
    await client.query(
      // Joins other than by index are as good over a few rows, and read whole tables for them.
      `set search_path to feedmill; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`,
    );
    for (const [text, values] of statements) {
      if (!/^\s*(?:select|insert|update|delete|with|\()/i.test(text)) continue;
      if (whole.some((pattern) => pattern.test(text))) continue;
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `explain (format json) ${text}`,
        values,
      );
      const scans = rows[0] === undefined ? [] : readWhole(rows[0]['QUERY PLAN'][0].Plan);
      if (scans.length > 0) found.push(`${scans.join(', ')}: ${text}`);
    }
  } finally {
    await client.end();
  }
  return found;
}
