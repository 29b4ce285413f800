import type { IncomingHttpHeaders } from 'node:http';
import net from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createWebClient } from '../../src/web/client.js';
import { httpOrigin, rawOrigin, silentOrigin, testClient } from './origins.js';

describe('get', () => {
  it('brings the bytes as they are, with the headers that callers need', async () => {
    const bytes = Buffer.from([0xe9, 0x00, 0xff, 0x3c]);
    const origin = await httpOrigin((_request, response) =>
      response
        .writeHead(200, {
          'Content-Type': 'text/html; charset=iso-8859-1',
          ETag: '"a"',
          'Last-Modified': 'Mon, 02 Nov 2026 00:00:00 GMT',
          'Set-Cookie': ['a=1', 'b=2'],
          Vary: ['x', 'y'],
        })
        .end(bytes),
    );
    const outcome = await testClient().get({ url: `${origin.url}/a#part`, acceptTypes: 'page' });
    expect(outcome).toMatchObject({
      status: 'ok',
      url: `${origin.url}/a`,
      requestedUrl: `${origin.url}/a#part`,
      permanentUrl: null,
      httpStatus: 200,
      etag: '"a"',
      lastModified: 'Mon, 02 Nov 2026 00:00:00 GMT',
      contentType: 'text/html; charset=iso-8859-1',
      body: bytes,
      headers: { vary: 'x, y' },
    });
    expect(outcome.status === 'ok' && 'set-cookie' in outcome.headers).toBe(false);
  });

  it('sends what it was asked to send and never a cookie', async () => {
    let seen: IncomingHttpHeaders = {};
    const origin = await httpOrigin((request, response) => {
      seen = request.headers;
      response.setHeader('Set-Cookie', 'a=1').end();
    });
    const client = testClient();
    await client.get({ url: origin.url, etag: '"é"', authorization: 'Basic eA==', acceptTypes: 'feed' });
    expect(seen).toMatchObject({
      'user-agent': 'Feedmill/test',
      'accept-encoding': 'gzip, deflate, br',
      'if-none-match': '"é"',
      authorization: 'Basic eA==',
    });
    expect(seen.accept).toMatch(/^application\/rss\+xml/);
    await client.get({
      url: origin.url,
      etag: '"a"\r\nX-Evil: 1',
      lastModified: 'Mon\u0000',
      authorization: 'ü→',
    });
    expect(Object.keys(seen).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it.each([
    [{ etag: '"v1"' }, 'if-none-match'],
    [{ lastModified: 'Mon, 02 Nov 2026 00:00:00 GMT' }, 'if-modified-since'],
  ])('reports 304 for %o alone', async (validators, header) => {
    const origin = await httpOrigin((request, response) => {
      const names = Object.keys(request.headers).filter((name) => name.startsWith('if-'));
      response.writeHead(names.join() === header ? 304 : 200, { ETag: '"v2"' }).end();
    });
    expect(await testClient().get({ url: origin.url, ...validators })).toMatchObject({
      status: 'not-modified',
      etag: '"v2"',
      lastModified: null,
    });
  });

  it('reports an HTTP error with the pause that the server asks for', async () => {
    const origin = await httpOrigin((_request, response) =>
      response.writeHead(429, { 'Retry-After': '120' }).end('x'),
    );
    const url = `${origin.url}/slow`;
    expect(await testClient().get({ url })).toEqual({
      status: 'http-error',
      httpStatus: 429,
      retryAfterMs: 120_000,
      url,
    });
  });

  it.each([206, 300, 306])('takes no body of a %i that nobody asked for', async (status) => {
    const origin = await httpOrigin((_request, response) => response.writeHead(status).end('part'));
    expect(await testClient().get({ url: origin.url })).toMatchObject({
      status: 'http-error',
      httpStatus: status,
    });
  });

  it('turns a type away by name and downloads none of it', async () => {
    let written = 0;
    const origin = await httpOrigin((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/pdf', 'Content-Length': 50_000_000 });
      const chunk = Buffer.alloc(100_000);
      const more = (): void => {
        written += chunk.length;
        if (written < 50_000_000 && response.write(chunk)) more();
      };
      response.on('drain', more);
      more();
    });
    expect(await testClient().get({ url: origin.url, acceptTypes: 'page' })).toEqual({
      status: 'unsupported-type',
      contentType: 'application/pdf',
      message: 'The answer is a PDF document (application/pdf), not a page.',
    });
    expect(written).toBeLessThan(10_000_000);
  });

  it('is aborted by its signal, before, in the body, and by close', async () => {
    const origin = await httpOrigin((_request, response) => response.writeHead(200).write('begun'));
    const client = testClient();
    const aborted = AbortSignal.abort();
    expect(await client.get({ url: origin.url, signal: aborted })).toEqual({ status: 'aborted' });
    expect(origin.connections).toBe(0);
    const controller = new AbortController();
    const under = client.get({ url: origin.url, signal: controller.signal });
    setImmediate(() => controller.abort());
    expect(await under).toEqual({ status: 'aborted' });
    const last = client.get({ url: origin.url });
    await Promise.all([client.close(), client.close()]);
    expect(await last).toEqual({ status: 'aborted' });
    expect(await client.get({ url: origin.url })).toEqual({ status: 'aborted' });
  });

  it('ends as aborted when closed while it waits for a connection', async () => {
    const origin = await httpOrigin(() => undefined);
    const client = testClient({ hostConnections: 1 });
    const waiting = [1, 2, 3].map((path) => client.get({ url: `${origin.url}/${path}` }));
    await client.close();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ status: 'aborted' })));
  });

  it('uses connections again, after errors and redirects too', async () => {
    const origin = await httpOrigin((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { Location: '/' }).end('moved');
      else response.writeHead(request.url === '/gone' ? 410 : 200).end('x');
    });
    const client = testClient({ hostConnections: 1 });
    for (const path of ['/', '/gone', '/moved', '/']) await client.get({ url: origin.url + path });
    expect(origin.connections).toBe(1);
  });

  it('opens no more connections to an origin than set', async () => {
    const origin = await httpOrigin((_request, response) => response.end('x'));
    const client = testClient({ hostConnections: 3 });
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => client.get({ url: origin.url })));
    expect(outcomes.every(({ status }) => status === 'ok')).toBe(true);
    expect(origin.connections).toBeLessThanOrEqual(3);
  });
});

