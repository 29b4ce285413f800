import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../src/feeds/feed.js';
import { allSigns, contentHash, isChanged, itemLink, signsOf } from '../../src/feeds/identity.js';
import { anyItem, feedItem as item } from './items.js';

describe('signsOf', () => {
  const one = item({ id: ' a-1\n', title: 'One', publishedAt: new Date(0) });

  it('are the addresses, the guid without the spaces around it, and title with time', () => {
    const signs = signsOf(one, ['k1', 'k2']);
    expect(signs).toEqual({
      addresses: ['u:k1', 'u:k2'],
      guid: expect.stringMatching(/^g:[0-9a-f]{32}$/) as string,
      words: expect.stringMatching(/^w:[0-9a-f]{32}$/) as string,
    });
    expect(signsOf({ ...one, id: 'a-1', summary: 'another text', title: ' ONE ' }, ['k1', 'k2'])).toEqual(
      signs,
    );
  });

  it.each([
    ['another scheme', 'http://n.example/?p=1', 'https://n.example/?p=1'],
    ['www. before the host', 'http://n.example/1', 'http://www.n.example/1'],
    ['a slash at the end', 'https://n.example/1/', 'https://n.example/1'],
  ])('take a guid with %s for the same', (_, a, b) => {
    const guids = [a, b].map((id) => signsOf(item({ id }), [])?.guid);
    expect(guids[0]).toMatch(/^g:/);
    expect(guids[0]).toBe(guids[1]);
  });

  it('tell guids apart by case and by query', () => {
    const guids = ['https://n.example/?p=1', 'https://n.example/?p=2', 'https://n.example/?P=1'];
    expect(new Set(guids.map((id) => signsOf(item({ id }), [])?.guid)).size).toBe(3);
  });

  it('tell items without a title apart by their text', () => {
    const [a, b] = ['one', 'two'].map((summary) => signsOf(item({ summary }), [])?.words);
    expect(a).not.toBe(b);
  });

  it('are null for an item that says nothing', () => expect(signsOf(item(), [])).toBeNull());

  it('fit into an index whatever the feed publishes, and do not change with authors or text', () => {
    fc.assert(
      fc.property(anyItem, fc.nat(5_000), (any, length) => {
        const long = {
          ...any,
          id: any.id === null ? null : any.id.padEnd(length, 'ü'),
          title: any.title ?? 'x',
        };
        const signs = signsOf(long, []);
        expect(signs === null || allSigns(signs).every((sign) => sign.length === 34)).toBe(true);
        expect(
          signsOf({ ...long, summary: 'other', authors: [], updatedAt: new Date(0) }, [])?.guid ?? null,
        ).toBe(signs?.guid ?? null);
      }),
    );
  });
});

describe('contentHash', () => {
  const before = item({ id: '1', title: 'a', summary: 'b', contentHtml: 'c', updatedAt: new Date(0) });

  it('changes with title, summary, content and the date of change, and with nothing else', () => {
    const hash = contentHash(before);
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

  it('does not change with a counter in the address of a picture', () => {
    const [one, other] = [1, 2].map((n) =>
      contentHash(item({ contentHtml: `<p>Text <img src="https://c.example/pixel?${n}"></p>` })),
    );
    expect(one).toBe(other);
  });

  it('keeps its parts apart', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\w{0,9}$/), fc.stringMatching(/^\w{1,9}$/), (title, summary) => {
        const moved = item({ title: title + summary, summary: null });
        expect(contentHash(moved)).not.toBe(contentHash(item({ title, summary })));
      }),
    );
  });

  it('reads a text of brackets in one pass', () =>
    expect(contentHash(item({ summary: '<'.repeat(300_000) }))).toMatch(/^2:[0-9a-f]{64}$/));
});

describe('isChanged', () => {
  const now = contentHash(item({ title: 'a' }));
  it.each([
    ['the same hash', now, false],
    ['another hash', contentHash(item({ title: 'b' })), true],
    ['a forgotten one', '', true],
    ['one of an older version', 'f'.repeat(64), false],
  ])('is right about %s', (_, kept, changed) => expect(isChanged(kept, now)).toBe(changed));
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
