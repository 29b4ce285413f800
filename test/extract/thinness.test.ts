import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { cleanContent } from '../../src/extract/feed-content.js';
import { thinArticle, thinness } from '../../src/extract/thinness.js';

const limits = { minCharacters: 200, minConfidence: 0.1 };
const context = { url: 'https://town.example/a', now: new Date('2026-06-01T00:00:00Z') };
const pageOf = (text: string) => extractArticle(`<title>T</title><article><p>${text}</p></article>`, context);

describe('thinness', () => {
  it.each([
    [{ characters: 199, confidence: 1 }, '199 characters, fewer than 200'],
    [{ characters: 200, confidence: 0.099 }, 'confidence 0.099, less than 0.1'],
    [{ characters: 200, confidence: 0.1 }, null],
  ])('of %o is %s', (quality, reason) => expect(thinness(quality, limits)).toBe(reason));

  it('is nothing where the limits are 0', () =>
    expect(thinness({ characters: 0, confidence: 0 }, { minCharacters: 0, minConfidence: 0 })).toBeNull());
});

describe('thinArticle', () => {
  const page = pageOf('A short note of forty characters, or so.');
  const long = cleanContent(
    '<p>What the feed says is longer than what the page of the article has to say.</p>',
    context.url,
  );

  it('takes what the feed says where that is longer, and the rest from the page', () => {
    const thin = thinArticle(page, '40 characters, fewer than 200', long);
    expect(thin).toMatchObject({
      reason: `40 characters, fewer than 200; the feed's own ${long.text.length} characters were taken`,
      article: {
        title: 'T',
        text: long.text,
        html: `<p>${long.text}</p>`,
        excerpt: long.text,
        quality: {
          found: 'feed',
          characters: long.text.length,
          words: 16,
          blocks: 1,
          confidence: page.quality.confidence,
        },
      },
    });
  });

  it('keeps what the page says where the feed says no more', () => {
    const kept = { article: page, reason: 'x; its feeds say no more' };
    expect(thinArticle(page, 'x', null)).toEqual(kept);
    expect(thinArticle(page, 'x', cleanContent('Less.', context.url))).toEqual(kept);
  });

  it('is nothing where neither says anything', () => {
    expect(thinArticle(pageOf(''), 'x', null)).toBeNull();
    expect(thinArticle(pageOf(''), 'x', cleanContent('<img src="/a.jpg">', context.url))).toBeNull();
  });
});
