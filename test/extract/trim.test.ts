import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../src/extract/blocks.js';
import { plainFurniture } from '../../src/extract/boilerplate.js';
import { type Element, isTag, parsePage } from '../../src/extract/tree.js';
import { trimmed } from '../../src/extract/trim.js';

const known = { url: 'https://paper.example/ferry', title: 'The ferry returns', byline: ['Ada Example'] };
const first =
  'The ferry across the lake sails again from Monday, after a winter in which its harbour was dredged.';
const second =
  'Residents had waited for it since October, because the road around the shore is closed by falling rock.';

/** The texts that are left of a body. */
const linesOf = (html: string): string[] => {
  const root = parsePage(`<article>${html}</article>`).root()[0]?.children.find(isTag) as Element;
  return trimmed(blocksOf(root, plainFurniture), known).map(({ text }) => text);
};

describe('trimmed', () => {
  it.each([
    ['the title', '<h2>The Ferry Returns</h2>'],
    ['the byline', '<p>By Ada Example, reporter</p>'],
    ['a date', '<p>12 May 2026, 10:30</p>'],
    ['a date in the figures of another script', '<p>الثلاثاء ١٢ مايو ٢٠٢٦ - ١٠:٣٠</p>'],
    ['a date of the Persian calendar', '<p>سه‌شنبه ۲۲ اردیبهشت ۱۴۰۵</p>'],
    ['a date of the Thai calendar', '<p>12 พ.ค. 2569</p>'],
    ['the time that reading takes', '<p>4 min read</p>'],
    ['a kicker above the title', '<p>Traffic</p><h2>The ferry returns</h2>'],
  ])('leaves out %s above the text', (_name, head) =>
    expect(linesOf(`${head}<p>${first}</p><p>${second}</p>`)).toEqual([first, second]),
  );

  it.each([
    ['a sentence with a year', 'The harbour was built in 1921.'],
    ['a price, which is no time of day', 'A ticket for all boats: 19.90 francs'],
  ])('keeps %s above the text', (_name, line) =>
    expect(linesOf(`<p>${line}</p><p>${first}</p>`)).toEqual([line, first]),
  );

  it.each([
    ['a heading with nothing below', '<h3>What comes next</h3>'],
    ['the byline', '<p>Ada Example</p>'],
    [
      'a list of links to more',
      '<ul><li><a href="/a">The mill is sold to a family</a></li><li><a href="/b">A bridge for frogs</a></li></ul>',
    ],
  ])('leaves out %s below the text', (_name, tail) =>
    expect(linesOf(`<p>${first}</p><p>${second}</p>${tail}`)).toEqual([first, second]),
  );

  it('leaves out a line between paragraphs that is only a link to more of the site, and keeps a reference', () =>
    expect(
      linesOf(
        `<p>${first}</p><p><a href="/mill">The mill is sold to a family from the city</a></p><p><a href="https://harbour.example/plan">The plan of the harbour</a></p><p>${second}</p>`,
      ),
    ).toEqual([first, 'The plan of the harbour', second]));

  it('takes a link that shares the article for no reference', () =>
    expect(
      linesOf(
        `<p>${first}</p><p><a href="https://net.example/share?u=x">Tell your friends</a></p><p>${second}</p>`,
      ),
    ).toEqual([first, second]));

  it('says a paragraph once, and a short line as often as it stands there', () =>
    expect(linesOf(`<p>${first}</p><p>Silence.</p><p>${second}</p><p>Silence.</p><p>${first}</p>`)).toEqual([
      first,
      'Silence.',
      second,
      'Silence.',
    ]));

  it('leaves out a quote in large letters, and who is named below it, where the text has its words', () =>
    expect(
      linesOf(
        `<p>${first}</p><blockquote><p>“because the road around the shore is closed by falling rock”</p><p>A resident</p></blockquote><p>${second}</p>`,
      ),
    ).toEqual([first, second]));

  it('keeps a quote that the text does not have', () => {
    const quote = 'I have rowed to the other shore all winter, and I shall miss it.';
    expect(
      linesOf(`<p>${first}</p><blockquote><p>${quote}</p><p>Ben Sample</p></blockquote><p>${second}</p>`),
    ).toEqual([first, quote, 'Ben Sample', second]);
  });

  it('gives nothing for nothing', () => expect(linesOf('')).toEqual([]));
});
