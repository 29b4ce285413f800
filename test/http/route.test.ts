// What comes in is refused with a sentence before it can fail deeper down; and whatever comes in, nothing fails.
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, type Serving, startServing } from './serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded');
});
afterAll(() => serving.stop());

const post = (body: unknown): Asking => ({ method: 'POST', body });
async function problemOf(path: string, init: Asking = {}): Promise<{ status: number; detail: string }> {
  const answer = await serving.ask(path, init);
  const problem = (await answer.json()) as { status: number; detail: string; requestId: string };
  expect(answer.headers.get('content-type'), path).toContain('application/problem+json');
  expect(problem, path).toMatchObject({ type: 'about:blank', status: answer.status });
  expect(problem.requestId, path).toBe(answer.headers.get('x-request-id'));
  expect(JSON.stringify(problem), path).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
  return problem;
}

describe('route', () => {
  it('names the field, the value that stands there, and what is allowed', async () => {
    const { status, detail } = await problemOf('/api/articles?limit=many&colour=red');
    expect(status).toBe(400);
    expect(detail).toBe(
      'The request cannot be understood. query.limit is "many": must be a whole number from 1 to 500; query: Unrecognized key: "colour"; it may have feed, alert, language, state, host, since, before, limit. /api/openapi.json describes what is allowed.',
    );
    const body = await problemOf('/api/feeds/1', { method: 'PATCH', body: { state: 'asleep' } });
    expect(body.detail).toContain(
      'body.state is "asleep": Invalid option: expected one of "active"|"paused"',
    );
    expect((await problemOf('/api/feeds', post({}))).detail).toContain('body.urls is missing');
  });

  it.each([
    ['/api/articles?feed=', 'must be a whole number'],
    ['/api/articles?feed=0x10', 'must be a whole number'],
    ['/api/articles?limit=1e2', 'must be a whole number'],
    ['/api/articles?limit=501', 'must be a whole number from 1 to 500'],
    ['/api/articles?limit=1&limit=2', 'must be a whole number'],
    ['/api/articles?since=1', 'must be an ISO 8601 date'],
    ['/api/articles?since=0000-01-01', 'from the year 1000 on'],
    ['/api/articles?since=275760-09-13', 'must be an ISO 8601 date'],
    ['/api/articles?host=%00', 'must not hold control characters'],
    ['/api/search?q=a%00b', 'must not hold control characters'],
    ['/api/search', 'query.q is missing'],
    ['/api/why?url=99999999999999999999', 'is too large for an id'],
    ['/api/feeds/99999999999999999999', 'is too large for an id'],
    ['/api/articles/99999999999999999999', 'is too large for an id'],
    ['/api/reingest/99999999999999999999', 'must be a whole number'],
    ['/api/%zz', 'is not a valid url component'],
  ])('refuses %s', async (path, sentence) => {
    const { status, detail } = await problemOf(path);
    expect([status, detail]).toEqual([400, expect.stringContaining(sentence)]);
  });

  it.each([
    ['/api/feeds', { urls: [] }, 'body.urls'],
    ['/api/feeds', { urls: ['https://one.example/f'], tags: ['\u0000'] }, 'body.tags.0'],
    ['/api/feeds', { urls: ['https://one.example/\ud800'] }, 'body.urls.0'],
    ['/api/feeds', '{', 'not valid JSON'],
    ['/api/feeds', '{"urls":["https://one.example"],"__proto__":{"x":1}}', 'not valid JSON'],
    ['/api/ingest/progress', { mark: 1.5, feedIds: [] }, 'body.mark is 1.5'],
    ['/api/ingest/progress', { mark: 0, feedIds: [1e300] }, 'body.feedIds.0'],
    ['/api/reingest', { all: true, since: '0000-01-01' }, 'body.since'],
    ['/api/reingest', { all: true, from: 'nowhere' }, 'body.from is "nowhere"'],
    ['/api/reingest', {}, 'Nothing is selected'],
  ])('refuses %s %j', async (path, body, sentence) => {
    const { status, detail } = await problemOf(path, post(body));
    expect([status, detail]).toEqual([400, expect.stringContaining(sentence)]);
  });

  it('refuses bodies that are too large, naming the limit; a list of feeds may be larger', async () => {
    const body = { opml: ' '.repeat(1_100_000), source: 'a file' };
    expect(await problemOf('/api/feeds', post(body))).toMatchObject({
      status: 413,
      detail: 'The body is larger than the 1000000 bytes that POST /api/feeds takes.',
    });
    expect((await serving.ask('/api/feeds/import', post(body))).status).toBe(200);
    const larger = await problemOf('/api/feeds/import', post({ ...body, opml: ' '.repeat(20_100_000) }));
    expect(larger).toMatchObject({ status: 413 });
  });

  it('refuses bodies that are no JSON, and paths and methods that do not exist', async () => {
    const xml = { method: 'POST', body: '<a/>', headers: { 'content-type': 'text/xml' } };
    expect(await problemOf('/api/feeds', xml)).toMatchObject({
      status: 415,
      detail: 'The content type text/xml is not understood; send application/json.',
    });
    expect((await problemOf('/nowhere')).detail).toContain('There is nothing at GET /nowhere.');
    const put = await serving.ask('/api/feeds', { method: 'PUT', body: {} });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect((await problemOf('/api/feeds', { method: 'PUT', body: {} })).detail).toBe(
      '/api/feeds does not answer to PUT, but to GET, HEAD, POST.',
    );
  });

  it('answers what is no HTTP with a problem, too', async () => {
    const answer = await new Promise<string>((done, fail) => {
      let text = '';
      const socket = connect(Number(new URL(serving.url).port), '127.0.0.1', () =>
        socket.write('HELLO\r\n\r\n'),
      );
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('close', () => done(text)).on('error', fail);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(answer).toContain('This is no HTTP request.');
  });

  it('fails on no input', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '\u0000',
        '\ud800',
        '',
        ' ',
        '%',
        '-1',
        '1e400',
        '99999999999999999999',
        'NaN',
        "' or 1=1 --",
      ),
      fc.constantFrom(
        'https://a.example/\u0000',
        'http://[',
        'javascript:1',
        'https://a.example/?x=%00',
        '275760-09-13',
      ),
      fc.integer().map(String),
    );
    const members = ['q', 'url', 'feed', 'host', 'language', 'since', 'before', 'after', 'limit', 'offset'];
    const paths = ['/api/articles', '/api/search', '/api/why', '/api/feeds'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.boolean(),
        nasty,
        fc.subarray(members, { maxLength: 2 }),
        fc.array(nasty, { minLength: 2, maxLength: 2 }),
        async (path, below, name, names, values) => {
          // encodeURIComponent throws on half a surrogate pair; toString replaces it, as every client does.
          const query = new URLSearchParams(
            names.map((member, n): [string, string] => [member, values[n] ?? '']),
          );
          const last = below ? `/${new URLSearchParams({ x: name }).toString().slice(2)}` : '';
          const { status } = await serving.ask(`${path}${last}?${query}`);
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    );
    const anything = fc.oneof(
      nasty,
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(nasty),
    );
    const fields = [
      'urls',
      'tags',
      'opml',
      'source',
      'mark',
      'feedIds',
      'feed',
      'since',
      'failed',
      'all',
      'from',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/api/feeds/import', '/api/ingest/progress', '/api/reingest'),
        fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 4 }),
        async (path, body) => {
          expect((await serving.ask(path, post(body))).status).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    );
  });
});
