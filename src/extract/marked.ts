// The elements that a page marks for machines, found in one walk, because each walk of the page costs as much as all.
import type { Cheerio } from 'cheerio';
import type { Element, Page } from './tree.js';

/** Those of the marked elements that a selector names. */
export type Find = (selector: string) => Cheerio<Element>;

const marked =
  'html, title, h1, meta, link, time, [rel~="author"], [itemprop], script[type="application/ld+json"]';

/** Finds the marked elements of a page. */
export function markedIn(page: Page): Find {
  const elements: Cheerio<Element> = page(marked);
  return (selector) => elements.filter(selector);
}
