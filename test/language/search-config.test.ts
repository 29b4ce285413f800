import { describe, expect, it } from 'vitest';
import { searchConfigOf, segmentsByBigram, tagsInRange } from '../../src/language/search-config.js';

describe('searchConfigOf', () => {
  it('names the dictionary of a language, and simple elsewhere', () => {
    expect(['de', 'nb', 'sr-Latn', 'zh-Hans', 'und'].map(searchConfigOf)).toEqual([
      'german',
      'norwegian',
      'serbian',
      'simple',
      'simple',
    ]);
  });
});

describe('segmentsByBigram', () => {
  it('tells what is written without spaces', () => {
    expect(['zh-Hant', 'ja', 'th', 'de'].map(segmentsByBigram)).toEqual([true, true, true, false]);
  });
});

describe('tagsInRange', () => {
  it.each([
    ['de', ['de']],
    ['DE', ['de']],
    ['zh', ['zh', 'zh-Hans', 'zh-Hant']],
    ['zh_hant', ['zh-Hant']],
    ['sr', ['sr', 'sr-Cyrl', 'sr-Latn']],
    ['no', ['no', 'nb', 'nn']],
    ['de-at', ['de-AT']],
    ['', ['']],
  ])('takes %j for %j', (range, tags) => expect(tagsInRange(range)).toEqual(tags));
});
