// Guards the list of changes: a change without a row would work all the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeView } from '../../src/http/contract-access.js';
import { addFeed } from '../support/rows.js';
import { type Serving, startServing, TOKEN, tokenFor } from './serving.js';

let serving: Serving;
let feedId: number;
let keys: Record<'read' | 'operate', string>;
beforeAll(async () => {
  serving = await startServing('embedded');
  feedId = await addFeed(serving.service.ports.store, {
    url: 'https://paper.example/feed.xml?key=very-secret',
  });
  keys = {
    read: await tokenFor(serving, 'read', 'monitor'),
    operate: await tokenFor(serving, 'operate', 'night shift'),
  };
});
afterAll(() => serving.stop());

async function latest(query = 'limit=1'): Promise<Partial<ChangeView>[]> {
  const answer = await serving.ask(`/api/changes?${query}`);
  return ((await answer.json()) as { changes: ChangeView[] }).changes;
}
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('recordChanges', () => {
  it('tells who changed what over the API, by ids and with the outcome', async () => {
    const answer = await serving.ask(`/api/feeds/${feedId}`, {
      method: 'PATCH',
      body: { state: 'paused' },
      headers: bearer(keys.operate),
    });
    expect(await latest()).toEqual([
      {
        id: expect.any(Number) as number,
        at: expect.any(String) as string,
        caller: 'night shift',
        callerKind: 'token',
        tokenId: expect.any(Number) as number,
        address: '127.0.0.1',
        method: 'PATCH',
        route: '/api/feeds/:feed',
        subject: { feed: feedId, state: 'paused' },
        requestId: answer.headers.get('x-request-id'),
        status: 200,
      },
    ]);
  });

  it('tells of a feed that was named by its address the id and the site, and of a token its name', async () => {
    const named = encodeURIComponent('https://paper.example/feed.xml?key=very-secret');
    await serving.ask(`/api/feeds/${named}/poll`, { method: 'POST', headers: bearer(keys.operate) });
    expect(await latest()).toMatchObject([{ route: '/api/feeds/:feed/poll', subject: { feed: feedId } }]);
    await serving.ask(`/api/feeds/${named}-unknown`, { method: 'DELETE', headers: bearer(keys.operate) });
    expect(await latest()).toMatchObject([{ subject: { feed: 'paper.example' }, status: 404 }]);
    const made = await tokenFor(serving, 'admin', 'second chief');
    expect(await latest()).toMatchObject([
      { route: '/api/tokens', subject: { name: 'second chief', scope: 'admin' } },
    ]);
    const all = JSON.stringify(await latest('limit=500'));
    expect(all).not.toContain('very-secret');
    for (const secret of [made, keys.operate, TOKEN]) expect(all).not.toContain(secret);
  });

  it('tells of forms, the dashboard, the login and commands', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const login = await fetch(`${serving.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: keys.operate }),
      redirect: 'manual',
    });
    expect(await latest()).toMatchObject([
      { route: '/login', caller: 'night shift', callerKind: 'session', status: 303 },
    ]);
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    await fetch(`${serving.url}/hosts`, {
      method: 'POST',
      body: 'host=paper.example&seconds=2&act=set',
      headers: { ...form, cookie, origin: serving.url },
      redirect: 'manual',
    });
    expect(await latest()).toMatchObject([
      {
        route: '/hosts',
        caller: 'night shift',
        callerKind: 'session',
        subject: { page: '/hosts' },
        status: 303,
      },
    ]);
    await serving.ask('/queues/api/queues/tag/pause', { method: 'PUT' });
    expect(await latest()).toMatchObject([
      {
        route: '/queues/api/queues/:queueName/pause',
        caller: 'FEEDMILL_TOKEN',
        subject: { queueName: 'tag' },
      },
    ]);
    await serving.app.inject({
      method: 'PATCH',
      url: '/api/hosts/paper.example',
      headers: { host: 'localhost' },
      payload: { delayMs: null },
    });
    expect(await latest()).toMatchObject([
      {
        route: '/api/hosts/:host',
        caller: 'this machine',
        callerKind: 'local',
        address: null,
        subject: { host: 'paper.example' },
      },
    ]);
  });

  it('tells of what was refused and what could not be read, and of no question', async () => {
    await serving.ask('/api/feeds', {
      method: 'POST',
      body: { urls: ['https://x.example/'] },
      headers: bearer(keys.read),
    });
    expect(await latest()).toMatchObject([{ caller: 'monitor', route: '/api/feeds', status: 403 }]);
    await serving.ask('/api/feeds', { method: 'POST', body: '{' });
    expect(await latest()).toMatchObject([{ caller: 'FEEDMILL_TOKEN', route: '/api/feeds', status: 400 }]);
    const [before] = await latest();
    await serving.ask('/api/ingest/progress', { method: 'POST', body: { mark: 0, feedIds: [] } });
    await serving.ask('/api/feeds', { method: 'POST', headers: bearer('a wrong token') });
    expect(await latest()).toEqual([before]);
  });

  it('makes no change that it cannot record', async () => {
    const { store } = serving.service.ports;
    const { begin } = store.changes;
    Object.assign(store.changes, { begin: () => Promise.reject(new Error('no room for another row')) });
    const answer = await serving.ask(`/api/feeds/${feedId}`, { method: 'DELETE' });
    Object.assign(store.changes, { begin });
    expect(answer.status).toBe(500);
    expect(await store.feeds.find(feedId)).toMatchObject({ id: feedId });
  });

  it('is asked for parts of who and what, page by page', async () => {
    const shift = await latest('who=NIGHT&limit=500');
    expect(shift.length).toBeGreaterThan(2);
    expect(new Set(shift.map(({ caller }) => caller))).toEqual(new Set(['night shift']));
    expect(await latest('what=PATCH%20/api/hosts')).toMatchObject([{ route: '/api/hosts/:host' }]);
    expect(await latest('who=%25')).toEqual([]);
    const { next } = (await (await serving.ask('/api/changes?limit=2')).json()) as { next: number };
    const all = await latest('limit=500');
    expect(await latest(`before=${next}&limit=500`)).toEqual(all.slice(2));
    const page = await (await serving.ask('/changes?who=monitor')).text();
    expect(page).toContain('POST /api/feeds');
    expect(page).toContain('refused (403)');
    expect(page).not.toContain('night shift');
  });
});
