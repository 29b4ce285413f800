// What a client may rely on whatever it asks: tags, methods, headers, and problems of one form.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFeed, publish } from '../support/rows.js';
import { type Asking, type Serving, startServing } from './serving.js';

let serving: Serving;
let articleId: number;
let feedId: number;
beforeAll(async () => {
  serving = await startServing('embedded');
  const { store } = serving.service.ports;
  feedId = await addFeed(store);
  ({ articleId } = await publish(store, { title: 'Gates of the harbour open' }));
});
afterAll(() => serving.stop());

describe('answers of the API', () => {
  it('are not sent again to a client that has them, until they change', async () => {
    const paths = [
      '/api/feeds',
      `/api/feeds/${feedId}`,
      '/api/articles',
      `/api/articles/${articleId}`,
      '/api/openapi.json',
    ];
    const tags: string[] = [];
    for (const path of paths) {
      const first = await serving.ask(path);
      const tag = first.headers.get('etag') ?? '';
      tags.push(tag);
      expect(tag, path).toMatch(/^"[\w-]{27}"$/);
      expect(first.headers.get('cache-control'), path).toBe('private, no-cache');
      for (const known of [tag, `"another", W/${tag}`, '*']) {
        const again = await serving.ask(path, { headers: { 'if-none-match': known } });
        expect([path, again.status, await again.text()]).toEqual([path, 304, '']);
        expect(again.headers.get('etag'), path).toBe(tag);
      }
      expect((await serving.ask(path, { headers: { 'if-none-match': '"another"' } })).status, path).toBe(200);
    }
    await serving.ask(`/api/feeds/${feedId}`, { method: 'PATCH', body: { state: 'paused' } });
    const changed = await serving.ask('/api/feeds', { headers: { 'if-none-match': tags[0] ?? '' } });
    expect([changed.status, changed.headers.get('etag') === tags[0]]).toEqual([200, false]);
  });

  it('are kept by nobody where they are no such', async () => {
    const answers = [
      await serving.ask('/api/nowhere'),
      await serving.ask('/api/reingest/count', { method: 'POST', body: { all: true } }),
      await serving.ask('/metrics'),
      await serving.ask('/readyz'),
      await serving.ask('/queues/api/queues'),
    ];
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(5).fill('no-store'));
  });

  it('are asked for with HEAD as with GET', async () => {
    const [get, head] = [
      await serving.ask('/api/feeds'),
      await serving.ask('/api/feeds', { method: 'HEAD' }),
    ];
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([
      200,
      get.headers.get('etag'),
      '',
    ]);
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
  });

  it('say which methods a path knows', async () => {
    const cases: [string, string, string | null][] = [
      ['DELETE', '/api/feeds', 'GET, HEAD, POST'],
      ['PUT', `/api/feeds/${feedId}`, 'DELETE, GET, HEAD, PATCH'],
      ['GET', `/api/feeds/${feedId}/poll`, 'POST'],
      ['POST', '/livez', 'GET, HEAD'],
      ['DELETE', '/hosts', 'GET, HEAD, POST'],
      ['HEAD', '/live', 'GET'],
      ['OPTIONS', '/api/status', 'GET, HEAD'],
      ['POST', '/nowhere', null],
    ];
    for (const [method, path, allow] of cases) {
      const answer = await serving.ask(path, { method });
      expect([method, path, answer.status, answer.headers.get('allow')]).toEqual([
        method,
        path,
        allow === null ? 404 : 405,
        allow,
      ]);
    }
  });

  it('tell what is wrong in one form, whatever it is', async () => {
    const json = (body: string): Asking => ({ method: 'POST', body });
    const cases: [string, Asking, number, string][] = [
      ['/api/feeds', { headers: { authorization: '' } }, 401, 'UNAUTHORIZED'],
      ['/api/feeds', { headers: { origin: 'https://evil.example' } }, 403, 'FORBIDDEN'],
      ['/api/feeds/999', {}, 404, 'NOT_FOUND'],
      ['/api/nowhere', {}, 404, 'NOT_FOUND'],
      ['/api/feeds', { method: 'DELETE' }, 405, 'BAD_REQUEST'],
      ['/api/feeds?limit=no', {}, 400, 'BAD_REQUEST'],
      ['/api/feeds', json('{'), 400, 'BAD_REQUEST'],
      ['/api/feeds', json(`{"urls":["${'x'.repeat(1_100_000)}"]}`), 413, 'BAD_REQUEST'],
      [
        '/api/feeds',
        { method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } },
        415,
        'BAD_REQUEST',
      ],
      [
        '/api/tokens',
        json('{"name":"x","scope":"read","expiresAt":"2001-01-01T00:00:00Z"}'),
        400,
        'BAD_REQUEST',
      ],
      ['/api/%zz', {}, 400, 'BAD_REQUEST'],
    ];
    for (const [path, init, status, code] of cases) {
      const answer = await serving.ask(path, init);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        status,
        'application/problem+json; charset=utf-8',
      ]);
      const id = answer.headers.get('x-request-id');
      expect(await answer.json(), path).toEqual({
        type: 'about:blank',
        title: expect.any(String) as string,
        status,
        detail: expect.stringMatching(/^.{20}/) as string,
        code,
        instance: `urn:uuid:${id}`,
        requestId: id,
      });
    }
  });
});
