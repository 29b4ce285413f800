// Canaries: a secret that is like nothing else in every place where secrets come in, a run with every log line kept, and
// a look into all that goes out. A secret that leaked would hurt nobody until it was found.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { stages } from '../../src/pipeline.js';
import { startService } from '../../src/service.js';
import { ingest } from '../support/running.js';
import { registeredRoutes, type Serving, startServing, tokenFor } from './serving.js';

const SETTING = 'canary-of-the-setting-1a2b3c';
const WRONG = 'canary-of-a-wrong-token-4d5e6f';
const COOKIE = 'canary-of-a-site-7a8b9c';
const QUERY = 'canary-of-a-query-0d1e2f';
const PASSWORD = 'canary-of-a-feed-3a4b5c';
const HUB_TOKEN = 'canary-of-the-address-for-a-hub-6d7e8f01234';
const HUB_SECRET = 'canary-of-the-key-of-a-hub-9a0b1c';

let serving: Serving;
let site: Server;
let secrets: string[];
const authorization = { authorization: `Bearer ${SETTING}` };
/** What went out: answers by their address, bodies and headers. */
const out: { path: string; text: string }[] = [];

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${serving.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...authorization, ...init.headers },
  });
  const text = await answer.clone().text();
  out.push({
    path: `${init.method ?? 'GET'} ${path}`,
    text: `${JSON.stringify([...answer.headers])}\n${text}`,
  });
  return answer;
}

beforeAll(async () => {
  site = createServer(({ url = '', headers }, response) => {
    const base = `http://${headers.host}`;
    response.setHeader('set-cookie', `session=${COOKIE}`);
    if (url.startsWith('/feed'))
      return response
        .setHeader('content-type', 'application/rss+xml')
        .end(
          `<rss version="2.0"><channel><title>T</title><item><title>One</title><link>${base}/one</link></item></channel></rss>`,
        );
    return response
      .setHeader('content-type', 'text/html')
      .end(
        `<html lang="en"><title>One</title><article><p>${'The harbour has new gates today. '.repeat(20)}</p></article>`,
      );
  }).listen(0, '127.0.0.1');
  serving = await startServing('embedded', stages, {
    FEEDMILL_TOKEN: SETTING,
    FEEDMILL_PUBLIC_URL: 'https://feeds.example.org',
    FEEDMILL_ROBOTS: 'false',
  });
  const { service } = serving;
  await ingest(service, [`http://127.0.0.1:${(site.address() as AddressInfo).port}/feed`]);
  await service.ports.store.subscriptions.want(1, {
    hub: 'https://hub.example/',
    topic: 'https://paper.example/feed',
    token: HUB_TOKEN,
    secret: HUB_SECRET,
  });
  const withToken = serving.ask;
  const made = await tokenFor(
    { ...serving, ask: (path, init = {}) => withToken(path, { ...init, headers: authorization }) },
    'admin',
  );
  const login = await fetch(`${serving.url}/login`, {
    method: 'POST',
    body: new URLSearchParams({ token: made }),
    redirect: 'manual',
  });
  const cookie = /=([\w-]{43})/.exec(login.headers.get('set-cookie') ?? '')?.[1] ?? '';
  secrets = [SETTING, WRONG, COOKIE, QUERY, PASSWORD, HUB_TOKEN, HUB_SECRET, made, cookie];
  expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
  await fetch(`${serving.url}/`, { headers: { cookie: `feedmill=${cookie}` } });
  await fetch(`${serving.url}/api/feeds`, { headers: { authorization: `Bearer ${made}` } });
});
afterAll(async () => {
  await serving.stop();
  site.close();
});

const leaks = (of: readonly { path: string; text: string }[]): string[] =>
  of.flatMap(({ path, text }) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${path}: ${secret}`),
  );

describe('a secret', () => {
  it('is in no answer of any route, and in no page', async () => {
    const asked = registeredRoutes(serving.app)
      .filter(
        ({ method, path }) =>
          method === 'GET' && !['/live', '/api/events/stream'].includes(path) && !path.startsWith('/websub'),
      )
      .map(({ path }) => path.replace(/:stage|:queueName/, 'poll').replace(/:\w+|\*/g, '1'));
    expect(asked.length).toBeGreaterThan(40);
    for (const path of [
      ...asked,
      '/queues/api/queues?activeQueue=poll&status=completed',
      '/api/why?url=1',
      '/api/export?html=true',
    ])
      await ask(path);
    expect(out.filter(({ path }) => path === 'GET /api/articles/1')[0]?.text).toContain(
      'The harbour has new gates',
    );
    expect(leaks(out)).toEqual([]);
  });

  it('is in no answer to what goes wrong', async () => {
    const before = out.length;
    const json = { 'content-type': 'application/json' };
    await ask('/api/feeds', { headers: { authorization: `Bearer ${WRONG}` } });
    await ask('/api/feeds', {
      headers: { authorization: `Basic ${Buffer.from(`me:${WRONG}`).toString('base64')}` },
    });
    await ask(`/api/nowhere?token=${QUERY}`);
    await ask('/login', { method: 'POST', body: new URLSearchParams({ token: WRONG }) });
    await ask('/queues/api/queues/poll/%00');
    await ask(`/websub/${'x'.repeat(43)}`, { method: 'POST', body: 'a push' });
    const added = await ask('/api/feeds', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ urls: [`http://me:${PASSWORD}@127.0.0.1:1/feed`] }),
    });
    expect(await added.json()).toMatchObject({
      feeds: [],
      problems: [
        {
          source: 'http://127.0.0.1:1/feed',
          message:
            'http://127.0.0.1:1/feed was given with a user name or a password, which no stored address may hold.',
        },
      ],
    });
    const opml = `<opml><body><outline xmlUrl="http://me:${PASSWORD}@paper.example/feed"/></body></opml>`;
    const imported = await ask('/api/feeds/import', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ opml, source: 'a list' }),
    });
    expect(await imported.json()).toMatchObject({
      feeds: [],
      problems: [{ source: 'http://paper.example/feed' }],
    });
    expect(out.length).toBe(before + 8);
    expect(leaks(out.slice(before))).toEqual([]);
  });

  it('is in no log line, down to the last level', () => {
    expect(serving.lines.length).toBeGreaterThan(30);
    expect(
      leaks(serving.lines.map((line) => ({ path: String(line['msg']), text: JSON.stringify(line) }))),
    ).toEqual([]);
  });

  it('is in no error of a database or a queue that does not answer', async () => {
    const { service } = serving;
    for (const env of [
      { DATABASE_URL: `postgres://me:${PASSWORD}@127.0.0.1:1/feedmill` },
      { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/x', REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:1` },
    ]) {
      const { settings, report } = loadSettings(env, serving.place.folder);
      const error: unknown = await startService(settings, service.ports.log, { command: 'test' }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ name: 'FeedmillError', code: 'STORE_UNAVAILABLE' });
      service.ports.log.error({ err: error }, 'the start failed');
      const told = `${(error as Error).stack} ${JSON.stringify(report)} ${JSON.stringify(serving.lines.at(-1))}`;
      expect(leaks([{ path: 'error', text: told }])).toEqual([]);
    }
  });

  it('would be seen', async () => {
    serving.service.ports.log.trace({ note: { of: HUB_SECRET } }, 'planted');
    const [planted] = leaks([{ path: 'planted', text: JSON.stringify(serving.lines.at(-1)) }]);
    expect(planted).toBe(`planted: ${HUB_SECRET}`);
    serving.lines.pop();
  });
});