describe('trace', () => {
  it('tells of each hop its URL, its connection, its answer and its headers', async () => {
    const origin = await httpOrigin((request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/end' }).end();
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>');
    });
    const { outcome, hops } = await testClient().trace({ url: origin.url });
    expect(outcome).toMatchObject({ status: 'ok', url: `${origin.url}/end` });
    expect(hops).toMatchObject([
      {
        url: `${origin.url}/`,
        connection: { hostname: '127.0.0.1', addresses: ['127.0.0.1'], address: '127.0.0.1', secureMs: null },
        httpStatus: 302,
        headers: { location: '/end' },
      },
      {
        url: `${origin.url}/end`,
        httpStatus: 200,
        headers: { 'content-type': 'text/html' },
      },
    ]);
  });

  it('tells how far a request came that failed, and of none where the guard refused', async () => {
    const resolver = async (): Promise<string[]> => ['127.0.0.9', '127.0.0.1'];
    const refused = await testClient({ resolver }).trace({ url: 'http://mixed.example.com/' });
    expect(refused.outcome).toMatchObject({ status: 'refused', rule: 'address' });
    expect(refused.hops).toMatchObject([{ httpStatus: null, connection: { addresses: [], address: null } }]);
    expect((await testClient().trace({ url: 'http://10.0.0.1/' })).hops).toEqual([]);
  });
});

