import { load } from 'cheerio';
import type { Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { imagesIn, pictureOf } from '../../src/extract/images.js';

const context = { url: 'https://town.example/news/a', now: new Date('2026-06-01T00:00:00Z') };
const sentence = (of: string): string =>
  `The ${of} was opened on Monday after three years of work, and many people of the town came to see it at last.`;
const pageAround = (inner: string): string =>
  `<html><body><article><p>${sentence('bridge')}</p>${inner}<p>${sentence('harbour')}</p><p>${sentence('tower')}</p></article></body></html>`;
const cleaned = (inner: string): string => {
  const { html } = extractArticle(pageAround(inner), context);
  return html.split('\n').slice(1, -2).join('\n');
};

describe('pictureOf', () => {
  it.each([
    ['data-src', '<img src="data:image/gif;base64,R0lGOD" data-src="/late.jpg">', '/late.jpg'],
    ['a stopgap', '<img src="/img/placeholder.gif" data-lazy-src="/late.jpg">', '/late.jpg'],
    ['srcset', '<img src="/s.jpg" srcset="/s.jpg 320w, /m,1.jpg 1200w, /l.jpg 4000w">', '/m,1.jpg'],
    ['densities', '<img src="/s.jpg" srcset="/s.jpg, /m.jpg 2x">', '/m.jpg'],
    ['data-srcset', '<img src="data:," data-srcset="/s.jpg 320w,\n/m.jpg 900w">', '/m.jpg'],
    ['a picture element', '<picture><source srcset="/w.webp 800w"><img src="/s.jpg"></picture>', '/w.webp'],
    ['noscript', '<img src="data:,"> <noscript><img src="/n.jpg"></noscript>', '/n.jpg'],
    ['noscript alone', '<noscript><img src="/n.jpg"></noscript>', '/n.jpg'],
    ['noscript that repeats it', '<img src="/a.jpg"><noscript><img src="/n.jpg"></noscript>', '/a.jpg'],
    ['an old caption', '<div class="wp-caption"><img src="/a.jpg"></div>', '/a.jpg'],
  ])('finds the address of a late picture in %s', (_name, inner, path) =>
    expect(cleaned(`<div>${inner}</div>`)).toBe(
      `<figure><img src="https://town.example${path}" alt=""></figure>`,
    ),
  );

  it.each([
    ['a counter', '<img src="/count.gif" width="1" height="1">'],
    ['a counter without script', '<noscript><img src="https://count.example/p?c=1"></noscript>'],
    ['an icon', '<img src="/icon.png" width="16" height="16">'],
    ['a teaser of another article', '<a href="/other"><img src="/other.jpg"></a>'],
    ['furniture', '<aside><img src="/ad.jpg"></aside>'],
    ['nothing but data:', '<img src="data:image/png;base64,AAAA" srcset="data:image/png;base64,AAAA 2x">'],
  ])('writes no picture for %s', (_name, inner) => expect(cleaned(`<div>${inner}</div>`)).toBe(''));

  it('is quick with a list of sizes of a megabyte, and with a thousand pictures in each other', () => {
    const page = load(`<img srcset="${'/a.jpg 1w, '.repeat(100_000)}">`);
    const [img] = page('img').toArray() as Element[];
    expect(img && pictureOf(img, (url) => url ?? null)?.src).toBe('/a.jpg');
    const many = load('<figure><img src="/a.jpg">'.repeat(1_000));
    expect(imagesIn(many.root().toArray()[0]?.children ?? [], 20)).toHaveLength(20);
  });
});
