import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipeline } from '../../src/pipeline.js';
import { poll } from '../../src/workers/poll.js';
import type { Ports } from '../../src/workers/ports.js';
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
    const { feedId } = await feedWith((response) => response.writeHead(503, { 'retry-after': '120' }).end());
    const before = await feed(feedId);
    for (let tries = 0; tries < pipeline.poll.tries - 1; tries++) {
      const claim = await feed(feedId);
      expect(await poll({ feedId, attempt: claim?.attempt ?? 0 }, tries, ports, signal)).toMatchObject({
        status: 'retry',
        delayMs: 120_000,
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
