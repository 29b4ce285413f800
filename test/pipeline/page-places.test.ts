// Whole runs with pages outside the database: everything that reads pages again, and what becomes of articles while
// pages cannot be kept.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/operations/audit.js';
import { capturedArticle } from '../../src/operations/capture.js';
import { archivedPages } from '../../src/operations/export.js';
import { addUrls, pollNow } from '../../src/operations/feeds.js';
import { batchProgress } from '../../src/operations/reingest.js';
import { statusOf } from '../../src/operations/status.js';
import type { Service } from '../../src/service.js';
import { readiness } from '../../src/workers/readiness.js';
import { startReingest } from '../../src/workers/reingest.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { allArticles, ingest, startIn } from '../support/running.js';
import { BUCKET, type S3Origin, startS3 } from '../support/s3-origin.js';
import { until } from '../support/until.js';

const ARTICLES = 14;
let origin: Origin;
let s3: S3Origin;
beforeAll(async () => {
  [origin, s3] = await Promise.all([startOrigin(ARTICLES), startS3()]);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-test-1',
  });
});
afterAll(async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']) delete process.env[name];
  await Promise.all([origin.close(), s3.close()]);
});

describe.each(['disk', 's3'])('pages on %s', (kind) => {
  let place: TestPlace;
  let service: Service;
  let name: string;
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'feedmill-pages-'));
    const folder = join(home, 'pages');
    name = kind === 'disk' ? `disk:${folder}` : `s3://${BUCKET}/kept`;
    place = await testPlace('embedded', { FEEDMILL_SNAPSHOTS: name, FEEDMILL_S3_ENDPOINT: s3.url });
    await copyEmptyDatabase(place);
    service = await startIn(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await rm(home, { recursive: true });
  });

  it('are read by whatever reads pages again', async () => {
    const { ports } = service;
    await ingest(service, [origin.feedUrls[0] ?? '']);
    const articles = await allArticles(service);
    expect(articles.length).toBeGreaterThan(2);
    const [first] = articles;
    const captured = await capturedArticle(String(first?.id), ports);
    expect(captured.bytes.length).toBeGreaterThan(200);
    const pages = [];
    for await (const page of archivedPages({}, { after: 0, html: false }, ports.store)) pages.push(page);
    expect(pages.length).toBe(articles.length);
    expect(await audit({ deep: true, repair: false }, ports)).toMatchObject({
      sound: true,
      pages: { damaged: [], checked: articles.length },
    });
    const { storage } = await statusOf(ports);
    expect(storage.find((one) => one.name === `pages in ${name}`)?.bytes).toBeGreaterThan(500);
    expect(await readiness(ports, service)).toMatchObject({
      checks: expect.arrayContaining([{ name: 'pages', ok: true, detail: `${name} can be used` }]),
    });
    const requests = origin.pageRequests();
    const again = { selection: { all: true as const }, from: 'clean' as const, dryRun: false };
    const { batchId } = await startReingest(again, ports);
    await until('the batch is finished', async () => (await batchProgress(batchId, ports)).finished);
    expect((await batchProgress(batchId, ports)).outcomes).toEqual([
      { outcome: 'unchanged', count: articles.length },
    ]);
    expect(origin.pageRequests()).toBe(requests);
  });

  it.runIf(kind === 's3')('let articles wait while they cannot be kept, without a failure', async () => {
    const { ports } = service;
    s3.fault = 'full';
    try {
      const { feeds } = await addUrls([origin.feedUrls[1] ?? ''], [], ports);
      await pollNow(
        feeds.map(({ feed }) => feed.id),
        ports,
      );
      const reasons = async (): Promise<(string | null)[]> => {
        const newest = (await allArticles(service)).at(-1)?.id ?? 0;
        return (await ports.store.ledger.ofArticle(newest)).map(({ reason }) => reason);
      };
      const said = `the page cannot be kept: ${name} cannot be used: it is full (507)`;
      await until('an article waits', async () => (await reasons()).includes(said));
      const { checks } = await readiness(ports, service);
      expect(checks.find((one) => one.name === 'pages')).toMatchObject({ ok: false });
      expect((await allArticles(service)).filter(({ state }) => state === 'failed')).toEqual([]);
    } finally {
      s3.fault = null;
    }
  });
});
