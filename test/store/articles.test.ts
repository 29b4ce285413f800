import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../src/store/articles.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, newArticle, publish, settle } from '../support/rows.js';

const story: Story = {
  articleId: 0,
  host: 'a.example',
  textHash: 'text',
  storyKey: 'key',
  title: 'A title',
  isLong: false,
  isThin: false,
};

describe.each(storeModes)('createArticles on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  it('makes an article of a URL that is new, and none of one that is known', async () => {
    const known = newArticle({ hints: { title: 'First', byline: [], publishedAt: null, language: null } });
    const id = await addArticle(store, known);
    const fresh = newArticle();
    const found = await store.articles.discover([
      { ...known, hints: { title: 'Second', byline: [], publishedAt: null, language: null } },
      fresh,
    ]);
    expect(found.get(known.urlKey)).toEqual({ id, isNew: false });
    expect(found.get(fresh.urlKey)).toMatchObject({ isNew: true });
    expect(await store.articles.find(id)).toMatchObject({ state: 'discovered', hints: { title: 'First' } });
  });

  it('tells what a feed wrote in lately, leaving out what is no language', async () => {
    const feedId = await addFeed(store);
    expect(await store.articles.languageOfFeed(feedId)).toBeNull();
    for (const language of ['fr', 'de', 'und', 'de', 'und', 'und'])
      await publish(store, { language, article: { feedId } });
    expect(await store.articles.languageOfFeed(feedId)).toBe('de');
  });

  it('makes one article of a URL that stands twice in one list', async () => {
    const twice = newArticle();
    const found = await store.articles.discover([twice, twice]);
    expect([...found.values()]).toMatchObject([{ isNew: true }]);
  });

  it('makes each article once when lists with the same URLs in other orders come at once', async () => {
    const list = Array.from({ length: 1_100 }, () => newArticle());
    const answers = await Promise.all(
      [list, [...list].reverse(), list, [...list].reverse()].map((one) =>
        store.transaction((tx) => tx.articles.discover(one)),
      ),
    );
    const ids = answers.map((found) => list.map(({ urlKey }) => found.get(urlKey)?.id));
    expect(new Set(ids[0]).size).toBe(list.length);
    for (const other of ids) expect(other).toEqual(ids[0]);
    const claims = answers.flatMap((found) => [...found.values()].filter(({ isNew }) => isNew));
    expect(claims).toHaveLength(list.length);
  });

  it('finds an article by id and by key, and answers null for none', async () => {
    const article = newArticle();
    const id = await addArticle(store, article);
    const found = await store.articles.find(id);
    expect(found).toMatchObject({ id, url: article.url, host: 'news.example' });
    expect(await store.articles.findByKey(article.urlKey)).toEqual(found);
    expect(await store.articles.find(0)).toBeNull();
    expect(await store.articles.findByKey('unheard')).toBeNull();
  });

  it('keeps hostile text and a URL of 5 KB', async () => {
    const given = newArticle({
      url: `https://news.example/${'%F0%9F%93%B0'.repeat(420)}`,
      hints: {
        title: `'; drop table articles; -- " \\ \\u0000 % _ \u{1F4F0} \u202E`,
        byline: ['{"a"}', ',', '\\'],
        publishedAt: '9999-12-31T23:59:59.999Z',
        language: 'x'.repeat(1_000),
      },
    });
    expect(given.url.length).toBeGreaterThan(5_000);
    const id = await addArticle(store, given);
    expect(await store.articles.find(id)).toMatchObject({ url: given.url, hints: given.hints });
  });

  it('has a twin in the oldest stored article with the same text on the same host', async () => {
    const text = 'The very same text.';
    const on = (host: string) => ({ text, article: { url: `https://${host}/${Math.random()}` } });
    const { articleId, revision } = await publish(store, on('twins.example'));
    const { text_hash: textHash } = revision;
    const twinOf = (id: number, host = 'twins.example', more: Partial<Story> = {}) =>
      store.articles.twin({ ...story, articleId: id, host, textHash, title: revision.title, ...more });
    expect(await twinOf(articleId)).toBeNull();
    expect(await twinOf(0)).toBe(articleId);
    expect(await twinOf(0, 'elsewhere.example')).toBeNull();
    expect(await twinOf(0, undefined, { title: revision.title?.toUpperCase() ?? null })).toBe(articleId);
    expect(await twinOf(0, undefined, { title: 'Another story' })).toBeNull();
    expect(await twinOf(0, undefined, { title: null })).toBeNull();
    expect(await twinOf(0, undefined, { title: 'Another headline', isLong: true })).toBe(articleId);
    await publish(store, on('twins.example'));
    expect(await twinOf(0)).toBe(articleId);
    await settle(store, articleId, { state: 'failed' });
    expect(await twinOf(0)).not.toBe(articleId);
  });

  it('has a twin under the same canonical address only with the same title', async () => {
    const { articleId } = await publish(store, {
      title: 'One story',
      article: { url: 'https://story.example/1' },
    });
    await settle(store, articleId, { story_key: 'one-key' });
    const twinOf = (title: string | null) =>
      store.articles.twin({ ...story, host: 'story.example', storyKey: 'one-key', title });
    expect(await twinOf('One story')).toBe(articleId);
    expect(await twinOf('Another story')).toBeNull();
    expect(await twinOf(null)).toBeNull();
  });

  it('has a thin twin only if it is thin itself, and none by its text', async () => {
    const { articleId, revision } = await publish(store, {
      title: 'Little',
      article: { url: 'https://thin.example/1' },
    });
    await settle(store, articleId, { state: 'thin', story_key: 'thin-key' });
    const twinOf = (isThin: boolean, storyKey: string) => {
      const { text_hash: textHash } = revision;
      return store.articles.twin({
        articleId: 0,
        host: 'thin.example',
        textHash,
        storyKey,
        title: 'Little',
        isLong: false,
        isThin,
      });
    };
    expect(await twinOf(true, 'thin-key')).toBe(articleId);
    expect(await twinOf(false, 'thin-key')).toBeNull();
    expect(await twinOf(true, 'other-key')).toBeNull();
  });

  it('lets one transaction at a time have the lock of a story', async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let locked = (): void => undefined;
    const firstHas = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const first = store.transaction(async (tx) => {
      await tx.articles.lockStory(story);
      locked();
      await held;
      order.push('first ends');
    });
    await firstHas;
    const second = store.transaction(async (tx) => {
      await tx.articles.lockStory(story);
      order.push('second has it');
    });
    // The second one's statement is sent before the first is let go.
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first ends', 'second has it']);
  });
});
