// The whole way of an article, in every mode that this machine can run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/operations/audit.js';
import { batchProgress, batchReport, changeBatch } from '../../src/operations/reingest.js';
import { why } from '../../src/operations/why.js';
import type { Service } from '../../src/service.js';
import { startReingest } from '../../src/workers/reingest.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { articleText, articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { allArticles, ingest, startIn } from '../support/running.js';
import { until } from '../support/until.js';

const ARTICLES = 25;

describe.each(modes)('a run on %s', (mode) => {
  let origin: Origin;
  let place: TestPlace;
  let service: Service;
  beforeAll(async () => {
    origin = await startOrigin(ARTICLES);
    place = await testPlace(mode);
    service = await startIn(place);
  });
  afterAll(async () => {
    await service.stop();
    await origin.close();
    await place.remove();
  });

  it('stores every article of an OPML list with its text, title, byline and language', async () => {
    const progress = await ingest(service, [origin.opmlUrl]);
    expect(progress).toMatchObject({
      feeds: { total: 3, polled: 3, failed: 0 },
      fresh: { stored: ARTICLES },
    });
    const articles = await allArticles(service);
    expect(new Set(articles.map(({ title }) => title))).toEqual(
      new Set(Array.from({ length: ARTICLES }, (_, n) => articleTitle(n))),
    );
    const known = await service.ports.store.articles.find(articles[0]?.id ?? 0);
    const revision = await service.ports.store.revisions.find(known?.revision_id ?? 0);
    expect(revision).toMatchObject({
      title: known?.title,
      byline: ['Ada Example'],
      language: 'en',
      state: 'current',
    });
    expect(Array.from({ length: ARTICLES }, (_, n) => articleText(n))).toContain(revision?.text);
  });

  it('finds words by their stem in the language of the article', async () => {
    const hits = await service.ports.store.library.search('districts opening', {}, { offset: 0, limit: 100 });
    expect(hits).toHaveLength(ARTICLES);
    expect(await service.ports.store.library.search('zeppelin', {}, { offset: 0, limit: 10 })).toEqual([]);
  });

  it('asks for no page and stores nothing when nothing is new', async () => {
    const before = origin.pageRequests();
    const progress = await ingest(service, [origin.opmlUrl]);
    expect(progress.feeds.unchanged).toBe(3);
    expect(progress.fresh).toEqual({});
    expect(origin.pageRequests()).toBe(before);
    expect(origin.notModified).toBe(3);
  });

  it('makes a second revision of an article whose feed item changed, and keeps the first', async () => {
    origin.edited.set(
      3,
      `${articleText(3)}\n\nCorrection: the council met on Tuesday, not on Monday, as an earlier version of this article had said.`,
    );
    await ingest(service, [origin.opmlUrl]);
    const article = (await allArticles(service)).find(({ title }) => title === articleTitle(3));
    const revisions = await service.ports.store.revisions.list(article?.id ?? 0);
    expect(revisions.map(({ state }) => state)).toEqual(['past', 'current']);
    expect(revisions[1]?.text).toContain('Correction');
  });

  it('writes no revision when a re-ingest finds nothing changed', async () => {
    const { batchId, articles } = await startReingest(
      { selection: { all: true }, from: 'clean', dryRun: false },
      service.ports,
    );
    expect(articles).toBe(ARTICLES);
    const ended = async () =>
      (await service.ports.store.batchItems.progress(batchId)).reduce((sum, { count }) => sum + count, 0);
    await until('the batch is finished', async () => (await ended()) === ARTICLES);
    expect(await service.ports.store.batchItems.progress(batchId)).toEqual([
      { outcome: 'unchanged', count: ARTICLES },
    ]);
    const revisions = await Promise.all(
      (await allArticles(service)).map(({ id }) => service.ports.store.revisions.list(id)),
    );
    expect(revisions.flat().filter(({ state }) => state !== 'past')).toHaveLength(ARTICLES);
  });

  it('tells what a dry run would change and changes nothing', async () => {
    origin.edited.set(5, 'A whole new beginning. '.repeat(30));
    origin.edited.set(6, 'A draft that comes too late. '.repeat(30));
    const [url, other] = [`${origin.url}/article/5`, `${origin.url}/article/6`];
    const { batchId } = await startReingest(
      { selection: { urls: [url, other] }, from: 'scrape', dryRun: true },
      service.ports,
    );
    await until('the batch is finished', async () => (await batchProgress(batchId, service.ports)).finished);
    const [item] = await service.ports.store.batchItems.list(batchId, 10);
    expect(item).toMatchObject({
      outcome: 'done',
      change: { wouldBe: 'revised', change: { text: expect.anything() as unknown } },
    });
    const answer = await why(url, service.ports);
    expect(answer).toMatchObject({ status: 'known', article: { state: 'stored', title: articleTitle(5) } });
    const report = await batchReport(batchId, service.ports);
    expect(report.sites).toMatchObject([{ articles: 2, revised: 2, stored: 0, fields: [{}] }]);
    expect(report.largest).toHaveLength(2);
    expect(
      report.largest.some(({ diff }) =>
        diff.some(({ kind, text }) => kind === 'new' && text.includes('beginning')),
      ),
    ).toBe(true);
  });

  it('makes the drafts of a dry run current when they are committed, but for articles that have changed since', async () => {
    const [url, other] = [`${origin.url}/article/5`, `${origin.url}/article/6`];
    const { store } = service.ports;
    const dry = (await store.batches.list(null, 1))[0]?.id ?? 0;
    origin.edited.set(6, 'Another text that came first. '.repeat(30));
    const first = await startReingest(
      { selection: { urls: [other] }, from: 'scrape', dryRun: false },
      service.ports,
    );
    await until('it has changed', async () => (await batchProgress(first.batchId, service.ports)).finished);
    await changeBatch(dry, 'commit', service.ports);
    await until('the commit is finished', async () => (await store.batches.find(dry))?.state === 'committed');
    const revisionsOf = async (of: string) =>
      store.revisions.list((await allArticles(service)).find((one) => one.url === of)?.id ?? 0);
    const made = await revisionsOf(url);
    expect(made.map(({ state }) => state)).toEqual(['past', 'current']);
    expect(made[1]?.text).toContain('A whole new beginning.');
    expect((await revisionsOf(other)).at(-1)?.text).toContain('Another text that came first.');
    const items = await store.batchItems.list(dry, 5);
    expect(items.sort((a, b) => (a.url < b.url ? -1 : 1))).toMatchObject([
      { url, outcome: 'done' },
      {
        url: other,
        outcome: 'superseded',
        reason: `not committed: the article has changed since dry run ${dry} compared it`,
      },
    ]);
    expect(await store.batchItems.countDrafts(dry)).toBe(0);
  });

  it('leaves nothing that an audit finds', async () => {
    expect(await audit({ deep: true, repair: false }, service.ports)).toMatchObject({
      findings: [],
      sound: true,
    });
  });

  it('explains every article from its ledger', async () => {
    const answer = await why(`${origin.url}/article/1`, service.ports);
    if (answer.status !== 'known') throw new Error('the article is unknown');
    expect(answer.life.slice(0, 4).map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'scrape done',
      'clean done',
      'tag done',
      'store done',
    ]);
    expect(answer.answer).toMatch(/^The article is stored/);
    expect(await why(`${origin.url}/article/999`, service.ports)).toMatchObject({
      status: 'unknown',
      feeds: [{}, {}, {}],
    });
  });
});
