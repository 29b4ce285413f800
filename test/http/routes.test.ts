// Every route against a service that works on every stage. Each answer is read with the schema that the command line
// reads it with, because a handler's types say nothing about what the database returns.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { alertPageSchema, alertSchema } from '../../src/http/contract-alerts.js';
import {
  articleDetailSchema,
  articlePageSchema,
  searchPageSchema,
  whySchema,
} from '../../src/http/contract-articles.js';
import {
  addedSourcesSchema,
  feedDetailSchema,
  feedPageSchema,
  feedViewSchema,
  pollQueuedSchema,
  removedSchema,
} from '../../src/http/contract-feeds.js';
import { fetchedSchema, hostPageSchema, hostViewSchema } from '../../src/http/contract-hosts.js';
import { reingestProgressSchema, reingestStartedSchema } from '../../src/http/contract-reingest.js';
import { ingestProgressSchema, ingestStartedSchema, statusSchema } from '../../src/http/contract-work.js';
import { stages } from '../../src/pipeline.js';
import { articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { until } from '../support/until.js';
import { type Asking, type Serving, startServing } from './serving.js';

const ARTICLES = 12;
let origin: Origin;
let serving: Serving;
beforeAll(async () => {
  origin = await startOrigin(ARTICLES);
  serving = await startServing('embedded', stages);
  const started = await answer(ingestStartedSchema, '/api/ingest', {
    method: 'POST',
    body: { urls: [origin.opmlUrl], tags: ['local'] },
  });
  expect(started).toMatchObject({ added: 2, problems: [] });
  const progress = () =>
    answer(ingestProgressSchema, '/api/ingest/progress', {
      method: 'POST',
      body: { mark: started.mark, feedIds: started.feedIds },
    });
  await until('the ingest is finished', async () => (await progress()).finished);
  expect(await progress()).toMatchObject({
    feeds: { total: 2, polled: 2, failed: 0, unchanged: 0 },
    fresh: { stored: ARTICLES },
    reasons: [],
  });
});
afterAll(async () => {
  await serving.stop();
  await origin.close();
});

async function answer<T>(schema: z.ZodType<T>, path: string, init: Asking = {}, status = 200): Promise<T> {
  const response = await serving.ask(path, init);
  const text = await response.text();
  expect([response.status, text.slice(0, 500)], path).toEqual([status, expect.anything()]);
  return schema.parse(JSON.parse(text));
}
const post = (body: unknown): Asking => ({ method: 'POST', body });
const articles = (query = '') => answer(articlePageSchema, `/api/articles${query}`);

describe('feedRoutes', () => {
  it('lists feeds by pages', async () => {
    const first = await answer(feedPageSchema, '/api/feeds?limit=1');
    expect(first).toMatchObject({ feeds: [{ url: origin.feedUrls[0], tags: ['local'], articles: 10 }] });
    const second = await answer(feedPageSchema, `/api/feeds?limit=1&after=${first.next}`);
    expect(second.feeds).toMatchObject([{ url: origin.feedUrls[1], articles: 2 }]);
    expect(await answer(feedPageSchema, `/api/feeds?after=${second.next}`)).toEqual({
      feeds: [],
      next: null,
    });
    expect((await answer(feedPageSchema, '/api/feeds?failing=true')).feeds).toEqual([]);
  });

  it('shows a feed by its id and by its URL, with its polls', async () => {
    const byUrl = await answer(
      feedDetailSchema,
      `/api/feeds/${encodeURIComponent(origin.feedUrls[0] ?? '')}`,
    );
    expect(byUrl.feed).toMatchObject({ title: 'District feed 0', lastStatus: 200, lastError: null });
    expect(byUrl.polls).toMatchObject([{ outcome: 'done' }]);
    expect(await answer(feedDetailSchema, `/api/feeds/${byUrl.feed.id}`)).toEqual(byUrl);
  });

  it('adds feeds, finds those that are there, offers those of a page, and says what is none', async () => {
    const added = await answer(
      addedSourcesSchema,
      '/api/feeds',
      post({ urls: [origin.feedUrls[0], `${origin.url}/`, `${origin.url}/nothing`], tags: ['again'] }),
    );
    expect(added.feeds).toMatchObject([{ added: false, tags: ['again', 'local'] }]);
    expect(added.problems).toMatchObject([
      { source: `${origin.url}/`, offered: [origin.feedUrls[0]] },
      { source: `${origin.url}/nothing`, offered: [] },
    ]);
  });

  it('imports, exports, pauses, resumes, polls and removes', async () => {
    const opml =
      '<opml version="2.0"><body><outline text="One" xmlUrl="https://one.example/feed?a=1&amp;b=2"/><outline text="x" xmlUrl="ftp://one.example"/></body></opml>';
    const imported = await answer(addedSourcesSchema, '/api/feeds/import', post({ opml, source: 'a file' }));
    expect(imported.feeds).toMatchObject([{ added: true, title: 'One' }]);
    expect(imported.problems).toMatchObject([{ source: 'a file', line: 1 }]);
    const path = `/api/feeds/${imported.feeds[0]?.id}`;
    const state = (to: string) => answer(feedViewSchema, path, { method: 'PATCH', body: { state: to } });
    expect((await state('paused')).state).toBe('paused');
    expect((await state('active')).state).toBe('active');
    await state('paused');

    const exported = await serving.ask('/api/feeds/export');
    expect(exported.headers.get('content-type')).toBe('text/x-opml; charset=utf-8');
    expect(await exported.text()).toContain('xmlUrl="https://one.example/feed?a=1&amp;b=2"');

    const known = `/api/feeds/${encodeURIComponent(origin.feedUrls[1] ?? '')}`;
    const before = origin.notModified;
    expect(await answer(pollQueuedSchema, `${known}/poll`, { method: 'POST' })).toEqual({ queued: 1 });
    await until('the feed is polled again', () => origin.notModified > before);

    expect(await answer(removedSchema, path, { method: 'DELETE' })).toEqual({ removed: true });
    expect((await serving.ask(path)).status).toBe(404);
    expect((await serving.ask(path, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('hostRoutes', () => {
  it('shows the sites that were asked, and sets the pause of one', async () => {
    const site = new URL(origin.url).host;
    const page = await answer(hostPageSchema, '/api/hosts');
    expect(page).toMatchObject({ hosts: [{ host: site, setDelayMs: null }], silent: [], next: null });
    const set = (body: unknown) =>
      answer(hostViewSchema, `/api/hosts/${encodeURIComponent(site)}`, { method: 'PATCH', body });
    expect(await set({ delayMs: 300 })).toMatchObject({ delayMs: 300, delayReason: 'set by hand' });
    expect(await set({ resume: true })).toMatchObject({ delayMs: 300 });
    expect(await set({ delayMs: null })).toMatchObject({ setDelayMs: null, delayReason: 'the usual one' });
    const wrong = await serving.ask('/api/hosts/a%20b', { method: 'PATCH', body: { delayMs: 1 } });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('is no host. Name one such as example.com');
  });

  it('requests an address once, and refuses what the guard refuses', async () => {
    const fetched = await answer(fetchedSchema, '/api/fetch', post({ url: `${origin.url}/article/3` }));
    expect(fetched).toMatchObject({ verdict: 'fetched', hops: [{ httpStatus: 200 }] });
    const asFeed = { url: `${origin.url}/feed/0`, as: 'page' };
    expect(await answer(fetchedSchema, '/api/fetch', post(asFeed))).toMatchObject({
      verdict: 'failed',
      reason: 'The answer is a feed (application/rss+xml), not a page.',
    });
    const inside = { url: 'http://[::ffff:10.0.0.1]/' };
    expect(await answer(fetchedSchema, '/api/fetch', post(inside))).toMatchObject({
      verdict: 'refused',
      hops: [],
    });
  });
});

describe('articleRoutes', () => {
  it('lists articles by pages, newest first, and filters them', async () => {
    const first = await articles('?limit=8');
    const second = await articles(`?limit=8&before=${first.next}`);
    const ids = [...first.articles, ...second.articles].map(({ id }) => id);
    expect(ids).toHaveLength(ARTICLES);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(second.next).toBeNull();
    const feeds = (await answer(feedPageSchema, '/api/feeds')).feeds;
    const latter = feeds.find(({ url }) => url === origin.feedUrls[1]);
    expect((await articles(`?feed=${latter?.id}`)).articles).toHaveLength(2);
    expect(
      (await articles(`?state=stored&language=en&host=${new URL(origin.url).host}`)).articles,
    ).toHaveLength(ARTICLES);
    expect((await articles('?state=failed')).articles).toEqual([]);
    expect((await articles('?since=2020-01-01')).articles).toHaveLength(ARTICLES);
    expect((await articles('?since=2999-01-01T00:00:00%2B02:00')).articles).toEqual([]);
  });

  it('shows an article by its id and by its URL, with revision, history and snapshot', async () => {
    const url = `${origin.url}/article/3`;
    const shown = await answer(articleDetailSchema, `/api/articles/${encodeURIComponent(url)}`);
    expect(shown.article).toMatchObject({ url, title: articleTitle(3), state: 'stored', language: 'en' });
    expect(shown.revision).toMatchObject({ title: articleTitle(3), byline: ['Ada Example'] });
    expect(shown.revision?.text).toContain('district 3');
    expect(shown.revisions).toMatchObject([{ id: shown.revision?.id, state: 'current' }]);
    expect(shown.snapshots).toMatchObject([{ url, status: 200 }]);
    expect(await answer(articleDetailSchema, `/api/articles/${shown.article.id}`)).toEqual(shown);
    const unknown = await serving.ask(`/api/articles/${encodeURIComponent('https://none.example/x')}`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
  });

  it('finds articles by their words', async () => {
    const found = await answer(searchPageSchema, '/api/search?q=district+opens&limit=5&language=en');
    expect(found.hits).toHaveLength(5);
    expect(found.hits[0]?.rank).toBeGreaterThan(0);
    const rest = await answer(searchPageSchema, '/api/search?q=district+opens&limit=100&offset=5');
    expect(rest.hits).toHaveLength(ARTICLES - 5);
    expect((await answer(searchPageSchema, '/api/search?q=volcano')).hits).toEqual([]);
  });

  it('says why: for an article, an address never seen, and what is no address', async () => {
    const why = (url: string) => answer(whySchema, `/api/why?url=${encodeURIComponent(url)}`);
    const known = await why(`${origin.url}/article/1`);
    expect(known).toMatchObject({ status: 'known', answer: 'The article is stored.' });
    if (known.status === 'known')
      expect(known.life.map(({ stage }) => stage)).toEqual(
        expect.arrayContaining(['scrape', 'clean', 'store']),
      );
    expect(await why(`${origin.url}/article/99`)).toMatchObject({ status: 'unknown' });
    expect(await why('not an address')).toMatchObject({ status: 'invalid' });
    expect(await why(articleTitle(3).toUpperCase())).toMatchObject({
      status: 'known',
      article: { title: articleTitle(3) },
    });
    expect(await why('opens its')).toMatchObject({
      status: 'several',
      answer: `${ARTICLES} articles have these words in their title.`,
    });
  });
});

describe('workRoutes', () => {
  it('takes in sources, with what is none of them as a problem', async () => {
    const started = await answer(
      ingestStartedSchema,
      '/api/ingest',
      post({ urls: [`${origin.url}/nothing`], opml: [{ source: 'a file', text: '<rss/>' }] }),
    );
    expect(started).toMatchObject({ feedIds: [], added: 0 });
    expect(started.problems.map(({ source }) => source)).toEqual([`${origin.url}/nothing`, 'a file']);
  });

  it('re-ingests what is selected, tells how it ends, and answers 202', async () => {
    const started = await answer(
      reingestStartedSchema,
      '/api/reingest',
      post({ urls: [`${origin.url}/article/0`], from: 'clean', dryRun: true }),
      202,
    );
    expect(started.articles).toBe(1);
    const progress = () => answer(reingestProgressSchema, `/api/reingest/${started.batchId}`);
    await until('the re-ingest is finished', async () => (await progress()).finished);
    expect(await progress()).toMatchObject({
      batch: { id: started.batchId, fromStage: 'clean', dryRun: true, total: 1 },
      ended: 1,
      outcomes: [{ count: 1 }],
      items: [{ url: `${origin.url}/article/0`, title: articleTitle(0) }],
    });
    expect((await serving.ask('/api/reingest/999')).status).toBe(404);
    expect((await serving.ask('/api/reingest', post({ failed: true }))).status).toBe(404);
  });
});

describe('alertRoutes', () => {
  it('tells what is wrong, and accepts a site as it looks', async () => {
    const { alerts } = serving.service.ports.store;
    const drift = { kind: 'drift', subject: 'harbour.example', severity: 'warning' } as const;
    const late = { kind: 'queue-late', subject: 'tag', severity: 'critical' } as const;
    await alerts.raise([drift, late].map((one) => ({ ...one, message: 'It is so.', detail: { n: 1 } })));
    const open = await answer(alertPageSchema, '/api/alerts');
    expect(open.alerts).toMatchObject([late, { ...drift, detail: { n: 1 }, resolvedAt: null }]);
    const [first, second] = open.alerts.map(({ id }) => id);
    const post = { method: 'POST' };
    expect(await answer(alertSchema, `/api/alerts/${second}/accept`, post)).toMatchObject({
      resolution: 'accepted',
    });
    for (const [id, status] of [
      [second, 409],
      [first, 409],
      [999, 404],
    ])
      expect((await serving.ask(`/api/alerts/${id}/accept`, post)).status).toBe(status);
    expect(await answer(statusSchema, '/api/status')).toMatchObject({ alerts: { critical: 1, warning: 0 } });
    const all = await answer(alertPageSchema, '/api/alerts?all=true&limit=1');
    const rest = await answer(alertPageSchema, `/api/alerts?all=true&before=${all.next}`);
    expect([...all.alerts, ...rest.alerts].map(({ id }) => id).sort()).toEqual([first, second].sort());
  });
});

describe('healthRoutes', () => {
  it('tells the status', async () => {
    expect(await answer(statusSchema, '/api/status')).toMatchObject({
      mode: 'embedded',
      queues: stages.map((queue) => ({ queue })),
      feeds: { failing: 0 },
      articles: { states: { stored: ARTICLES }, languages: { en: ARTICLES } },
      failingFeeds: [],
    });
  });
});
