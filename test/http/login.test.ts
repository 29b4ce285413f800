// The ways to be known: a token, a login, the data folder, and loopback as long as no token was ever made.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/server.js';
import { type Serving, startServing, TOKEN, tokenFor } from './serving.js';

const NAME = 'feeds.example.org';
let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded', [], { FEEDMILL_PUBLIC_URL: `https://${NAME}` });
});
afterAll(() => serving.stop());
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const browser = { accept: 'text/html,application/xhtml+xml' };

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${serving.url}${path}`, { headers, redirect: 'manual' });
}
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${serving.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { ...browser, ...headers },
    redirect: 'manual',
  });
async function cookieFor(token: string): Promise<string> {
  const answer = await post('/login', { token });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
/** The answer under another host's name, which fetch does not send. */
async function under(
  host: string,
  {
    path,
    method = 'GET',
    headers = {},
    body = '',
  }: { path: string; method?: string; headers?: Record<string, string>; body?: string },
): Promise<IncomingMessage> {
  const sent = httpRequest(`${serving.url}${path}`, {
    method,
    headers: { ...headers, host },
    agent: false,
  }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

describe('the login', () => {
  it('is where a browser without a session is sent, and leads back', async () => {
    const away = await get('/articles?q=harbour&state=stored', browser);
    expect([away.status, away.headers.get('location')]).toEqual([
      303,
      '/login?to=%2Farticles%3Fq%3Dharbour%26state%3Dstored',
    ]);
    const page = await (await get(away.headers.get('location') ?? '', browser)).text();
    expect(page).toContain('name="to" value="/articles?q=harbour&amp;state=stored"');
    const back = await post('/login', { token: TOKEN, to: '/articles?q=harbour&state=stored' });
    expect([back.status, back.headers.get('location')]).toEqual([303, '/articles?q=harbour&state=stored']);
  });

  it('is not where a program is sent', async () => {
    const answer = await get('/api/feeds');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Feedmill", charset="UTF-8", Bearer realm="Feedmill"',
    ]);
    expect(await answer.json()).toMatchObject({
      code: 'UNAUTHORIZED',
      type: 'about:blank',
      title: 'Unauthorized',
    });
  });

  it('leads to no other server', async () => {
    for (const to of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      'javascript:alert(1)',
    ]) {
      const answer = await post('/login', { token: TOKEN, to });
      expect([to, answer.headers.get('location')]).toEqual([to, '/']);
      expect(await (await get(`/login?to=${encodeURIComponent(to)}`)).text()).toContain(
        'name="to" value="/"',
      );
    }
  });

  it('turns a token into a cookie that scripts and other sites cannot use, and of which the server keeps a hash', async () => {
    const answer = await post('/login', { token: TOKEN });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^feedmill=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(await (await get('/', { ...browser, cookie })).text()).toContain('FEEDMILL_TOKEN, admin');
    expect((await get('/login', { ...browser, cookie })).headers.get('location')).toBe('/');
    expect((await get('/', { ...browser, cookie: `${cookie.slice(0, -1)}!` })).status).toBe(303);
  });

  it('gives a cookie that is bound to TLS under the name that is reached through TLS', async () => {
    const body = new URLSearchParams({ token: TOKEN }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: `https://${NAME}` };
    const answer = await under(NAME, { path: '/login', method: 'POST', headers, body });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-feedmill=[\w-]{43}; Path=\/; .*SameSite=Strict; Secure$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    const pair = cookie.split(';')[0] ?? '';
    expect((await under(NAME, { path: '/', headers: { ...browser, cookie: pair } })).statusCode).toBe(200);
    // Without the prefix another name of the site could have set it.
    const planted = pair.replace('__Host-', '');
    expect((await under(NAME, { path: '/', headers: { ...browser, cookie: planted } })).statusCode).toBe(303);
    expect((await get('/livez')).headers.get('strict-transport-security')).toBeNull();
  });

  it('ends with the logout', async () => {
    const cookie = await cookieFor(TOKEN);
    const out = await post('/logout', {}, { cookie });
    expect([out.status, out.headers.get('location'), out.headers.get('set-cookie')]).toEqual([
      303,
      '/login',
      'feedmill=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
    ]);
    expect((await get('/', { ...browser, cookie })).status).toBe(303);
  });

  it('ends when its token is revoked', async () => {
    const cookie = await cookieFor(await tokenFor(serving, 'read', 'to be revoked'));
    expect((await get('/api/feeds', { cookie })).status).toBe(200);
    await serving.ask(`/api/tokens/${encodeURIComponent('to be revoked')}`, { method: 'DELETE' });
    expect((await get('/api/feeds', { cookie })).status).toBe(401);
  });

  it('ends when FEEDMILL_TOKEN is another one', async () => {
    const cookie = await cookieFor(TOKEN);
    const { service } = serving;
    const settings = { ...service.ports.settings, token: 'another-token-of-length' };
    const app = await createApp({ ...service, ports: { ...service.ports, settings } });
    stops.push(() => app.close());
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    expect((await fetch(`${url}/api/feeds`, { headers: { cookie } })).status).toBe(401);
    expect((await get('/api/feeds', { cookie })).status).toBe(200);
  });

  it('takes ten wrong tokens a minute from an address, and stays open for tokens that were made', async () => {
    const made = await tokenFor(serving, 'read', 'in the crowd');
    const wrong = (): Promise<Response> => post('/login', { token: 'a wrong token' });
    const statuses = [];
    for (let n = 0; n < 10; n++) statuses.push((await wrong()).status);
    expect(statuses).toEqual(Array(10).fill(401));
    const limited = await wrong();
    expect([limited.status, Number(limited.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await limited.text()).toContain('Too many wrong tokens came from this address.');
    const program = await get('/api/feeds', { authorization: `Bearer ${TOKEN}` });
    expect([program.status, program.headers.get('content-type')]).toEqual([
      429,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await program.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect((await get('/api/feeds', { authorization: `Bearer ${made}` })).status).toBe(200);
    const logged = serving.lines.filter(({ status }) => status === 429);
    expect(logged).toContainEqual(expect.objectContaining({ level: 40, address: '127.0.0.1' }));
  });
});

describe('a service on loopback without any token', () => {
  it('asks for none until the first is made, and then for good', async () => {
    const open = await startServing('embedded', [], {
      FEEDMILL_TOKEN: '',
      FEEDMILL_PUBLIC_URL: `https://${NAME}`,
    });
    stops.push(() => open.stop());
    const status = async (headers: Record<string, string> = {}): Promise<number> =>
      (await fetch(`${open.url}/api/feeds`, { headers })).status;
    expect(await status()).toBe(200);
    expect(await status({ 'x-forwarded-for': '203.0.113.9' })).toBe(401);
    const { app, service } = open;
    expect(await service.ports.store.tokens.any()).toBe(false);
    const local = { host: 'localhost' };
    const byName = { url: '/api/feeds', headers: { host: NAME } };
    expect((await app.inject(byName)).statusCode).toBe(421);
    const token = await app.inject({
      method: 'POST',
      url: '/api/tokens',
      headers: local,
      payload: { name: 'first', scope: 'read' },
    });
    expect(token.statusCode).toBe(201);
    expect(await status()).toBe(401);
    await app.inject({ method: 'DELETE', url: '/api/tokens/first', headers: local });
    expect(await status()).toBe(401);
    // A process that has not seen it open keeps it shut as well.
    const fresh = await createApp(service);
    stops.unshift(() => fresh.close());
    const url = await fresh.listen({ host: '127.0.0.1', port: 0 });
    expect((await fetch(`${url}/api/feeds`)).status).toBe(401);
    for (const one of [{ ...byName, headers: local }, byName])
      expect((await app.inject(one)).statusCode).toBe(200);
  });
});
