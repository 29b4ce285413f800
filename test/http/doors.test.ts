// Walks every route that the router knows, those of the dashboard, the metrics and the live counts among them, and tries
// each door with every key that must not fit. A route that let one in would work all the same.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registeredRoutes, type Serving, startServing, TOKEN, tokenFor } from './serving.js';

interface Walked {
  method: string;
  /** As it is registered. */
  route: string;
  path: string;
}
/** Streams, which go on for as long as somebody listens. */
const endless = new Set(['/live', '/api/events/stream']);
type Needed = 'open' | 'read' | 'operate' | 'admin';

let serving: Serving;
let routes: Walked[];
let keys: Record<'read' | 'operate' | 'admin', string>;
let cookie: string;
beforeAll(async () => {
  serving = await startServing('embedded');
  routes = registeredRoutes(serving.app).map(({ method, path }) => ({
    method,
    route: path,
    path: path.replace(/:\w+|\*/g, '1'),
  }));
  keys = {
    read: await tokenFor(serving, 'read'),
    operate: await tokenFor(serving, 'operate'),
    admin: await tokenFor(serving, 'admin'),
  };
  const login = await fetch(`${serving.url}/login`, {
    method: 'POST',
    body: new URLSearchParams({ token: keys.admin }),
    redirect: 'manual',
  });
  cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => serving.stop());

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const changes = ({ method }: Walked): boolean => method !== 'GET' && method !== 'HEAD';

/** What each route asks for, written down apart from the program: whoever adds one that differs says so here. */
function needed({ method, route }: Walked): Needed {
  if (['/livez', '/readyz', '/login', '/logout', '/assets/:file'].includes(route)) return 'open';
  if (
    route.startsWith('/api/tokens') ||
    route === '/api/backup' ||
    route === '/api/snapshots/move' ||
    /^(?:\/api)?\/webhooks/.test(route)
  )
    return 'admin';
  if (route === '/changes' || route === '/api/changes') return 'operate';
  if (route === '/api/ingest/progress' || route === '/api/reingest/count') return 'read';
  return changes({ method, route, path: route }) ? 'operate' : 'read';
}

interface Got {
  status: number;
  body: string;
}

/** The answer to exactly these headers; fetch would add some and not send others. */
async function answer(method: string, path: string, headers: Record<string, string>): Promise<Got> {
  const sent = httpRequest(`${serving.url}${path}`, { method, headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, body };
}

/** The routes of `walked` that do not answer `status` to `headers`, with what they answer. */
async function passing(
  walked: readonly Walked[],
  status: number,
  headers: Record<string, string>,
): Promise<string[]> {
  expect(walked.length).toBeGreaterThan(2);
  const got = await Promise.all(walked.map(({ method, path }) => answer(method, path, headers)));
  return walked.flatMap(({ method, route }, n) =>
    got[n]?.status === status ? [] : [`${method} ${route}: ${got[n]?.status}`],
  );
}

describe('the doors', () => {
  it('are those of the API, the pages, the dashboard, the metrics and the live counts', () => {
    const known = routes.map(({ method, route }) => `${method} ${route}`);
    for (const one of [
      'GET /metrics',
      'GET /live',
      'GET /api/export',
      'POST /hosts',
      'DELETE /api/feeds/:feed',
    ])
      expect(known).toContain(one);
    expect(known.filter((one) => one.includes('/queues')).length).toBeGreaterThan(30);
    expect(routes.filter(changes).length).toBeGreaterThan(40);
  });

  it('let nobody in without a token', async () => {
    expect(
      await passing(
        routes.filter((one) => needed(one) !== 'open'),
        401,
        {},
      ),
    ).toEqual([]);
  });

  it('let nobody in with a token of too small a scope, and name the one that is needed', async () => {
    const beyond = (...scopes: Needed[]): Walked[] => routes.filter((one) => scopes.includes(needed(one)));
    expect(await passing(beyond('operate', 'admin'), 403, bearer(keys.read))).toEqual([]);
    expect(await passing(beyond('admin'), 403, bearer(keys.operate))).toEqual([]);
    const refused = await answer('DELETE', '/api/tokens/1', bearer(keys.operate));
    expect(JSON.parse(refused.body)).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
      detail:
        'DELETE /api/tokens/:token needs a token of scope admin; this one has scope operate. `feedmill tokens create --scope admin` makes one.',
    });
  });

  it('let everybody in whose scope is large enough', async () => {
    const reading = routes.filter(
      (one) => needed(one) === 'read' && one.method === 'GET' && !endless.has(one.route),
    );
    expect(reading.length).toBeGreaterThan(20);
    const got = await Promise.all(reading.map(({ method, path }) => answer(method, path, bearer(keys.read))));
    expect(reading.filter((_, n) => [401, 403].includes(got[n]?.status ?? 0))).toEqual([]);
    expect((await answer('GET', '/api/changes', bearer(keys.operate))).status).toBe(200);
    expect((await answer('GET', '/api/tokens', bearer(keys.admin))).status).toBe(200);
  });

  it('let nobody in under the name of another host', async () => {
    expect(await passing(routes, 421, { ...bearer(TOKEN), host: 'evil.example' })).toEqual([]);
  });

  it('let nothing in that a page of another site sends, whatever the method', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ])
      expect(await passing(routes, 403, { ...bearer(TOKEN), ...headers })).toEqual([]);
  });

  it('let a person follow a link from another site, and nothing be changed that way', async () => {
    const followed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await answer('GET', '/feeds', { ...bearer(TOKEN), ...followed })).status).toBe(200);
    expect(await passing(routes.filter(changes), 403, { ...bearer(TOKEN), ...followed })).toEqual([]);
  });

  it('let no change in that comes with a cookie and does not show where it is from', async () => {
    expect((await answer('GET', '/api/tokens', { cookie })).status).toBe(200);
    const changing = routes.filter((one) => changes(one) && needed(one) !== 'open');
    expect(await passing(changing, 403, { cookie })).toEqual([]);
    const own = await answer('DELETE', '/api/tokens/999', { cookie, origin: serving.url });
    expect(own.status).toBe(404);
  });

  it('make no change of a GET', async () => {
    const before = await changesMade();
    const reading = new Set(routes.filter((one) => one.method === 'GET').map(({ path }) => path));
    const onlyChanging = routes.filter((one) => changes(one) && !reading.has(one.path));
    expect(onlyChanging.length).toBeGreaterThan(20);
    const got = await Promise.all(onlyChanging.map(({ path }) => answer('GET', path, bearer(TOKEN))));
    // A static path can be a value of another route's parameter: GET /api/feeds/import asks for a feed of that name.
    expect(onlyChanging.filter((_, n) => ![400, 404, 405].includes(got[n]?.status ?? 0))).toEqual([]);
    expect(await changesMade()).toBe(before);
  });

  it('leave the dashboard to whoever may read, to look at', async () => {
    expect((await answer('GET', '/queues/api/queues', bearer(keys.read))).status).toBe(200);
    const paused = await answer('PUT', '/queues/api/queues/scrape/pause', bearer(keys.read));
    expect(JSON.parse(paused.body)).toMatchObject({
      status: 403,
      message: expect.stringContaining('needs a token of scope operate') as string,
    });
    expect(await serving.service.ports.queues.byStage.scrape.isPaused()).toBe(false);
  });

  it('tell a person who may not in a page', async () => {
    const headers = { ...bearer(keys.read), accept: 'text/html' };
    const { status, body } = await answer('POST', '/hosts', headers);
    expect([status, body.startsWith('<!doctype html>')]).toEqual([403, true]);
    expect(body).toContain('needs a token of scope operate');
  });
});

async function changesMade(): Promise<number> {
  const { changes: made } = (await (await serving.ask('/api/changes?limit=500')).json()) as {
    changes: unknown[];
  };
  expect(made.length).toBeLessThan(500);
  return made.length;
}
