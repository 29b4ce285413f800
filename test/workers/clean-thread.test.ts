// What comes out of here is inserted: one NUL in one field, and the article would be tried again for ever.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storableText } from '../../src/feeds/storable.js';
import { cleanFeedContent, cleanPage } from '../../src/workers/clean-thread.js';

const sentence = 'The council opened two bridges near the harbour, and many people came to see them. ';
const bad = '\\u0000x\\ud800y';
const linkedData = `{"@context":"https://schema.org","@type":"NewsArticle","headline":"Bridges${bad}","author":{"name":"Ada${bad}"},"keywords":["k${bad}"],"inLanguage":"e${bad}"}`;
const page = `<html><head><title>a&#0;b</title><meta property="og:site_name" content="S&#0;&#xD800;">
<script type="application/ld+json">${linkedData}</script></head>
<body><article><p>\0${sentence.repeat(5)}</p><p>${sentence.repeat(5)}</p></article></body></html>`;

/** Every string in a value, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('cleanPage', () => {
  it('makes every part of a document storable', () => {
    const { article } = cleanPage({
      packed: { codec: 'identity', body: Buffer.from(page), size: Buffer.byteLength(page) },
      contentType: 'text/html; charset=utf-8',
      url: 'https://news.example/a',
      now: new Date('2024-05-06T07:08:09Z'),
      hints: { title: null, byline: [], publishedAt: new Date('2024-05-06T00:00:00Z'), language: null },
      rule: null,
    });
    expect(article).toMatchObject({ byline: ['Adaxy'], publishedAt: new Date('2024-05-06T00:00:00Z') });
    const all = strings(article);
    expect(all.length).toBeGreaterThan(5);
    expect(all.map(storableText)).toEqual(all);
  });
});

describe('the hash of a text', () => {
  const hashInOneGo = (text: string): string =>
    createHash('sha256')
      .update(
        text
          .toLowerCase()
          .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
          .trim(),
      )
      .digest('hex');
  const words = fc.constantFrom('Straße', 'ΟΔΟΣ', 'ΟΔΟΣ,', '𝔘nit', '—', '…', '12', 'naïve', '道路', '(so)');

  it('is that of its words in one go, however long the text is', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 3_000 }),
        (some, times) => {
          const { content, textHash } = cleanFeedContent({
            content: `<p>${`${some.join(' ')} `.repeat(times)}</p>`,
            url: 'https://news.example/a',
          });
          expect(textHash).toBe(hashInOneGo(content.text));
        },
      ),
      { numRuns: 40 },
    );
  });
});
