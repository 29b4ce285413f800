import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { wordsIn } from '../../src/extract/plain-text.js';

const context = { url: 'https://town.example/news/a', now: new Date('2026-06-01T00:00:00Z') };
const sentence = (of: string): string =>
  `The ${of} was opened on Monday after three years of work, and many people of the town came to see it at last.`;
const around = (inner: string): string =>
  `<html><body><article><p>${sentence('bridge')}</p>${inner}<p>${sentence('harbour')}</p><p>${sentence('tower')}</p></article></body></html>`;
const textIn = (inner: string): string => {
  const { text } = extractArticle(around(inner), context);
  return text.slice(sentence('bridge').length + 2, text.indexOf(sentence('harbour')) - 2);
};

describe('textOf', () => {
  it('has list items and rows on lines of their own, and one blank line around them', () => {
    expect(textIn('<ul><li>One</li> <li>Two<ul><li>Three</li></ul></li></ul>')).toBe('One\nTwo\nThree');
    expect(textIn('<p>Before.</p><ul><li>One</li></ul><p>After.</p>')).toBe('Before.\n\nOne\n\nAfter.');
    expect(textIn('<table><tr><th>Year</th><th>Sum</th></tr><tr><td>2025</td><td>7</td></tr></table>')).toBe(
      'Year Sum\n2025 7',
    );
  });
  it('keeps the lines of code, and no blank line in it', () =>
    expect(textIn('<pre>if (a)\n\n    go();\r\n</pre>')).toBe('if (a)\n    go();'));
  it('says no paragraph twice', () =>
    expect(
      textIn(`<p>${sentence('bridge')}</p><p>Short.</p><p>Short.</p><div>${sentence('bridge')}</div>`),
    ).toBe('Short.\n\nShort.'));
});

describe('wordsIn', () => {
  it('counts words of any script', () => expect(wordsIn('Zwei Brücken, 3 мост\n東京')).toBe(5));
});
