// Guards the door of every route, those of the dashboard included. A route that lost its guard would work all the
// same, so nothing but this would notice it.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holderOf } from '../../src/store/data-folder.js';
import { until } from '../support/until.js';
import { registeredRoutes, type Serving, startServing, TOKEN } from './serving.js';

let serving: Serving;
let routes: { method: string; path: string }[];
beforeAll(async () => {
  serving = await startServing('embedded');
  const { app, service } = serving;
  service.lock?.serve((request, response) => app.routing(request, response));
  routes = registeredRoutes(app).map(({ method, path }) => ({ method, path: path.replace(/:\w+|\*/g, '1') }));
});
afterAll(() => serving.stop());

const bearer = { authorization: `Bearer ${TOKEN}` };
/** The health checks, the login, and what it is made with. */
const openPaths = ['/livez', '/readyz', '/login', '/logout', '/assets/1'];
const isOpen = (path: string): boolean => openPaths.includes(path);
const changes = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/** The status of a request over TCP with exactly these headers; fetch would not send some of them. */
async function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const sent = httpRequest(`${serving.url}${path}`, { method, headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

/** The routes that did not answer `status`. */
async function passing(
  status: number,
  headers: Record<string, string>,
  which: (route: { method: string; path: string }) => boolean,
): Promise<string[]> {
  const asked = routes.filter(which);
  expect(asked.length).toBeGreaterThan(20);
  const statuses = await Promise.all(asked.map(({ method, path }) => statusOf(method, path, headers)));
  return asked.filter((_, n) => statuses[n] !== status).map(({ method, path }) => `${method} ${path}`);
}

describe('guardRequests', () => {
  it('demands the token on every route but the health checks and the login', async () => {
    const guarded = ({ path }: { path: string }): boolean => !isOpen(path);
    expect(await passing(401, {}, guarded)).toEqual([]);
    expect(await statusOf('GET', '/livez', {})).toBe(200);
    expect(await statusOf('GET', '/nowhere', {})).toBe(401);
    expect(await statusOf('GET', '/livez/../api/status', {})).toBe(401);
  });

  it('takes the token as Bearer, or as the password of Basic under any name, and in no other way', async () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    const tried: [string, number][] = [
      [`Bearer ${TOKEN}`, 200],
      [`bearer ${TOKEN}`, 200],
      [basic(`me:${TOKEN}`), 200],
      [basic(`:${TOKEN}`), 200],
      [basic(`${TOKEN}:`), 401],
      [basic(`me:${TOKEN}x`), 401],
      [`Bearer ${TOKEN}x`, 401],
      [`Bearer ${TOKEN.slice(1)}`, 401],
      [`Digest ${TOKEN}`, 401],
      [TOKEN, 401],
      ['Bearer', 401],
      ['', 401],
    ];
    for (const [authorization, status] of tried)
      expect(await statusOf('GET', '/api/status', { authorization }), authorization).toBe(status);
  });

  it('makes a browser ask for the token on the dashboard', async () => {
    const answer = await fetch(`${serving.url}/queues/`);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="Feedmill"/);
    expect(await answer.json()).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  });

  it('refuses hosts that are not its own on every route, whoever asks', async () => {
    expect(await passing(421, { ...bearer, host: 'evil.example' }, () => true)).toEqual([]);
  });

  it('knows addresses, localhost and its own name as hosts', async () => {
    const hosts: [string, number][] = [
      ['localhost', 200],
      ['LOCALHOST:8090', 200],
      ['feedmill.localhost', 200],
      ['127.0.0.1:80', 200],
      ['[::1]:8090', 200],
      ['localhost.evil.example', 421],
      ['127.0.0.1.evil.example', 421],
      ['evillocalhost', 421],
      ['2130706433', 421],
    ];
    for (const [host, status] of hosts) expect(await statusOf('GET', '/livez', { host }), host).toBe(status);
  });

  it('refuses changes from another site on every route that changes something, token or not', async () => {
    const changing = ({ method }: { method: string }): boolean => changes(method);
    const foreign = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: serving.url.replace(/\d+$/, '1') },
    ];
    for (const headers of foreign)
      expect(await passing(403, { ...bearer, ...headers }, changing)).toEqual([]);
  });

  it('takes changes from its own pages and from programs', async () => {
    const poll = (headers: Record<string, string>): Promise<number> =>
      statusOf('POST', '/api/feeds/1/poll', { ...bearer, ...headers });
    expect(await poll({ 'sec-fetch-site': 'same-origin' })).toBe(404);
    expect(await poll({ origin: serving.url })).toBe(404);
    expect(await poll({})).toBe(404);
  });

  it('asks no token of what comes through the socket in the data folder, or from inside the process', async () => {
    const holder = await holderOf(serving.place.settings.dataDir);
    const sent = httpRequest({
      socketPath: holder?.socketPath,
      path: '/api/status',
      headers: { host: 'localhost' },
    }).end();
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(200);
    const inside = await serving.app.inject({ url: '/api/status', headers: { host: 'localhost' } });
    expect(inside.statusCode).toBe(200);
  });

  it('is not deceived by a connection that is reset right after its request, and has no address then', async () => {
    const before = serving.lines.length;
    const attempts = 20;
    const body = JSON.stringify({
      opml: '<opml><body><outline xmlUrl="https://evil.example/f"/></body></opml>',
      source: 'x',
    });
    for (let n = 0; n < attempts; n++) {
      const socket = connect(Number(new URL(serving.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /api/feeds/import HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        () => socket.resetAndDestroy(),
      );
      await once(socket, 'close');
    }
    // Requests are answered in the order in which they came, so that the last one has an end when this one has.
    await serving.ask('/api/status');
    const refused = (): number =>
      serving.lines.slice(before).filter(({ path, status }) => path === '/api/feeds/import' && status === 401)
        .length;
    await until('the resets are refused', () => refused() > 0);
    expect(await (await serving.ask('/api/feeds')).json()).toEqual({ feeds: [], next: null });
  });

  it('sends its headers with every answer, problems of the router included', async () => {
    for (const path of ['/', '/api/status', '/queues/', '/nowhere', '/api/%zz']) {
      const { headers } = await serving.ask(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('same-origin');
      const policy = headers.get('content-security-policy');
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("script-src 'self';");
    }
  });

  it('allows no style inside a page but the dashboard, which sets some', async () => {
    for (const [path, styles] of [
      ['/', "style-src 'self';"],
      ['/queues/', "style-src 'self' 'unsafe-inline';"],
    ] as const)
      expect((await serving.ask(path)).headers.get('content-security-policy'), path).toContain(styles);
  });
});
