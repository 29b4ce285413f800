import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityRule } from '../../src/feeds/identity-rule.js';
import { memoryOf } from '../../src/feeds/memory.js';
import { pipeline } from '../../src/pipeline.js';
import { poll } from '../../src/workers/poll.js';
import type { Ports } from '../../src/workers/ports.js';
import { createReach } from '../../src/workers/reach.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addFeed, ledgerEntry } from '../support/rows.js';

const HOUR_MS = 3_600_000;
const signal = new AbortController().signal;
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const rss = (...items: string[]): Answer => {
  const text = `<rss version="2.0"><channel><title>A feed</title>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`;
  return (response) => response.setHeader('content-type', 'application/rss+xml').end(text);
};
const item = (n: number, title = `Item ${n}`): string =>
  `<title>${title}</title><link>https://articles.example/${n}</link><guid>id-${n}</guid>`;

describe.each(storeModes)('poll on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  let server: Server;
  const answers = new Map<string, Answer>();
  let feeds = 0;
  beforeAll(async () => {
    idle = await startIdle(mode, { FEEDMILL_MAX_NEW_ITEMS: '5' });
    ports = { ...idle.ports, random: () => 0 };
    server = createServer((request, response) => {
      const answer = answers.get(request.url ?? '');
      if (answer === undefined) response.writeHead(404).end();
      else answer(response, request);
    });
    // It is asked for once a day, by whichever test is first.
    answers.set('/robots.txt', (response) => response.end('User-agent: *\nSitemap: /sitemap.xml\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await idle.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const feedWith = async (answer: Answer): Promise<{ feedId: number; path: string }> => {
    const path = `/feed/${++feeds}`;
    answers.set(path, answer);
    const { port } = server.address() as AddressInfo;
    return { feedId: await addFeed(ports.store, { url: `http://127.0.0.1:${port}${path}` }), path };
  };
  const pollNow = async (feedId: number, tries = 0) => {
    const claim = await ports.store.feeds.claim(feedId, HOUR_MS);
    return poll({ feedId, attempt: claim?.attempt ?? 0 }, tries, ports, signal);
  };
  const listed = (feedId: number) => ports.store.library.list({ feedId }, { before: null, limit: 100 });
  const listedUrls = async (feedId: number) =>
    (await listed(feedId)).map(({ url }) => Number(url.split('/').at(-1)));
  const feed = (feedId: number) => ports.store.feeds.find(feedId);

  it('makes an article with a live scrape job of each new item, and none of one that was seen', async () => {
    const numbers = [1, 2].map((n) => n + feeds * 100);
    const { feedId, path } = await feedWith(rss(...numbers.map((n) => item(n))));
    expect(await pollNow(feedId)).toMatchObject({ status: 'completed', value: { outcome: 'done', new: 2 } });
    const articles = await listed(feedId);
    expect(articles).toHaveLength(2);
    for (const { id } of articles) {
      const ticket = (await ports.store.runs.find(id))?.ticket ?? 0;
      expect(await ports.queues.jobState('scrape', { articleId: id, ticket })).toBe('live');
      await ports.store.runs.finish(
        { articleId: id, attempt: (await ports.store.runs.find(id))?.attempt ?? 0 },
        { article: {}, draft: null },
        ledgerEntry({ article_id: id, feed_id: feedId }),
      );
    }
    answers.set(
      path,
      rss(...numbers.map((n) => item(n)), `${item(numbers[0] ?? 0)}<category>again</category>`),
    );
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 0, changed: 0 } });
    expect((await listed(feedId)).every(({ stage }) => stage === null)).toBe(true);
    answers.set(path, rss(item(numbers[0] ?? 0, 'Corrected'), item(numbers[1] ?? 0)));
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 0, changed: 1 } });
    const stages = (await listed(feedId)).map(({ url, stage }) => [url, stage]);
    expect(stages).toContainEqual([`https://articles.example/${numbers[0]}`, 'scrape']);
    expect(stages).toContainEqual([`https://articles.example/${numbers[1]}`, null]);
  });

  it('makes one article of an item that two feeds list', async () => {
    const shared = item(7_777);
    const one = await feedWith(rss(shared));
    const other = await feedWith(rss(shared));
    await Promise.all([pollNow(one.feedId), pollNow(other.feedId)]);
    const ids = [...(await listed(one.feedId)), ...(await listed(other.feedId))].map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('writes nothing when another poll has overtaken it', async () => {
    const { feedId, path } = await feedWith(rss());
    answers.set(path, (response, request) => {
      void ports.store.feeds.claim(feedId, HOUR_MS).then(() => rss(item(8_888))(response, request));
    });
    expect(await pollNow(feedId)).toEqual({ status: 'completed', value: { outcome: 'superseded' } });
    expect(await listed(feedId)).toEqual([]);
    expect(await feed(feedId)).toMatchObject({ polled_at: null, title: null });
    expect(await ports.store.ledger.ofFeed(feedId, 10)).toEqual([]);
  });

  it('asks with the validators of last time, and believes the bytes rather than them', async () => {
    const asked: (string | undefined)[] = [];
    let n = 0;
    const { feedId } = await feedWith((response, request) => {
      asked.push(request.headers['if-none-match']);
      response.setHeader('etag', `"${++n}"`);
      if (n === 3) response.writeHead(304).end();
      else rss(item(9_001))(response, request);
    });
    expect(await pollNow(feedId)).toMatchObject({ value: { outcome: 'done' } });
    expect(await pollNow(feedId)).toMatchObject({ value: { outcome: 'unchanged', status: 200 } });
    expect(await pollNow(feedId)).toMatchObject({ value: { outcome: 'unchanged', status: 304 } });
    expect(asked).toEqual([undefined, '"1"', '"2"']);
    expect(await feed(feedId)).toMatchObject({ etag: '"3"', last_error: null });
  });

  it('leaves more items than it takes at once for the next poll', async () => {
    const { feedId } = await feedWith(rss(...Array.from({ length: 8 }, (_, n) => item(10_000 + n))));
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 5, leftOver: 3 } });
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 3, leftOver: 0 } });
    expect(await listed(feedId)).toHaveLength(8);
  });

  it('tries again as long as the server asked, keeps its claim, and counts one failure in the end', async () => {
    const { feedId } = await feedWith((response) => response.writeHead(503, { 'retry-after': '50' }).end());
    const before = await feed(feedId);
    for (let tries = 0; tries < pipeline.poll.tries - 1; tries++) {
      const claim = await feed(feedId);
      expect(await poll({ feedId, attempt: claim?.attempt ?? 0 }, tries, ports, signal)).toMatchObject({
        status: 'retry',
        delayMs: 50_000,
      });
      expect(await feed(feedId)).toMatchObject({ failures: 0, interval_ms: before?.interval_ms });
    }
    expect(await pollNow(feedId, pipeline.poll.tries - 1)).toMatchObject({ status: 'failed' });
    expect(await feed(feedId)).toMatchObject({ failures: 1, last_status: 503 });
  });

  it('gives up at once what another try does not mend', async () => {
    const { feedId } = await feedWith((response) =>
      response.setHeader('content-type', 'text/html').end('<p>no'),
    );
    expect(await pollNow(feedId)).toMatchObject({ status: 'failed' });
    expect(await feed(feedId)).toMatchObject({
      failures: 1,
      last_status: 200,
      polled_at: expect.any(Date) as Date,
    });
  });

  it('tells once of a feed that goes on failing, and once when it answers again', async () => {
    const broken: Answer = (response) => response.setHeader('content-type', 'text/html').end('<p>no');
    const { feedId, path } = await feedWith(broken);
    for (let n = 0; n < 4; n++) expect(await pollNow(feedId)).toMatchObject({ status: 'failed' });
    answers.set(path, rss());
    for (let n = 0; n < 2; n++) expect(await pollNow(feedId)).toMatchObject({ status: 'completed' });
    const { events } = await ports.store.events.after(0, { feedId, limit: 10 });
    expect(events).toMatchObject([
      { type: 'feed.failing', data: { failures: 3, status: 200, error: expect.any(String) as string } },
      { type: 'feed.recovered', data: { failures: 0, title: null } },
    ]);
  });

  it('takes in the items beside hostile ones, and says why those are left out', async () => {
    const long = 'x'.repeat(5_000);
    const { feedId } = await feedWith(
      rss(
        `<title>a&#0;b&#xD800;c \u0001 '"\\ %_</title><link>https://articles.example/${long}?q=&#0;</link><guid>h1</guid><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>`,
        `<title>far host</title><link>https://${`${'h'.repeat(60)}.`.repeat(60)}example/</link><guid>h2</guid>`,
        '<title>mail</title><link>mailto:a@b.example</link><guid>h3</guid>',
        item(11_001),
      ),
    );
    expect(await pollNow(feedId)).toMatchObject({ status: 'completed', value: { new: 2, skipped: 2 } });
    expect((await listed(feedId)).map(({ url }) => url.slice(0, 40)).sort()).toEqual([
      'https://articles.example/11001',
      `https://articles.example/${'x'.repeat(15)}`,
    ]);
    const skipped = await ports.store.items.skipped(feedId, 10);
    expect(skipped.map(({ skip_reason: reason }) => reason?.slice(0, 35))).toEqual(
      Array.from({ length: 2 }, () => "the item's link is no web address: "),
    );
  });

  it('comes again soon, and blames no feed, while the own network is away', async () => {
    const { feedId } = await feedWith(rss(item(13_001)));
    const claim = await ports.store.feeds.claim(feedId, HOUR_MS);
    const now = new Date('2030-01-01T00:00:00Z');
    const get = async () => ({ status: 'offline', message: 'No name server answers.' }) as const;
    const offline = { ...ports, web: { ...ports.web, get }, now: () => now };
    expect(await poll({ feedId, attempt: claim?.attempt ?? 0 }, 2, offline, signal)).toEqual({
      status: 'delayed',
      until: new Date('2030-01-01T00:00:30Z'),
    });
    expect(await feed(feedId)).toMatchObject({ polled_at: null, failures: 0, last_error: null });
  });

  const dated = (n: number, hoursAgo: number, extra = ''): string =>
    `${item(n)}<pubDate>${new Date(Date.now() - hoursAgo * HOUR_MS).toUTCString()}</pubDate>${extra}`;

  it('knows items again whose guids and links have a new token, scrapes none twice, and says so', async () => {
    let request = 0;
    const tokens: Answer = (response, asked) => {
      request++;
      const items = [1, 2, 3, 4].map((n) => {
        const token = `s${request}e5f6a7b8c9d0${n}`;
        const link = `https://articles.example/token/${n}?key=${token}`;
        return `<title>Token ${n}</title><link>${link}</link><guid>${link}</guid><pubDate>Mon, 06 May 2024 0${n}:00:00 GMT</pubDate>`;
      });
      rss(...items)(response, asked);
    };
    const { feedId } = await feedWith(tokens);
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 4 } });
    for (let polls = 0; polls < 4; polls++)
      expect(await pollNow(feedId)).toMatchObject({ value: { outcome: 'done', new: 0, changed: 0 } });
    expect(await listed(feedId)).toHaveLength(4);
    expect(identityRule(memoryOf((await feed(feedId))?.memory ?? {}).identity)).toMatchObject({
      rule: 'title-and-date',
    });
  });

  it('makes one article of an item that moves to https, another host or an AMP page', async () => {
    const at = (url: string): Answer => rss(`<title>Moving</title><link>${url}</link><guid>moving-1</guid>`);
    const { feedId, path } = await feedWith(at('http://www.articles.example/moving'));
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 1 } });
    for (const url of [
      'https://www.articles.example/moving',
      'https://www.articles.example/moving/amp/',
      'https://m.articles.example/moving?utm_source=x',
      'https://other.example/moving',
    ]) {
      answers.set(path, at(url));
      expect(await pollNow(feedId)).toMatchObject({ value: { new: 0, changed: 0 } });
    }
    expect(await listed(feedId)).toHaveLength(1);
  });

  it('says that items were probably missed, and looks again sooner', async () => {
    const { feedId, path } = await feedWith(rss(...[1, 2, 3].map((n) => dated(20_000 + n, n))));
    await pollNow(feedId);
    answers.set(path, rss(...[1, 2, 3].map((n) => dated(20_100 + n, n))));
    await pollNow(feedId);
    expect(await feed(feedId)).toMatchObject({ memory: { missed: null } });
    await pollNow(feedId);
    answers.set(path, rss(...[1, 2, 3].map((n) => dated(20_200 + n, n))));
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 3, missed: 1 } });
    expect(await feed(feedId)).toMatchObject({
      interval_cause: 'missed',
      memory: { missed: { items: 1 } },
    });
    const [last] = await ports.store.ledger.ofFeed(feedId, 1);
    expect(last?.reason).toBe('none of the items is known, so probably 1 were missed');
  });

  it('fetches what was missed from the archive that the feed names', async () => {
    const entry = (n: number): string =>
      `<entry><id>urn:old:${n}</id><title>Old ${n}</title><link href="https://articles.example/old/${n}"/><updated>2024-05-0${n}T00:00:00Z</updated></entry>`;
    const atom = (older: string, ...entries: number[]): Answer => {
      const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>${older === '' ? '' : `<link rel="prev-archive" href="${older}"/>`}${entries.map(entry).join('')}</feed>`;
      return (response) => response.setHeader('content-type', 'application/atom+xml').end(text);
    };
    const { feedId, path } = await feedWith(atom('', 2, 1));
    await pollNow(feedId);
    answers.set(path, atom('', 3, 2, 1));
    await pollNow(feedId);
    answers.set(`${path}/archive`, atom('', 5, 4, 3, 2));
    answers.set(path, atom(`${path}/archive`, 8, 7, 6));
    expect(await pollNow(feedId)).toMatchObject({ value: { new: 5 } });
    expect(await feed(feedId)).toMatchObject({ memory: { missed: null } });
  });

  it("fetches what was missed from the news sitemap that the site's robots.txt names, if the feed is the site's", async () => {
    const sitemap = (...numbers: number[]): Answer => {
      const urls = numbers.map((n) => {
        const at = new Date(Date.now() - (100 - (n % 100)) * 60_000).toISOString();
        return `<url><loc>https://articles.example/${n}</loc><news:news><news:publication_date>${at}</news:publication_date><news:title>Item ${n}</news:title></news:news></url>`;
      });
      const text = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${urls.join('')}</urlset>`;
      return (response) => response.setHeader('content-type', 'application/xml').end(text);
    };
    const recent = (n: number): string => dated(n, (100 - (n % 100)) / 60);
    const index =
      '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/sitemap-pages.xml</loc></sitemap><sitemap><loc>/sitemap-news-1.xml</loc></sitemap></sitemapindex>';
    answers.set('/sitemap.xml', (response) => response.setHeader('content-type', 'text/xml').end(index));
    const run = async (...listed: number[]) => {
      answers.set('/sitemap-news-1.xml', sitemap(...listed));
      const { feedId, path } = await feedWith(rss(recent(40_001), recent(40_002), recent(40_003)));
      await pollNow(feedId);
      answers.set(path, rss(recent(40_001), recent(40_002), recent(40_003), recent(40_004)));
      await pollNow(feedId);
      answers.set(path, rss(recent(40_011), recent(40_012), recent(40_013)));
      await pollNow(feedId);
      const { missed } = memoryOf((await feed(feedId))?.memory ?? {});
      return { missed, urls: (await listedUrls(feedId)).filter((n) => n > 40_004).sort() };
    };
    expect(await run(40_013, 40_012, 40_011, 40_008, 40_007, 40_004)).toEqual({
      missed: null,
      urls: [40_007, 40_008, 40_011, 40_012, 40_013],
    });
    const section = await run(40_013, 40_012, 40_011, 40_030, 40_031, 40_032, 40_008, 40_004);
    expect(section).toMatchObject({ missed: { items: 1 }, urls: [40_011, 40_012, 40_013] });
  });

  it('asks in full after many answers 304, and stops believing validators that denied news', async () => {
    const asked: (string | undefined)[] = [];
    let n = 30_000;
    const { feedId } = await feedWith((response, request) => {
      asked.push(request.headers['if-none-match']);
      response.setHeader('etag', '"for ever"');
      if (request.headers['if-none-match'] === undefined) rss(item(++n), item(30_001))(response, request);
      else response.writeHead(304).end();
    });
    for (let polls = 0; polls < 32; polls++) await pollNow(feedId);
    expect(asked[0]).toBeUndefined();
    expect(asked.slice(1, 31)).toEqual(Array.from({ length: 30 }, () => '"for ever"'));
    expect(asked[31]).toBeUndefined();
    expect(n).toBe(30_002);
    const [last] = await ports.store.ledger.ofFeed(feedId, 1);
    expect(last?.reason).toBe('its validators said that nothing had changed');
    await pollNow(feedId);
    expect(asked[32]).toBeUndefined();
  });

  it('parks a feed that is gone for good, asks again in a week, and takes it back', async () => {
    const { feedId, path } = await feedWith((response) => response.writeHead(410).end());
    expect(await pollNow(feedId)).toMatchObject({ status: 'failed' });
    const parked = await feed(feedId);
    expect(parked).toMatchObject({ state: 'gone', interval_cause: 'gone', interval_ms: 7 * 24 * HOUR_MS });
    expect(parked?.last_error).toBe('The server answered 410: the page was removed for good.');
    answers.set(path, rss(item(31_001)));
    expect(await pollNow(feedId)).toMatchObject({ value: { outcome: 'done', new: 1 } });
    expect(await feed(feedId)).toMatchObject({ state: 'active', failures: 0 });
  });

  it('names the bot wall that stands before a feed', async () => {
    const { feedId, path } = await feedWith((response) =>
      response.writeHead(403, { 'cf-mitigated': 'challenge' }).end('no'),
    );
    await pollNow(feedId);
    expect((await feed(feedId))?.last_error).toBe(
      'The server answered 403: Cloudflare, which guards it, takes us for a robot.',
    );
    answers.set(path, (response) =>
      response
        .setHeader('content-type', 'text/html')
        .end('<html><script src="/cdn-cgi/challenge-platform/x.js"></script></html>'),
    );
    await pollNow(feedId);
    expect((await feed(feedId))?.last_error).toBe(
      'Cloudflare, which guards the site, answered with a challenge in place of the feed.',
    );
  });

  it('writes down a permanent redirect after a week, and never one with a temporary hop', async () => {
    const { feedId, path } = await feedWith((response) =>
      response.writeHead(301, { location: `${path}/new` }).end(),
    );
    const other = await feedWith((response) => response.writeHead(302, { location: `${path}/new` }).end());
    answers.set(`${path}/new`, rss(item(32_001)));
    const inDays = async (id: number, days: number) => {
      const at = new Date(Date.now() + days * 24 * HOUR_MS);
      const claim = await ports.store.feeds.claim(id, HOUR_MS);
      await poll({ feedId: id, attempt: claim?.attempt ?? 0 }, 0, { ...ports, now: () => at }, signal);
      return (await feed(id))?.url.endsWith('/new');
    };
    expect([await inDays(feedId, 0), await inDays(feedId, 6), await inDays(feedId, 8)]).toEqual([
      false,
      false,
      true,
    ]);
    expect([await inDays(other.feedId, 0), await inDays(other.feedId, 8)]).toEqual([false, false]);
  });

  it('obeys a long Retry-After, and asks nothing else of that host meanwhile', async () => {
    const polite = { ...ports, settings: { ...ports.settings, hostDelayMs: 1 } };
    const slow = createServer((_request, response) =>
      response.writeHead(429, { 'retry-after': '7200' }).end(),
    );
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const { port } = slow.address() as AddressInfo;
    let requests = 0;
    slow.on('request', () => requests++);
    for (const [expected, cause] of [
      ['The server answered 429', 'retry-after'],
      [`127.0.0.1:${port} asked for a pause until`, 'host-pause'],
    ] as const) {
      const id = await addFeed(ports.store, { url: `http://127.0.0.1:${port}/${expected.length}` });
      const claim = await ports.store.feeds.claim(id, HOUR_MS);
      expect(await poll({ feedId: id, attempt: claim?.attempt ?? 0 }, 0, polite, signal)).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining(expected) as string,
      });
      const ended = await feed(id);
      expect(ended).toMatchObject({ interval_cause: cause });
      expect(ended?.interval_ms).toBeGreaterThan(1.9 * HOUR_MS);
    }
    expect(requests).toBe(1);
    slow.closeAllConnections();
    slow.close();
  });

  it('asks no host that is silent: the feed that found it so has failed, others only wait', async () => {
    let requests = 0;
    const get = async () => {
      requests++;
      return { status: 'timeout', phase: 'connect', message: 'It did not answer.' } as const;
    };
    const { silentHosts } = ports.store;
    const tried = async (path: string, tries: number) => {
      const id = await addFeed(ports.store, { url: `https://${mode}.silent.example/${path}` });
      const claim = await ports.store.feeds.claim(id, HOUR_MS);
      // Each time another process, which has the list from the database.
      const reach = createReach(silentHosts, ports.now, async () => undefined);
      const silent = { ...ports, reach, web: { ...ports.web, get } };
      const result = await poll({ feedId: id, attempt: claim?.attempt ?? 0 }, tries, silent, signal);
      return { result, ended: await feed(id) };
    };
    expect((await tried('a', 0)).result).toMatchObject({ status: 'retry' });
    // Silent for longer than a poll waits.
    const longMs = { leastMs: 600_000, mostMs: 600_000 };
    await silentHosts.add(`${mode}.silent.example`, 'It did not answer.', longMs);
    const reason = `${mode}.silent.example is left alone for a while: It did not answer.`;
    expect(await tried('a', 1)).toMatchObject({
      result: { status: 'failed', reason },
      ended: { failures: 1, last_error: reason },
    });
    expect(await tried('b', 0)).toMatchObject({
      result: { status: 'failed', reason },
      ended: { failures: 0, interval_cause: 'host-pause' },
    });
    expect(requests).toBe(1);
  });

  it('gives its job back when the service stops', async () => {
    const { feedId } = await feedWith(rss(item(12_001)));
    const stopped = AbortSignal.abort();
    const claim = await ports.store.feeds.claim(feedId, HOUR_MS);
    expect(await poll({ feedId, attempt: claim?.attempt ?? 0 }, 0, ports, stopped)).toEqual({
      status: 'given-back',
    });
    expect(await feed(feedId)).toMatchObject({ polled_at: null });
  });
});
