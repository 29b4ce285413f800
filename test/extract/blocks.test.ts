import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../src/extract/blocks.js';
import { plainFurniture } from '../../src/extract/boilerplate.js';
import { textOf } from '../../src/extract/plain-text.js';
import { type Element, isTag, parsePage } from '../../src/extract/tree.js';

const linesOf = (html: string): string => {
  const root = parsePage(`<article>${html}</article>`).root()[0]?.children.find(isTag) as Element;
  return textOf(blocksOf(root, plainFurniture));
};

describe('blocksOf', () => {
  it.each([
    [
      'a table',
      '<figure><table><tr><td>Day</td><td>Boat</td></tr><tr><td>Monday</td><td>seven</td></tr></table></figure>',
      'Day Boat\nMonday seven',
    ],
    [
      'a quote',
      '<figure class="quote"><div><blockquote><p>The boats are late.</p></blockquote></div></figure>',
      'The boats are late.',
    ],
    [
      'code',
      '<figure><pre><code>let a = 1;\n  let b = 2;\n</code></pre></figure>',
      'let a = 1;\n  let b = 2;',
    ],
  ])('keeps %s in a figure', (_name, figure, kept) =>
    expect(linesOf(`<p>Above.</p>${figure}<p>Below.</p>`)).toBe(`Above.\n\n${kept}\n\nBelow.`),
  );

  it('leaves out the words about a picture', () =>
    expect(
      linesOf(
        '<p>Above.</p><figure><img src="/a.jpg"><figcaption>The ferry. <blockquote>So small.</blockquote></figcaption><p>Photo: Ada Example</p></figure><p>Below.</p>',
      ),
    ).toBe('Above.\n\nBelow.'));

  it('leaves out the numbers beside lines of code', () =>
    expect(
      linesOf(
        '<figure><table><tr><td><pre>1\n2\n</pre></td><td><pre>one();\ntwo();</pre></td></tr></table></figure>',
      ),
    ).toBe('one();\ntwo();'));

  it('writes a row whose cells hold a paragraph each as one line', () =>
    expect(
      linesOf(
        '<table><tr><td><p>Day</p></td><td><p>First boat</p></td></tr><tr><td><p>Monday</p></td><td><p>seven</p></td></tr></table>',
      ),
    ).toBe('Day First boat\nMonday seven'));

  it('writes the cells of a page that a table lays out as paragraphs', () => {
    const column = 'A ferry crosses the lake again, half an hour after the bell of the mill has rung. '
      .repeat(3)
      .trim();
    expect(
      linesOf(
        `<table><tr><td><p>${column}</p><p>It is on time.</p></td><td><p>Weather: rain</p></td></tr></table>`,
      ),
    ).toBe(`${column}\n\nIt is on time.\n\nWeather: rain`);
  });

  it('leaves out paragraphs of nothing but marks without width', () =>
    expect(linesOf('<p>One.</p><p>\u200b</p><p>\ufeff&nbsp;\u00ad</p><p>Two.</p>')).toBe('One.\n\nTwo.'));

  it('folds white space, and keeps line breaks and the lines of preformatted text', () =>
    expect(linesOf('<p>One \u00a0\n two<br>\n three</p><pre>  a   \r\n\n\tb \n</pre>')).toBe(
      'One two\nthree\n\n  a\n\tb',
    ));
});