describe('redirects', () => {
  it.each([
    [[301, 308], true],
    [[301, 302], false],
    [[307], false],
    [[303, 301], false],
  ])('name a permanent URL for %o only when all are permanent', async (statuses, isPermanent) => {
    const origin = await httpOrigin((request, response) => {
      const status = statuses[Number(request.url?.slice(1))];
      if (status === undefined) response.end('here');
      else response.writeHead(status, { Location: `/${Number(request.url?.slice(1)) + 1}` }).end();
    });
    const final = `${origin.url}/${statuses.length}`;
    expect(await testClient().get({ url: `${origin.url}/0` })).toMatchObject({
      status: 'ok',
      url: final,
      permanentUrl: isPermanent ? final : null,
    });
  });

  it('keep credentials at their origin', async () => {
    const seen: (string | undefined)[] = [];
    const other = await httpOrigin((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/') response.writeHead(302, { Location: `${first.url}/back` }).end();
      else response.end();
    });
    const first = await httpOrigin((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/') response.writeHead(302, { Location: '/same' }).end();
      else if (request.url === '/same') response.writeHead(302, { Location: other.url }).end();
      else response.end('done');
    });
    const outcome = await testClient().get({ url: first.url, authorization: 'Bearer secret' });
    expect(outcome).toMatchObject({ status: 'ok', url: `${first.url}/back` });
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', undefined, undefined]);
  });

  it('end after ten, in a loop and with a growing URL', async () => {
    const paths: string[] = [];
    const origin = await httpOrigin((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(302, { Location: request.url === '/loop' ? '/loop' : `${request.url}aa` }).end();
    });
    const refusal = { status: 'refused', rule: 'redirects', message: 'More than 10 redirects.' };
    expect(await testClient().get({ url: `${origin.url}/loop` })).toEqual(refusal);
    expect(await testClient().get({ url: `${origin.url}/grow` })).toEqual(refusal);
    expect(paths).toHaveLength(22);
  });

  it('name the host that failed where they led to another one', async () => {
    const origin = await httpOrigin((_request, response) =>
      response.writeHead(302, { Location: 'http://gone.example.com:8080/' }).end(),
    );
    const resolver = (): Promise<string[]> =>
      Promise.reject(Object.assign(new Error(), { code: 'ETIMEOUT' }));
    expect(await testClient({ resolver }).get({ url: origin.url })).toMatchObject({
      status: 'network',
      code: 'ETIMEOUT',
      at: 'gone.example.com:8080',
    });
  });

  it('without a Location are refused', async () => {
    const origin = await httpOrigin((_request, response) => response.writeHead(302).end());
    expect(await testClient().get({ url: origin.url })).toEqual({
      status: 'refused',
      rule: 'location',
      message: '127.0.0.1 answered 302 without saying where to.',
    });
  });

  it('to a URL of 9 KB are refused', async () => {
    const origin = await httpOrigin((_request, response) =>
      response.writeHead(302, { Location: `/${'a'.repeat(9_000)}` }).end(),
    );
    expect(await testClient().get({ url: origin.url })).toMatchObject({ status: 'refused', rule: 'url' });
  });

  it('read a Location in UTF-8', async () => {
    const origin = await rawOrigin((socket, request) => {
      const isFirst = request.startsWith('GET / ');
      socket.end(
        isFirst
          ? 'HTTP/1.1 302 Found\r\nLocation: /жук\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
          : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      );
    });
    expect(await testClient().get({ url: origin.url })).toMatchObject({
      status: 'ok',
      url: `${origin.url}/%D0%B6%D1%83%D0%BA`,
    });
  });

  it.each(['http://169.254.169.254/latest/meta-data/', 'http://[::ffff:127.0.0.1]/', '//0x7f.2/'])(
    'to %s are refused',
    async (location) => {
      const origin = await httpOrigin((_request, response) =>
        response.writeHead(301, { Location: location }).end('secret'),
      );
      const outcome = await testClient().get({ url: origin.url });
      expect(outcome).toMatchObject({ status: 'refused', rule: 'address' });
      expect(JSON.stringify(outcome)).toMatch(/A redirect was refused\. .* may not be requested/);
      expect(JSON.stringify(outcome)).not.toContain('secret');
    },
  );
});

