import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../src/feeds/feed.js';
import { contentHash, itemKey, itemLink } from '../../src/feeds/identity.js';

const item = (overrides: Partial<FeedItem> = {}): FeedItem => ({
  id: null,
  idIsPermalink: false,
  url: null,
  title: null,
  summary: null,
  contentHtml: null,
  authors: [],
  categories: [],
  publishedAt: null,
  updatedAt: null,
  enclosures: [],
  language: null,
  extra: {},
  ...overrides,
});
const words = fc.option(fc.string({ unit: 'grapheme' }));
const anyItem = fc
  .record({
    id: words,
    url: words,
    title: words,
    summary: words,
    contentHtml: words,
    publishedAt: fc.option(fc.date({ noInvalidDate: true })),
    updatedAt: fc.option(fc.date({ noInvalidDate: true })),
  })
  .map(item);

describe('itemKey', () => {
  it('is the guid without the spaces around it, else the address', () => {
    expect(itemKey(item({ id: ' a-1\n', url: 'https://n.example/1' }))).toBe('a-1');
    expect(itemKey(item({ id: '  ', url: 'https://n.example/1' }))).toBe('https://n.example/1');
  });

  it('is a hash of title and date where there is neither', () => {
    const one = item({ title: 'One', publishedAt: new Date(0) });
    expect(itemKey(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(itemKey({ ...one, summary: 'another text' })).toBe(itemKey(one));
    expect(itemKey({ ...one, publishedAt: new Date(1000) })).not.toBe(itemKey(one));
  });

  it('tells items apart by their text where they have no title', () =>
    expect(itemKey(item({ summary: 'one' }))).not.toBe(itemKey(item({ summary: 'two' }))));

  it('is null for an item that says nothing', () => expect(itemKey(item())).toBeNull());

  it('fits into an index whatever the feed publishes', () => {
    fc.assert(
      fc.property(anyItem, fc.nat(5_000), (one, length) => {
        const key = itemKey({ ...one, id: one.id === null ? null : one.id.padEnd(length, 'ü') });
        expect(key === null || (key.length > 0 && key.length <= 500)).toBe(true);
      }),
    );
  });

  it('does not change with the clock, the authors or the text of an item that has a guid', () => {
    fc.assert(
      fc.property(anyItem, fc.string({ minLength: 1 }), (one, text) => {
        const known = { ...one, id: `id-${text}` };
        expect(itemKey({ ...known, summary: text, title: text, updatedAt: new Date(0) })).toBe(
          itemKey(known),
        );
      }),
    );
  });
});

describe('contentHash', () => {
  it('changes with title, summary, content and the date of change, and with nothing else', () => {
    const before = item({ id: '1', title: 'a', summary: 'b', contentHtml: 'c', updatedAt: new Date(0) });
    const hash = contentHash(before);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const change of [{ title: 'x' }, { summary: 'x' }, { contentHtml: 'x' }, { updatedAt: new Date(1) }])
      expect(contentHash({ ...before, ...change })).not.toBe(hash);
    for (const change of [
      { id: '2' },
      { url: 'https://n.example/' },
      { categories: ['x'] },
      { extra: { x: 1 } },
    ])
      expect(contentHash({ ...before, ...change })).toBe(hash);
  });

  it('keeps its parts apart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (title, summary) => {
        const moved = item({ title: title + summary, summary: null });
        expect(contentHash(moved)).not.toBe(contentHash(item({ title, summary })));
      }),
    );
  });
});

describe('itemLink', () => {
  const guid = 'https://n.example/by-guid';
  it.each<[string, Partial<FeedItem>, string | null]>([
    ['its link', { url: 'https://n.example/1', id: guid, idIsPermalink: true }, 'https://n.example/1'],
    ['a guid that is a permalink', { id: ` ${guid} `, idIsPermalink: true }, guid],
    ['a better guid than a mailto link', { url: 'mailto:a@n.example', id: guid, idIsPermalink: true }, guid],
    ['no guid that is none', { id: guid, idIsPermalink: false }, null],
    ['no guid that is no address', { id: 'tag:1', idIsPermalink: true }, null],
    [
      'an enclosure that is a page',
      {
        enclosures: [
          { url: 'https://n.example/a.mp3', type: 'audio/mpeg', length: 1 },
          { url: 'https://n.example/a', type: 'text/html; charset=utf-8', length: null },
        ],
      },
      'https://n.example/a',
    ],
    ['a link of another kind, to be named, where nothing is better', { url: 'javascript:x' }, 'javascript:x'],
    ['null for none', {}, null],
  ])('is %s', (_, overrides, link) => expect(itemLink(item(overrides))).toBe(link));
});
