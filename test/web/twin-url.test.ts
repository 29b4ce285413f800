import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, urlKey } from '../../src/web/canonical-url.js';
import { addressKeys } from '../../src/web/twin-url.js';

const own = 'https://www.n.example.com/2024/story';

describe('addressKeys', () => {
  it.each([
    'https://www.n.example.com/2024/story/amp',
    'https://www.n.example.com/2024/story/amp/',
    'https://www.n.example.com/amp/2024/story',
    'https://www.n.example.com/2024/story?amp=1',
    'https://www.n.example.com/2024/story?amp',
    'https://www.n.example.com/2024/story?outputType=amp',
    'https://amp.n.example.com/2024/story',
    'https://m.n.example.com/2024/story/',
    'https://mobile.n.example.com/2024/story',
    'https://www.google.com/amp/s/www.n.example.com/2024/story',
    'https://www-n-example-com.cdn.ampproject.org/c/s/www.n.example.com/2024/story',
  ])('hold that of the article of which %s is a twin', (twin) => {
    const keys = addressKeys(twin);
    expect(keys[0]).toBe(urlKey(twin));
    expect(keys).toContain(urlKey(own));
  });

  it.each([
    'https://m.example/2024/story',
    'https://amp.dev/2024/story',
    'https://n.example/amp',
    'https://n.example/camp/story',
    'https://n.example/amplifiers/1',
    'https://n.example/story?amplitude=1',
    'https://www.google.com/search?q=1',
  ])('are one of what is no twin: %s', (url) => expect(addressKeys(url)).toEqual([urlKey(url)]));

  it('never throw, and begin with the own key', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (raw) => {
        const url = canonicalUrl(raw);
        if (url !== null) expect(addressKeys(url)[0]).toBe(urlKey(url));
      }),
    );
  });
});