describe('names', () => {
  const loopback = '127.0.0.1';

  it('lead to no loopback address, alone or among good ones', async () => {
    const canary = await silentOrigin();
    const answers: Record<string, string[]> = {
      'alone.example.com': [loopback],
      'mixed.example.com': ['93.184.215.14', loopback],
      'six.example.com': ['93.184.215.14', '::1'],
      'mapped.example.com': ['::ffff:127.0.0.1'],
    };
    const client = createWebClient({ userAgent: 'x', resolver: async (name) => answers[name] ?? [] });
    for (const name of Object.keys(answers)) {
      const outcome = await client.get({ url: `http://${name}:${canary.port}/` });
      expect(outcome).toMatchObject({ status: 'refused', rule: 'address' });
    }
    expect(canary.connections).toBe(0);
    await client.close();
  });

  it('that change their answer to loopback are refused at the next connection', async () => {
    const canary = await silentOrigin();
    // 127.0.0.2 stands for a public address: opened by the policy, and nothing listens there.
    const open = '127.0.0.2';
    const hostile = [
      [loopback],
      ['::1'],
      ['::ffff:127.0.0.1'],
      [open, loopback],
      [open, '::ffff:7f00:1'],
      ['0.0.0.0'],
    ];
    let asked = 0;
    // Each name is public when it is asked for first, and leads back home afterwards.
    const resolver = async (): Promise<string[]> => {
      asked += 1;
      return asked % 2 === 1 ? [open] : (hostile[(asked / 2) % hostile.length] ?? []);
    };
    const client = testClient({ allowPrivate: [open], resolver });
    const connect = vi.spyOn(net, 'connect');
    const ends = new Map<string, number>();
    for (let round = 0; round < 10_000; round += 1) {
      const outcome = await client.get({ url: `http://rebound.example.com:${canary.port}/` });
      ends.set(outcome.status, (ends.get(outcome.status) ?? 0) + 1);
    }
    expect(Object.fromEntries(ends)).toEqual({ network: 5_000, refused: 5_000 });
    const hosts = connect.mock.calls.map(([target]: unknown[]) => (target as net.TcpNetConnectOpts).host);
    expect(new Set(hosts)).toEqual(new Set([open]));
    expect(canary.connections).toBe(0);
    vi.restoreAllMocks();
  });

  it('that are refused read the same whether the port is open or closed', async () => {
    const canary = await silentOrigin();
    const client = createWebClient({ userAgent: 'x', resolver: async () => [loopback] });
    const said = async (url: string) => JSON.stringify(await client.get({ url })).replaceAll(/:\d+/g, '');
    for (const host of [loopback, 'news.example.com'])
      expect(await said(`http://${host}:${canary.port}/`)).toBe(await said(`http://${host}:1024/`));
    expect(canary.connections).toBe(0);
    await client.close();
  });

  it('that an operator opened are reached, and localhost needs no resolver', async () => {
    const origin = await httpOrigin((request, response) => response.end(request.headers.host));
    const resolver = async (name: string): Promise<string[]> => {
      if (name === 'localhost') throw new Error('asked for localhost');
      return [loopback];
    };
    const client = testClient({ allowPrivate: ['localhost', `newsroom:${origin.port}`], resolver });
    for (const host of [`localhost:${origin.port}`, `newsroom:${origin.port}`]) {
      const outcome = await client.get({ url: `http://${host}/` });
      expect(outcome.status === 'ok' && outcome.body.toString()).toBe(host);
    }
  });

  it.each([
    ['ENOTFOUND', 'the name does not exist'],
    ['ESERVFAIL', 'its name server failed'],
    ['ETIMEOUT', 'no name server answered in time'],
  ])('that fail with %s are named in words', async (code, words) => {
    const resolver = (): Promise<string[]> => Promise.reject(Object.assign(new Error(code), { code }));
    expect(await testClient({ resolver }).get({ url: 'http://news.example.com/' })).toEqual({
      status: 'network',
      code,
      message: `news.example.com could not be resolved: ${words}.`,
    });
  });
});
