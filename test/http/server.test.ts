import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, listen } from '../../src/http/server.js';
import { until } from '../support/until.js';
import { registeredRoutes, type Serving, startServing } from './serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded');
});
afterAll(() => serving.stop());

const isApi = (path: string): boolean => /^\/(?:api\/|out\/|livez$|readyz$)/.test(path);

describe('createApp', () => {
  it('answers its health checks without a token, and says what may be requested privately', async () => {
    const alive = await fetch(`${serving.url}/livez`);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'alive' }]);
    const ready = await fetch(`${serving.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      ready: true,
      checks: ['store', 'queue', 'backlog', 'disk', 'watch'].map((name) => ({ name })),
      allowPrivate: ['127.0.0.1'],
    });
  });

  it('answers 503 to /readyz while a check fails', async () => {
    const { service } = serving;
    const pingStore = (): Promise<never> => Promise.reject(new Error('no database'));
    const app = await createApp({ ...service, pingStore });
    const answer = await app.inject({ url: '/readyz', headers: { host: 'localhost' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      ready: false,
      checks: [
        { name: 'store', ok: false, detail: 'no database' },
        ...[1, 2, 3, 4].map(() => ({ ok: true })),
      ],
    });
    await app.close();
  });

  it('answers 503 to /readyz while there is no room on the disk', async () => {
    const app = await createApp({ ...serving.service, spaceComplaint: () => 'the disk is nearly full' });
    const answer = await app.inject({ url: '/readyz', headers: { host: 'localhost' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.json<{ checks: unknown[] }>().checks).toContainEqual({
      name: 'disk',
      ok: false,
      detail: 'the disk is nearly full',
    });
    await app.close();
  });

  it('serves a front page whose links lead somewhere', async () => {
    const page = await serving.ask('/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const links = [...(await page.text()).matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links).toEqual(expect.arrayContaining(['/queues/', '/api/openapi.json', '/api/status']));
    for (const link of links) expect((await serving.ask(link)).status, link).toBe(200);
  });

  it('describes in its OpenAPI document every route that the router knows', async () => {
    const document = (await (await serving.ask('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { security?: unknown[]; responses: object }>>;
    };
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const registered = registeredRoutes(serving.app)
      .filter(({ method, path }) => method !== 'HEAD' && isApi(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(registered.length).toBeGreaterThan(15);
    expect(described.sort()).toEqual(registered.sort());
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/livez']?.['get']?.security).toEqual([]);
    expect(document.paths['/api/status']?.['get']?.security).toEqual([
      { token: ['read'] },
      { password: ['read'] },
      { session: ['read'] },
    ]);
    expect(document.paths['/api/tokens']?.['post']).toMatchObject({
      security: [{ token: ['admin'] }, { password: ['admin'] }, { session: ['admin'] }],
      responses: { 401: { $ref: '#/components/responses/Unauthorized' } },
    });
  });

  it('describes parameters with their bounds, and bodies that refuse unknown names', async () => {
    const { paths } = (await (await serving.ask('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, object>>;
    };
    expect(paths['/api/feeds']?.['get']).toMatchObject({
      parameters: expect.arrayContaining([
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', default: 100, minimum: 1, maximum: 500 },
        },
      ]) as unknown[],
    });
    expect(paths['/api/feeds']?.['post']).toMatchObject({
      requestBody: {
        content: { 'application/json': { schema: { required: ['urls'], additionalProperties: false } } },
      },
    });
    expect(paths['/api/feeds/export']?.['get']).toMatchObject({
      responses: { 200: { content: { 'text/x-opml': { schema: { type: 'string' } } } } },
    });
  });

  it('logs one line for a request, under the id that the client was given and without its query', async () => {
    const answer = await serving.ask('/api/feeds?limit=7');
    const requestId = answer.headers.get('x-request-id');
    const mine = (): Record<string, unknown>[] =>
      serving.lines.filter((line) => line['requestId'] === requestId);
    await until('the request is logged', () => mine().length > 0);
    expect(mine()).toMatchObject([
      { level: 30, method: 'GET', path: '/api/feeds', status: 200, ms: expect.any(Number) as number },
    ]);
  });

  it('logs at debug what is asked again and again, and refusals as warnings', async () => {
    const logged = async (answer: Response): Promise<unknown> => {
      const line = (): Record<string, unknown> | undefined =>
        serving.lines.find(({ requestId }) => requestId === answer.headers.get('x-request-id'));
      await until('the request is logged', () => line() !== undefined);
      return line()?.['level'];
    };
    const put = { method: 'PUT', body: {} };
    expect(await logged(await fetch(`${serving.url}/livez`))).toBe(20);
    expect(await logged(await serving.ask('/queues/api/queues'))).toBe(20);
    expect(await logged(await serving.ask('/queues/api/queues/poll/resume', put))).toBe(30);
    expect(await logged(await fetch(`${serving.url}/api/status`))).toBe(40);
  });

  it('logs what fails on the dashboard and shows it there, without the words of the database', async () => {
    const answer = await serving.ask('/queues/api/queues/poll/%00');
    const body = await answer.text();
    const problem = JSON.parse(body) as Record<string, unknown>;
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
    ]);
    // The page itself reads `error` and `message`.
    expect(problem).toMatchObject({
      status: 500,
      code: 'INTERNAL',
      error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' },
      message: problem['detail'],
    });
    expect(body).not.toMatch(/byte sequence|UTF8/);
    expect(serving.lines).toContainEqual(
      expect.objectContaining({ level: 50, requestId: problem['requestId'], msg: 'a request failed' }),
    );
  });

  it('answers a problem while it closes, to connections that are still open', async () => {
    const closing = await createApp(serving.service);
    await closing.ready();
    const door = createServer((request, response) => closing.routing(request, response)).listen(
      0,
      '127.0.0.1',
    );
    await once(door, 'listening');
    await closing.close();
    const answer = await fetch(`http://127.0.0.1:${(door.address() as AddressInfo).port}/livez`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({
      detail: 'Feedmill is stopping. Ask again when it has started.',
    });
    door.close();
    door.closeAllConnections();
  });

  it('answers while hundreds of requests do not end', async () => {
    const { port } = new URL(serving.url);
    const slow = Array.from({ length: 400 }, () => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET /livez HTTP/1.1\r\nHost: loc'),
      );
      return socket.on('error', () => undefined);
    });
    await Promise.all(slow.map((socket) => once(socket, 'connect')));
    expect((await fetch(`${serving.url}/livez`)).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it('gives requests a limited time to arrive, and a limited number of connections', () => {
    const { requestTimeout, headersTimeout, maxConnections } = serving.app.server;
    expect({ requestTimeout, headersTimeout, maxConnections }).toEqual({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      maxConnections: 512,
    });
  });
});

describe('listen', () => {
  it('names the port that is taken, and the setting to change', async () => {
    const second = await createApp(serving.service);
    const port = Number(new URL(serving.url).port);
    await expect(listen(second, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `Port ${port} on 127.0.0.1 is taken. Set FEEDMILL_PORT to another one, or to 0 for any that is free.`,
    });
    await second.close();
  });
});
