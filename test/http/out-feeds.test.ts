import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/feeds/parse.js';
import { addDraft, addFeed, publish, seenItem, settle } from '../support/rows.js';
import { type Serving, startServing, TOKEN } from './serving.js';

let serving: Serving;
let feedId: number;
beforeAll(async () => {
  serving = await startServing('embedded');
  const { store } = serving.service.ports;
  feedId = await addFeed(store, { url: 'https://harbour.example/feed', tags: ['city'] });
  const { articleId } = await publish(store, {
    title: 'Gates of the harbour',
    text: 'The ferries came in.',
    html: '<p>The <em>ferries</em> came in.</p>',
    byline: ['Ada Quay'],
    article: { url: 'https://harbour.example/gates' },
  });
  await store.items.record([seenItem(feedId, { article_id: articleId })]);
  const german = { title: 'Tore', text: 'Die Tore stehen offen.', language: 'de' };
  await publish(store, { ...german, article: { url: 'https://hafen.example/tore' } });
});
afterAll(() => serving.stop());

async function titlesOf(path: string): Promise<(string | null)[]> {
  const answer = await serving.ask(path);
  expect(answer.status, path).toBe(200);
  const outcome = parseFeed(await answer.text(), { url: serving.url, now: new Date() });
  if (outcome.status !== 'feed') throw new Error(outcome.message);
  return outcome.feed.items.map(({ title }) => title);
}

describe('mountOutFeeds', () => {
  it.each(['atom', 'json'])('sends a selection as %s that our own reader reads', async (format) => {
    const path = `/out/articles.${format}`;
    expect(await titlesOf(path)).toEqual(['Tore', 'Gates of the harbour']);
    const of: [string, string[]][] = [
      ['language=de', ['Tore']],
      [`feed=${feedId}`, ['Gates of the harbour']],
      ['tag=city', ['Gates of the harbour']],
      ['tag=nothing', []],
      ['host=hafen.example', ['Tore']],
      ['q=ferries', ['Gates of the harbour']],
      ['q=ferries&tag=nothing', []],
      ['limit=1', ['Tore']],
    ];
    for (const [query, titles] of of) expect(await titlesOf(`${path}?${query}`), query).toEqual(titles);
    expect((await serving.ask(`${path}?langauge=de`)).status).toBe(400);
  });

  it('sends the whole clean HTML, and takes the token as a password', async () => {
    const password = Buffer.from(`reader:${TOKEN}`).toString('base64');
    const answer = await fetch(`${serving.url}/out/articles.json?host=harbour.example`, {
      headers: { authorization: `Basic ${password}` },
    });
    expect(answer.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      feed_url: `${serving.url}/out/articles.json?host=harbour.example`,
      items: [{ content_html: '<p>The <em>ferries</em> came in.</p>', authors: [{ name: 'Ada Quay' }] }],
    });
  });

  it('answers 304 until an article is new or revised', async () => {
    const { store } = serving.service.ports;
    const path = '/out/articles.atom?host=changing.example';
    const article = { url: 'https://changing.example/1' };
    const { articleId, revision } = await publish(store, { title: 'Before', article });
    const first = await serving.ask(path);
    const etag = first.headers.get('etag') ?? '';
    const since = first.headers.get('last-modified') ?? '';
    const again = async (headers: Record<string, string>) => (await serving.ask(path, { headers })).status;
    expect(await again({ 'if-none-match': etag })).toBe(304);
    expect(await again({ 'if-none-match': `"other", W/${etag}` })).toBe(304);
    expect(await again({ 'if-modified-since': since })).toBe(304);
    expect(await again({ 'if-none-match': '"other"', 'if-modified-since': since })).toBe(200);
    expect(await again({ 'if-modified-since': 'last week' })).toBe(200);

    const id = await addDraft(store, articleId, { title: 'After' });
    await store.revisions.settle(revision.id, 'past');
    const draft = await store.revisions.find(id);
    if (draft === null) throw new Error('the draft is missing');
    await settle(store, articleId, await store.library.published(draft, new Date()), {
      id,
      state: 'current',
    });
    expect(await again({ 'if-none-match': etag })).toBe(200);
    expect(await titlesOf(path)).toEqual(['After']);
  });
});
