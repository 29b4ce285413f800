import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storableText } from '../../src/feeds/storable.js';
import type { SearchHit } from '../../src/store/search.js';
import { snippetParts } from '../../src/store/search-snippet.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, addFeed, publish, seenItem, settle } from '../support/rows.js';

const all = { offset: 0, limit: 100 };
const foundIn = (hit: SearchHit | undefined): string[] =>
  snippetParts(hit?.snippet ?? '').flatMap(({ text, isFound }) => (isFound ? [text] : []));

describe.each(storeModes)('createLibrary on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  let zoo: Record<'de' | 'en' | 'zh' | 'ja' | 'th' | 'eo', number>;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
    const put = async (language: string, title: string, text: string) =>
      (await publish(store, { language, title, text })).articleId;
    zoo = {
      de: await put(
        'de-AT',
        'Neues aus dem Wald',
        'Die Förster zählten im Herbst viele alte Häuser und Bäume.',
      ),
      en: await put('en', 'Harbour bridges', 'The council opened two bridges near the harbour. Häuser.'),
      zh: await put('zh-Hans', '北京的新闻', '昨天市政府宣布将在郊区建设新的图书馆。'),
      ja: await put('ja', '東京の天気', '明日の東京は晴れのち曇りでしょう。スカイツリーも見えます。'),
      th: await put('th', 'ข่าววันนี้', 'รัฐบาลไทยประกาศสร้างห้องสมุดแห่งใหม่ในเชียงใหม่'),
      eo: await put('eo', 'Novaĵoj', 'La biblioteko malfermiĝas morgaŭ.'),
    };
  });
  afterAll(() => opened.close());

  const found = async (query: string, filter = {}) =>
    (await store.library.search(query, filter, all)).map(({ id }) => id).sort((a, b) => a - b);

  it.each([
    ['Haus', 'de'],
    ['zählt', 'de'],
    ['opening bridge', 'en'],
    ['"two bridges"', 'en'],
    ['bridges -forest', 'en'],
    ['图书馆', 'zh'],
    ['馆', 'zh'],
    ['北京', 'zh'],
    ['晴れのち', 'ja'],
    ['スカイツリー', 'ja'],
    ['ห้องสมุด', 'th'],
    ['เชียงใหม่', 'th'],
    ['biblioteko', 'eo'],
  ] as const)('finds %s in the article that has it', async (query, language) => {
    expect(await found(query)).toEqual([zoo[language]]);
  });

  it('finds articles by a part of their title, or of what their feed calls them, with no sign of its own', async () => {
    const known = (await publish(store, { title: 'Half of 100 % went_by' })).articleId;
    const hints = { title: 'Half OF 100 % came back', byline: [], publishedAt: null, language: null };
    const waiting = await addArticle(store, { hints });
    const ids = async (words: string) => (await store.library.titled(words, 5)).map(({ id }) => id);
    expect(await ids('half of 100 %')).toEqual([waiting, known]);
    expect(await ids('100 _')).toEqual([]);
    expect(await ids('went_by')).toEqual([known]);
    expect(await store.library.titled('half of', 1)).toHaveLength(1);
  });

  it('takes a language for both of its scripts, and a script for itself', async () => {
    expect(await found('图书馆', { language: 'zh' })).toEqual([zoo.zh]);
    expect(await found('图书馆', { language: 'zh-Hant' })).toEqual([]);
    const listed = await store.library.list({ language: 'zh' }, { before: null, limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([zoo.zh]);
  });

  it('stems in the language of the article, not in another', async () => {
    // German makes "haus" of both; English has no such rule for "Häuser".
    expect(await found('Häuser')).toEqual([zoo.de, zoo.en]);
    expect(await found('Haus', { language: 'de-AT' })).toEqual([zoo.de]);
    expect(await found('Haus', { language: 'en' })).toEqual([]);
  });

  it.each([
    '书图',
    '图馆',
    '京東',
    'ห้องใหม่',
    'bridges zeppelin',
    'bridges -harbour',
    '"bridges two"',
    '',
    ' ',
    '%',
    '_',
  ])('finds nothing for %j', async (query) => expect(await found(query)).toEqual([]));

  it('finds words that their page marks where they may be parted, written with the marks or without', async () => {
    const text = 'Der histo\u00adri\u00adsche Mühl\u00adgraben fließt wieder.';
    const { articleId } = await publish(store, { language: 'de', text });
    expect(await found('Mühlgraben')).toEqual([articleId]);
    expect(await found('Mühl\u00adgraben')).toEqual([articleId]);
    expect(await found('graben')).toEqual([]);
  });

  it('ranks a word in the title before one in the text, and shows where it stands', async () => {
    const text = (await publish(store, { title: 'Of boats', text: 'Then there was a quokka on the boat.' }))
      .articleId;
    const title = (await publish(store, { title: 'A quokka', text: 'It was on the boat.' })).articleId;
    const hits = await store.library.search('quokkas', {}, all);
    expect(hits.map(({ id }) => id)).toEqual([title, text]);
    expect(foundIn(hits[1])).toEqual(['quokka']);
    expect((await store.library.search('quokkas', {}, { offset: 1, limit: 1 })).map(({ id }) => id)).toEqual([
      text,
    ]);
    expect(foundIn((await store.library.search('图书馆', {}, all))[0])).toEqual(['图书馆']);
  });

  it('finds stored articles only, and in one feed those of that feed', async () => {
    const feedId = await addFeed(store);
    const inFeed = await publish(store, { text: 'A wombat sleeps.', article: { feedId } });
    await store.items.record([seenItem(feedId, { article_id: inFeed.articleId })]);
    const gone = await publish(store, { text: 'A wombat walks.' });
    expect(await found('wombat')).toEqual([inFeed.articleId, gone.articleId]);
    expect(await found('wombat', { feedId })).toEqual([inFeed.articleId]);
    await settle(store, gone.articleId, { state: 'failed' });
    expect(await found('wombat')).toEqual([inFeed.articleId]);
  });

  it('answers every search text', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom(
          "'",
          '"',
          '\0',
          '%',
          '_',
          '\\',
          '\ud800',
          '&',
          '|',
          '!',
          '(',
          ')',
          ':',
          '*',
          '<->',
          '-',
          ' ',
          'or',
          'a',
          '图',
          'ー',
          '\u0301',
          'ก',
          '々',
          '\u{1F4F0}',
        ),
        maxLength: 30,
      }),
    );
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom(undefined, 'de', 'zh', 'xx'), async (query, language) => {
        asked++;
        await store.library.search(query, language === undefined ? {} : { language }, all);
      }),
      { numRuns: 60 },
    );
    expect(asked).toBe(60);
  });

  it.each([
    ['one word', 'w'.repeat(1_000_000)],
    ['many words', 'word or '.repeat(125_000)],
    ['one sentence without spaces', '图书馆'.repeat(333_333)],
    ['a word of 3,000 letters beside others', `图 ${'é'.repeat(3_000)} a`],
    ['open quotes and signs', `"-!(${'"-'.repeat(500_000)}`],
    ['an emoji at every end', '\u{1F4F0}'.repeat(250_001)],
  ])('answers a search text of 1 MB: %s', async (_name, query) => {
    expect(await found(query)).toEqual([]);
  });

  it.each([
    ['distinct words', 'en', (n: number) => n.toString(36)],
    [
      'distinct words with hyphens, each of them three entries',
      'en',
      (n: number) => `${(n + 46_656).toString(36)}-${((n * 7_919) % 1_679_616).toString(36)}`,
    ],
    [
      'short words with hyphens',
      'de',
      (n: number) => `${(n % 36_000).toString(36)}x-y${((n * 7_919) % 46_656).toString(36)}`,
    ],
    ['addresses', 'fr', (n: number) => `${n.toString(36)}a.de/${n.toString(36)}`],
    [
      'distinct characters',
      'zh',
      (n: number) => String.fromCodePoint(0x4e00 + (n % 20_000), 0x4e00 + ((n * 7) % 19_997)),
    ],
    ['one word without end', 'en', () => 'abcdefghij'.repeat(10_000)],
  ] as const)('stores a title and a text of 1 MB of %s', async (_name, language, wordOf) => {
    const words: string[] = [];
    for (let n = 0, size = 0; size < 1_000_000; n++) {
      const word = wordOf(n);
      words.push(word);
      size += Buffer.byteLength(word) + 1;
    }
    const text = words.join(' ');
    const { articleId } = await publish(store, { language, title: text, text });
    expect(await store.articles.find(articleId)).toMatchObject({ state: 'stored' });
  });

  it('stores text that was made storable, whatever it held', async () => {
    const text = storableText(`a\0b \ud800 quoll \udfff \u202E ' " \\ % _ <->:* & ! \u{1F4F0}`);
    const { articleId, revision } = await publish(store, { title: text, text });
    expect(revision.text).toBe(text);
    expect(await found('quoll')).toEqual([articleId]);
  });

  it('lists newest first by pages, with the stage of what is on its way', async () => {
    const feedId = await addFeed(store);
    const stored = await publish(store, { language: 'fi', article: { url: 'https://list.example/1' } });
    const waiting = await addArticle(store, { url: 'https://list.example/2' });
    await store.items.record([seenItem(feedId, { article_id: stored.articleId }), seenItem(feedId)]);
    await store.runs.start([waiting], 'scrape', null);
    const ids = async (filter: Parameters<Store['library']['list']>[0], before: number | null = null) =>
      (await store.library.list(filter, { before, limit: 100 })).map(({ id }) => id);
    const list = await store.library.list({ host: 'list.example' }, { before: null, limit: 100 });
    expect(list).toMatchObject([
      { id: waiting, state: 'discovered', stage: 'scrape' },
      { id: stored.articleId, state: 'stored', stage: null, language: 'fi' },
    ]);
    expect(await ids({ host: 'list.example' }, waiting)).toEqual([stored.articleId]);
    expect(await ids({ host: 'list.example', state: 'discovered' })).toEqual([waiting]);
    expect(await ids({ language: 'fi' })).toEqual([stored.articleId]);
    expect(await ids({ feedId })).toEqual([stored.articleId]);
    expect(await ids({ host: 'list.example', since: new Date('2100-01-01') })).toEqual([]);
    expect(await store.library.list({}, { before: null, limit: 1 })).toHaveLength(1);
  });

  it('counts articles by state, stage and language', async () => {
    const before = await store.library.counts();
    await publish(store, { language: 'sv' });
    await store.runs.start([await addArticle(store)], 'scrape', null);
    const after = await store.library.counts();
    expect(after.states).toEqual({
      ...before.states,
      stored: (before.states['stored'] ?? 0) + 1,
      discovered: (before.states['discovered'] ?? 0) + 1,
    });
    expect(after.languages).toEqual({ ...before.languages, sv: 1 });
    expect(after.stages).toEqual({ ...before.stages, scrape: (before.stages['scrape'] ?? 0) + 1 });
  });
});
