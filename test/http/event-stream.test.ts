// Guards against events that a stream loses, doubles or keeps from others; a browser would show nothing of it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp, listen } from '../../src/http/server.js';
import type { NewEvent } from '../../src/store/events.js';
import { until } from '../support/until.js';
import { type Serving, startServing, TOKEN } from './serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('embedded');
});
afterAll(() => serving.stop());

interface Told {
  id: string;
  event: string;
  data: { articleId?: number; [name: string]: unknown };
}
interface Listener {
  /** The events so far. */
  told: Told[];
  /** The id that the client would come back with. */
  lastId(): string;
  leave(): void;
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
}

const open = new Set<Listener>();
afterEach(() => {
  for (const listener of open) listener.leave();
  open.clear();
});

async function listenTo(
  query: string,
  headers: Record<string, string> = {},
  url = serving.url,
): Promise<Listener> {
  const controller = new AbortController();
  const answer = await fetch(`${url}/api/events/stream${query}`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    signal: controller.signal,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const told: Told[] = [];
  let lastId = '';
  const take = (block: string): void => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
    lastId = fields.get('id') ?? lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    told.push({ id: lastId, event: fields.get('event') ?? '', data: JSON.parse(data) as Told['data'] });
  };
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = `${text}${chunk}`.split('\n\n');
      text = blocks.pop() ?? '';
      blocks.forEach(take);
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  const listener = { told, lastId: () => lastId, leave: () => controller.abort(), ended };
  open.add(listener);
  await until('the stream has begun', () => lastId !== '');
  return listener;
}

const record = (articleId: number, more: Partial<NewEvent> = {}): Promise<void> =>
  serving.service.ports.store.events.record({
    type: 'article.stored',
    articleId,
    revisionId: articleId,
    language: 'en',
    data: { title: `Article ${articleId}\n\nid: 7` },
    ...more,
  });
const articlesOf = ({ told }: Listener) => told.map(({ data }) => data.articleId);

describe('mountEventStream', () => {
  it('tells what happens while a client listens, and goes on where it was without loss or repetition', async () => {
    await record(1);
    const first = await listenTo('');
    await record(2);
    await record(3);
    await until('both are told', () => first.told.length === 2);
    expect(first.told[0]).toMatchObject({
      event: 'article.stored',
      data: { articleId: 2, language: 'en', data: { title: 'Article 2\n\nid: 7' } },
    });
    first.leave();
    for (let n = 4; n < 260; n++) await record(n);
    const second = await listenTo('?after=0', { 'last-event-id': first.lastId() });
    await until('the rest is told', () => second.told.length >= 256);
    await record(260);
    await until('the newest is told', () => articlesOf(second).includes(260));
    expect(articlesOf(second)).toEqual(Array.from({ length: 257 }, (_, n) => n + 4));
  });

  it('keeps to types, feed and language, and comes back behind what they left out', async () => {
    const listener = await listenTo('?types=article.stored,feed.failing&language=de&feed=5');
    await record(300, { language: 'de', feedId: 5 });
    await record(301, { language: 'en', feedId: 5 });
    await record(302, { language: 'de', feedId: 6 });
    await record(303, { type: 'article.revised', language: 'de', feedId: 5 });
    const latest = await serving.service.ports.store.events.latest();
    await until('all are passed', () => listener.lastId() === String(latest));
    expect(articlesOf(listener)).toEqual([300]);
  });

  it('says first when a client was away for longer than events are kept', async () => {
    const { store, now } = serving.service.ports;
    await record(400);
    const old = await store.events.latest();
    await record(401);
    await store.events.latest();
    await store.events.prune(new Date(now().getTime() + 86_400_000), 10_000);
    await record(402);
    const back = await listenTo('', { 'last-event-id': String(old) });
    const ahead = await listenTo('?after=999999');
    await until('it is told', () => back.told.length === 2 && ahead.told.length === 1);
    expect(back.told).toMatchObject([
      { event: 'gap', data: { after: old, standing: 'expired' } },
      { event: 'article.stored', data: { articleId: 402 } },
    ]);
    expect(ahead.told).toMatchObject([{ event: 'gap', data: { after: 999999, standing: 'ahead' } }]);
    const page = await serving.ask(`/api/events?after=${old}&limit=1`);
    expect(await page.json()).toMatchObject({ gap: 'expired', events: [{ articleId: 402 }] });
  });

  it('refuses one client too many until another one leaves, and what is no id', async () => {
    const listeners = await Promise.all(Array.from({ length: 50 }, () => listenTo('')));
    const refused = await serving.ask('/api/events/stream');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'BUSY' });
    listeners[0]?.leave();
    const isFree = async (): Promise<boolean> => {
      const answer = await fetch(`${serving.url}/api/events/stream`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      await answer.body?.cancel();
      return answer.status === 200;
    };
    await until('a place is free', isFree);
    const wrong = await serving.ask('/api/events/stream', { headers: { 'last-event-id': 'x' } });
    expect(wrong.status).toBe(400);
    expect((await serving.ask('/api/events?types=article.stored,nothing')).status).toBe(400);
  });

  it('ends its streams when the server closes, which would wait for them', async () => {
    const app = await createApp(serving.service);
    const { url } = await listen(app, serving.place.settings);
    const listener = await listenTo('', {}, url);
    await app.close();
    await listener.ended;
  });
});
