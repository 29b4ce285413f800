import { describe, expect, it } from 'vitest';
import { contradiction, tagOf, tagsOf } from '../../src/language/hints.js';

describe('tagOf', () => {
  it.each([
    ['en_US.UTF-8', 'en'],
    ['zh-TW', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['sr-Latn-RS', 'sr-Latn'],
    ['iw', 'he'],
    ['de, de-AT', 'de'],
    ['de, fr', null],
    ['mul', null],
    ['', null],
    ['x'.repeat(5_000), null],
  ])('reads %j as %j', (declaration, tag) => expect(tagOf(declaration)).toBe(tag));
});

describe('tagsOf', () => {
  it('gives the declaration nearest to the text first', () => {
    expect(tagsOf({ previous: 'fr', feed: 'de', declared: 'en' })).toEqual(['en', 'de', 'fr']);
  });
});

describe('contradiction', () => {
  it('is the first declaration of another language, and never what the feed was before', () => {
    expect(contradiction('de', { declared: 'de-CH', feed: 'en' })).toBe('en');
    expect(contradiction('de', { previous: 'en' })).toBeNull();
    expect(contradiction('sr-Cyrl', { declared: 'sr' })).toBeNull();
  });
});
