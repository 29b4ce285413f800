import { describe, expect, it } from 'vitest';
import { cleanContent } from '../../src/extract/feed-content.js';

const url = 'https://town.example/news/a';

describe('cleanContent', () => {
  it('is text and clean HTML with absolute addresses', () => {
    const content = `<img src="/a.jpg" onerror="x()"><p>One <a href="b">b</a><script>x()</script></p><ul><li>Two</li></ul>Three`;
    expect(cleanContent(content, url)).toEqual({
      text: 'One b\n\nTwo\n\nThree',
      html: '<figure><img src="https://town.example/a.jpg" alt=""></figure>\n<p>One <a href="https://town.example/news/b">b</a></p>\n<ul><li>Two</li></ul>\n<p>Three</p>',
      excerpt: 'One b Two Three',
      words: 4,
      blocks: 3,
    });
  });
  it('takes plain text as it is, and a teaser that is nothing but a link', () => {
    expect(cleanContent('Five &lt; six & seven', url)).toMatchObject({
      text: 'Five < six & seven',
      html: '<p>Five &lt; six &amp; seven</p>',
    });
    expect(cleanContent('<a href="/a">The bridge opens</a>', url).text).toBe('The bridge opens');
    expect(cleanContent('', url)).toMatchObject({ text: '', html: '', blocks: 0 });
  });
  it.each([
    ['<p>'.repeat(100_000)],
    ['<b>'.repeat(100_000)],
    ['</body></html>'.repeat(10_000)],
    ['<li>x'.repeat(50_000)],
  ])('reads content that is meant to hurt', (content) =>
    expect(typeof cleanContent(content, url).html).toBe('string'),
  );
});
