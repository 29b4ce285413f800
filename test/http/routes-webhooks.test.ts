import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpOrigin } from '../web/origins.js';
import { type Serving, startServing } from './serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded');
});
afterAll(() => serving.stop());

interface Made {
  webhook: { id: number; url: string };
  secret: string;
}
const asked = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
  (await serving.ask(path, { method, body })).json() as Promise<T>;

describe('/api/webhooks', () => {
  it('tells a secret when it is made and never again, and logs neither it nor the query of the address', async () => {
    let seen: { headers: Record<string, string>; body: string } | null = null;
    const origin = await httpOrigin((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        seen = { headers: request.headers as Record<string, string>, body };
        response.writeHead(202).end();
      });
    });
    const url = `${origin.url}/hook?key=hidden-word`;
    const { webhook, secret } = await asked<Made>('POST', '/api/webhooks', {
      url,
      types: ['article.stored'],
    });
    const path = `/api/webhooks/${webhook.id}`;
    expect(await asked('POST', `${path}/test`, {})).toEqual({ isTaken: true, status: 202, error: null });
    const { headers, body } = seen ?? { headers: {}, body: '' };
    expect(new Verifier(secret).verify(body, headers)).toMatchObject({ type: 'webhook.test' });
    const rotated = await asked<Made>('POST', `${path}/rotate`, {});
    expect(rotated.secret).not.toBe(secret);
    const later = JSON.stringify([await asked('GET', '/api/webhooks'), await asked('GET', path)]);
    const logged = JSON.stringify(serving.lines);
    expect(logged).toContain('/api/webhooks');
    for (const text of [secret, rotated.secret]) {
      expect(later).not.toContain(text);
      expect(logged).not.toContain(text);
    }
    expect(logged).not.toContain('hidden-word');
  });

  it('pauses, resumes, replays and removes a webhook', async () => {
    const { webhook } = await asked<Made>('POST', '/api/webhooks', { url: 'https://example.com/hook' });
    const path = `/api/webhooks/${webhook.id}`;
    expect(await asked('PATCH', path, { state: 'paused' })).toMatchObject({ state: 'paused' });
    expect(await asked('PATCH', path, { state: 'active' })).toMatchObject({ state: 'active' });
    expect(await asked('POST', `${path}/replay`, {})).toEqual({ replayed: 0 });
    expect((await serving.ask(`${path}/replay`, { method: 'POST', body: { delivery: 99 } })).status).toBe(
      404,
    );
    expect(await asked('DELETE', path)).toEqual({ removed: true });
    expect((await serving.ask(path)).status).toBe(404);
  });

  it('refuses an address that may not be requested, a type that is none and a feed that is none', async () => {
    const url = 'https://example.com/hook';
    const cases: [object, number][] = [
      [{ url: 'http://10.0.0.1/hook' }, 400],
      [{ url: 'ftp://example.com/' }, 400],
      [{ url, types: ['article.lost'] }, 400],
      [{ url, feed: 99 }, 404],
    ];
    for (const [body, status] of cases)
      expect((await serving.ask('/api/webhooks', { method: 'POST', body })).status).toBe(status);
  });
});

describe('/webhooks', () => {
  const send = (path: string, fields: Record<string, string>): Promise<Response> =>
    serving.ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('shows a secret once, and removes a webhook only where that is confirmed', async () => {
    const made = await (await send('/webhooks', { url: 'https://example.com/page-hook' })).text();
    const secret = /whsec_[\w+/=]+/.exec(made)?.[0] ?? 'none';
    const path = /href="(\/webhooks\/\d+)"/.exec(made)?.[1] ?? 'none';
    const shown = await (await serving.ask(path)).text();
    expect(shown).toContain('https://example.com/page-hook');
    expect(shown).not.toContain(secret);
    expect((await send(path, { act: 'remove' })).status).toBe(400);
    expect((await serving.ask(path)).status).toBe(200);
    await send(path, { act: 'remove', sure: 'yes' });
    expect((await serving.ask(path)).status).toBe(404);
  });
});
