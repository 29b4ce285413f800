import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinship } from '../../src/feeds/link-kinship.js';

const site = 'https://n.example';

describe('kinship', () => {
  it.each([
    ['another host', '/2024/story', 'https://m.example/2024/story', 'moved'],
    ['a parameter of the visit', '/story?sid=1', '/story?sid=2', 'moved'],
    ['a session in the path', '/story;jsessionid=AB12', '/story;jsessionid=CD34', 'moved'],
    ['a token in the query', '/story?k=a1b2c3d4e5f6', '/story?k=f6e5d4c3b2a1', 'tokens'],
    ['a token in the path', '/r/a1b2c3d4e5f6/story', '/r/f6e5d4c3b2a1/story', 'tokens'],
    ['another parameter', '/story?page=1', '/story?page=2', 'near'],
    ['another folder of a long name', '/news/the-whole-story', '/archive/the-whole-story', 'near'],
    ['another number in the query of the home page', '/?p=1', '/?p=2', 'none'],
    ['another number', '/story/1', '/story/2', 'none'],
    ['another day', '/weather/2024-01-01', '/weather/2024-01-02', 'none'],
    ['another name', '/some-long-story-of-2024', '/other-long-story-of-2024', 'none'],
    ['another folder of a short name', '/a/index.html', '/b/index.html', 'none'],
    ['no path at all', '/', 'https://m.example/', 'none'],
  ])('of addresses with %s is known', (_, a, b, kin) => {
    const [one, other] = [a, b].map((url) => new URL(url, site).href);
    expect(kinship(one ?? '', other ?? '')).toBe(kin);
  });

  it('of nothing, and of what is no address, is none', () => {
    expect(kinship(null, `${site}/story`)).toBe('none');
    expect(kinship('story', 'story')).toBe('none');
  });

  it('takes a home page for akin to nothing, whichever comes first', () => {
    expect(kinship('https://example.org/', 'https://example.org/?sid=1')).toBe('none');
    expect(kinship('https://example.org/?sid=1', 'https://example.org/')).toBe('none');
  });

  it('is the same both ways, and never throws', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, text) => {
        expect(kinship(url, `${url}${text}`)).toBe(kinship(`${url}${text}`, url));
      }),
    );
  });
});
