// A feed that is pushed (WebSub), from its first poll to its removal, against a hub of the test's own. The service works
// on nothing by itself, so that the test decides when it polls and when it asks hubs.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedDetail } from '../../src/http/contract-feeds.js';
import { addUrls } from '../../src/operations/feeds.js';
import { poll } from '../../src/workers/poll.js';
import type { Ports } from '../../src/workers/ports.js';
import { subscribe } from '../../src/workers/subscribe.js';
import { type Serving, startServing } from '../http/serving.js';
import { storeModes } from '../support/open-store.js';

const HOUR_MS = 3_600_000;
const PUBLIC_HOST = 'feeds.example';
const signal = new AbortController().signal;

interface Asked {
  callback: string;
  mode: string;
  topic: string;
  secret: string;
}
interface Feed {
  id: number;
  path: string;
  url: string;
}

describe.each(storeModes)('a feed with a hub on %s', (mode) => {
  let serving: Serving;
  let ports: Ports;
  let origin: Server;
  let originUrl: string;
  let moved = 0;
  const asked: Asked[] = [];
  const bodies = new Map<string, string>();
  const headers = new Map<string, Record<string, string>>();
  let hubStatus = 202;
  let feeds = 0;

  beforeAll(async () => {
    serving = await startServing(mode, [], { FEEDMILL_PUBLIC_URL: `http://${PUBLIC_HOST}/` });
    ports = { ...serving.service.ports, random: () => 0 };
    origin = createServer((request, response) => {
      const path = request.url ?? '';
      const body = bodies.get(path);
      if (body !== undefined)
        response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers.get(path) }).end(body);
      else if (path === '/old-hub') response.writeHead(307, { location: '/hub' }).end(String(++moved));
      else
        void formOf(request).then((form) => {
          const of = (name: string): string => form.get(`hub.${name}`) ?? '';
          asked.push({
            callback: of('callback'),
            mode: of('mode'),
            topic: of('topic'),
            secret: of('secret'),
          });
          response.writeHead(hubStatus).end();
        });
    });
    origin.listen(0, '127.0.0.1');
    await once(origin, 'listening');
    originUrl = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await serving.stop();
    origin.close();
    origin.closeAllConnections();
  });

  /** A request at the public address, as it comes from outside. */
  const fromOutside = async (
    callback: string,
    init: {
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      query?: Record<string, string>;
    },
  ): Promise<{ status: number; body: string }> => {
    const url = new URL(callback);
    expect(url.host).toBe(PUBLIC_HOST);
    const query = new URLSearchParams(init.query ?? {}).toString();
    const sent = httpRequest(`${serving.url}${url.pathname}${query === '' ? '' : `?${query}`}`, {
      method: init.method ?? 'GET',
      headers: { host: url.host, ...init.headers },
      agent: false,
    }).end(init.body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await textOf(response) };
  };
  const verify = (of: Asked, query: Record<string, string> = {}) =>
    fromOutside(of.callback, {
      query: { 'hub.mode': of.mode, 'hub.topic': of.topic, 'hub.challenge': 'say this', ...query },
    });
  const push = (of: Asked, body: string, signature: string | null = signed(body, of.secret)) =>
    fromOutside(of.callback, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/rss+xml',
        ...(signature === null ? {} : { 'x-hub-signature': signature }),
      },
    });

  const rss = (path: string, hub: string, ...items: string[]): string =>
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A feed</title>${hub === '' ? '' : `<atom:link rel="hub" href="${hub}"/>`}<atom:link rel="self" href="${originUrl}${path}"/>${items.join('')}</channel></rss>`;
  const item = (n: number, hoursAgo = 1): string =>
    `<item><title>Item ${n}</title><link>https://articles.example/${mode}/${n}</link><guid>id-${n}</guid><pubDate>${new Date(Date.now() - hoursAgo * HOUR_MS).toUTCString()}</pubDate></item>`;
  const newFeed = async (body: (path: string) => string): Promise<Feed> => {
    const path = `/feed/${++feeds}`;
    bodies.set(path, body(path));
    const added = await addUrls([`${originUrl}${path}`], [], ports);
    return { id: added.feeds[0]?.feed.id ?? 0, path, url: `${originUrl}${path}` };
  };
  const pollNow = async ({ id }: Feed) => {
    const claim = await ports.store.feeds.claim(id, HOUR_MS);
    return poll({ feedId: id, attempt: claim?.attempt ?? 0 }, 0, ports, signal);
  };
  const shown = async ({ id }: Feed): Promise<FeedDetail> =>
    (await (await serving.ask(`/api/feeds/${id}`)).json()) as FeedDetail;
  const hub = async (feed: Feed) => (await shown(feed)).hub;
  /** The request that the hub gets next. */
  const nextAsked = async (): Promise<Asked> => {
    const before = asked.length;
    expect(await subscribe(ports)).toBe(1);
    expect(asked.length).toBe(before + 1);
    return asked.at(-1)!; // its length has just grown
  };
  const subscribed = async (...numbers: number[]): Promise<{ feed: Feed; of: Asked }> => {
    const feed = await newFeed((path) => rss(path, '/hub', ...numbers.map((n) => item(n))));
    await pollNow(feed);
    const of = await nextAsked();
    expect(await verify(of)).toEqual({ status: 200, body: 'say this' });
    return { feed, of };
  };
  it('is subscribed where the feed says, and its pushes go the way of a poll', async () => {
    const feed = await newFeed((path) => rss(path, '/hub', item(1)));
    expect(await pollNow(feed)).toMatchObject({ value: { new: 1 } });
    expect(await hub(feed)).toMatchObject({ state: 'wanted', hub: `${originUrl}/hub`, topic: feed.url });
    const of = await nextAsked();
    expect(of).toMatchObject({ mode: 'subscribe', topic: feed.url });
    expect(of.callback).toMatch(/^http:\/\/feeds\.example\/websub\/[\w-]{43}$/);
    expect(of.secret).toMatch(/^[\w-]{43}$/);
    expect(await subscribe(ports)).toBe(0);
    expect(await hub(feed)).toMatchObject({ state: 'asked' });
    expect((await verify(of, { 'hub.topic': `${feed.url}x` })).status).toBe(404);
    expect((await verify({ ...of, mode: 'unsubscribe' })).status).toBe(404);
    expect(await verify(of, { 'hub.lease_seconds': '3600' })).toEqual({ status: 200, body: 'say this' });
    const lease = (await hub(feed))?.leaseUntil ?? '';
    expect(Math.round((Date.parse(lease) - Date.now()) / 60_000)).toBeCloseTo(60, -1);

    expect((await push(of, rss(feed.path, '/hub', item(2), item(1)))).status).toBe(202);
    expect(await hub(feed)).toMatchObject({ state: 'active', pushes: 1, rejected: 0 });
    const [last] = (await shown(feed)).polls;
    expect(last).toMatchObject({
      outcome: 'done',
      reason: 'pushed by its hub',
      detail: { items: 2, new: 1 },
    });
    const listed = await ports.store.library.list({ feedId: feed.id }, { before: null, limit: 10 });
    expect(listed.map(({ url, stage }) => [url.split('/').at(-1), stage])).toEqual([
      ['2', 'scrape'],
      ['1', 'scrape'],
    ]);
    expect((await push(of, rss(feed.path, '/hub', item(2)))).status).toBe(202);
    expect((await shown(feed)).polls[0]).toMatchObject({ detail: { items: 1, new: 0 } });
    bodies.set(feed.path, rss(feed.path, '/hub', item(3), item(2), item(1)));
    await pollNow(feed);
    expect((await shown(feed)).feed).toMatchObject({
      intervalCause: 'pushed',
      intervalReason: 'its hub pushes what is new',
    });
  });

  it('is found in a feed that was known before, although its server says that nothing has changed', async () => {
    const feed = await newFeed((path) => rss(path, '/hub', item(9)));
    const withoutHubs = { ...ports, settings: { ...ports.settings, publicUrl: null } };
    const claim = await ports.store.feeds.claim(feed.id, HOUR_MS);
    await poll({ feedId: feed.id, attempt: claim?.attempt ?? 0 }, 0, withoutHubs, signal);
    expect(await hub(feed)).toBeNull();
    expect(await pollNow(feed)).toMatchObject({ value: { outcome: 'done', new: 0 } });
    expect(await hub(feed)).toMatchObject({ state: 'wanted' });
    expect(await pollNow(feed)).toMatchObject({ value: { outcome: 'unchanged' } });
    await verify(await nextAsked());
  });

  it('takes the hub of the Link header before that of the feed', async () => {
    const feed = await newFeed((path) => rss(path, '/other-hub', item(11)));
    headers.set(feed.path, { link: '</hub>; rel="hub", <https://feeds.example/topic>; rel=self' });
    await pollNow(feed);
    expect(await hub(feed)).toMatchObject({ hub: `${originUrl}/hub`, topic: 'https://feeds.example/topic' });
    await nextAsked();
  });

  it('ignores pushes that are not signed with its secret, counts them, and tells the sender nothing', async () => {
    const { feed, of } = await subscribed(21);
    const body = rss(feed.path, '/hub', item(22), item(21));
    for (const signature of [
      null,
      'sha256=00',
      signed(body, 'another secret'),
      signed(`${body} `, of.secret),
      signed(body, of.secret, 'md5'),
      signed(body, of.secret).replace('sha256=', 'sha1='),
    ])
      expect((await push(of, body, signature)).status, String(signature)).toBe(202);
    expect(await hub(feed)).toMatchObject({ pushes: 0, rejected: 6 });
    for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512'])
      await push(of, body, signed(body, of.secret, algorithm));
    expect(await hub(feed)).toMatchObject({ pushes: 4, rejected: 6 });
    const listed = await ports.store.library.list({ feedId: feed.id }, { before: null, limit: 10 });
    expect(listed).toHaveLength(2);
  });

  it('polls the feed when a push that is signed cannot be read', async () => {
    const { feed, of } = await subscribed(26);
    expect((await push(of, 'there is news')).status).toBe(202);
    const { nextPollAt } = (await shown(feed)).feed;
    expect(Date.parse(nextPollAt)).toBeLessThanOrEqual(Date.now());
  });

  it('renews the lease before it ends, and stays subscribed meanwhile', async () => {
    const { feed } = await subscribed(31);
    const before = await hub(feed);
    expect(Date.parse(before?.askedNextAt ?? '')).toBeLessThan(Date.parse(before?.leaseUntil ?? ''));
    // As a hub would do that grants no time at all.
    await ports.store.subscriptions.verified((await ports.store.subscriptions.ofFeed(feed.id))?.id ?? 0, 0);
    const again = await nextAsked();
    expect(again.mode).toBe('subscribe');
    expect(await hub(feed)).toMatchObject({ state: 'active' });
    await verify(again, { 'hub.lease_seconds': '864000' });
    expect(Date.parse((await hub(feed))?.leaseUntil ?? '')).toBeGreaterThan(
      Date.parse(before?.leaseUntil ?? ''),
    );
  });

  it('says why a hub did not take the request or denied it, and asks again later', async () => {
    const feed = await newFeed((path) => rss(path, '/old-hub', item(41)));
    await pollNow(feed);
    hubStatus = 503;
    const of = await nextAsked();
    hubStatus = 202;
    expect(moved).toBe(1);
    expect(await hub(feed)).toMatchObject({
      state: 'asked',
      reason: 'The server answered 503: the server is not available.',
    });
    expect(Date.parse((await hub(feed))?.askedNextAt ?? '')).toBeGreaterThan(Date.now());
    const denial = { 'hub.mode': 'denied', 'hub.reason': 'not \u0007yours' };
    expect((await verify(of, denial)).status).toBe(200);
    expect(await hub(feed)).toMatchObject({ state: 'denied', reason: 'The hub denies it: not yours' });
    expect((await verify(of)).status).toBe(404);
  });

  it('finds out a hub that is deaf, polls by the rhythm of the feed again, and tries it again', async () => {
    const { feed, of } = await subscribed(51);
    await push(of, rss(feed.path, '/hub', item(52), item(51)));
    const items = [51, 52];
    for (const unheard of [1, 2, 0]) {
      items.push(52 + items.length);
      bodies.set(feed.path, rss(feed.path, '/hub', ...items.map((n) => item(n))));
      await pollNow(feed);
      if (unheard > 0) expect(await hub(feed)).toMatchObject({ state: 'active', unheard });
    }
    expect(await hub(feed)).toMatchObject({
      state: 'deaf',
      reason: 'Polls found what the hub had not pushed.',
    });
    await pollNow(feed);
    expect((await shown(feed)).feed.intervalCause).not.toBe('pushed');
    await serving.ask(`/api/feeds/${feed.id}`, { method: 'PATCH', body: { state: 'active' } });
    await verify(await nextAsked());
    expect(await hub(feed)).toMatchObject({ state: 'active', unheard: 0 });
  });

  it('leaves the hub of a feed that is paused, comes back, and leaves it for good when the feed is removed', async () => {
    const { feed, of } = await subscribed(61);
    await serving.ask(`/api/feeds/${feed.id}`, { method: 'PATCH', body: { state: 'paused' } });
    expect((await push(of, rss(feed.path, '/hub', item(62)))).status).toBe(202);
    const farewell = await nextAsked();
    expect(farewell).toMatchObject({ mode: 'unsubscribe', callback: of.callback, secret: '' });
    expect(await verify(farewell)).toEqual({ status: 200, body: 'say this' });
    expect(await hub(feed)).toMatchObject({ state: 'left', pushes: 0, askedNextAt: null });
    await serving.ask(`/api/feeds/${feed.id}`, { method: 'PATCH', body: { state: 'active' } });
    await verify(await nextAsked());
    expect(await hub(feed)).toMatchObject({ state: 'active' });
    await serving.ask(`/api/feeds/${feed.id}`, { method: 'DELETE' });
    const last = await nextAsked();
    expect(last.mode).toBe('unsubscribe');
    expect((await verify(last)).status).toBe(200);
    expect((await push(of, '')).status).toBe(404);
    expect(await subscribe(ports)).toBe(0);
  });

  it('follows a feed to another hub, and leaves that of a feed that names none any more', async () => {
    const { feed, of } = await subscribed(71);
    bodies.set(feed.path, rss(feed.path, '/hub?second', item(72), item(71)));
    await pollNow(feed);
    const before = asked.length;
    expect(await subscribe(ports)).toBe(2);
    const both = asked.slice(before).sort((a, b) => a.mode.localeCompare(b.mode));
    expect(both.map(({ mode: what }) => what)).toEqual(['subscribe', 'unsubscribe']);
    expect(both[0]?.callback).not.toBe(of.callback);
    for (const one of both) expect((await verify(one)).status).toBe(200);
    bodies.set(feed.path, rss(feed.path, '', item(73)));
    await pollNow(feed);
    expect((await nextAsked()).mode).toBe('unsubscribe');
    expect(await hub(feed)).toBeNull();
  });

  it('opens its path alone to strangers, and writes the address of no push into the log', async () => {
    const { of } = await subscribed(81);
    const outside = (path: string) =>
      fromOutside(`http://${PUBLIC_HOST}${path}`, {}).then(({ status }) => status);
    expect(await outside('/api/status')).toBe(401);
    expect(await outside('/livez')).toBe(200);
    expect(await outside('/websub/../api/status')).toBe(401);
    expect(await outside('/websub/')).toBe(404);
    expect(await outside(`/websub/${'x'.repeat(43)}`)).toBe(404);
    expect((await push({ ...of, callback: `${of.callback}x` }, '')).status).toBe(404);
    const token = of.callback.split('/').at(-1) ?? '';
    const logged = JSON.stringify(serving.lines);
    expect(logged).toContain('/websub/');
    expect(logged).not.toContain(token);
    expect(logged).not.toContain(of.secret);
  });
});

const signed = (body: string, secret: string, algorithm = 'sha256'): string =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> =>
  new URLSearchParams(await textOf(request));
