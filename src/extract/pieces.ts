// The other pieces of an article around the element that was found: templates cut a text at advertisements and images,
// and give each piece an element of the same kind. And the first article of several: pages that load the next one below.

import type { Furniture } from './boilerplate.js';
import type { Candidates } from './candidates.js';
import type { Sizes } from './sizes.js';
import { type Element, isTag } from './tree.js';

/** How far above the found element its like are looked for. */
const MAX_LEVELS = 5;
/** Running text, in characters, of a piece, and its share of all that is in it. */
const MIN_PROSE = 120;
const MIN_PROSE_SHARE = 0.6;
const MAX_LINK_SHARE = 0.2;
/** More elements beside each other are a list, whose parts are no article. */
const MAX_SIBLINGS = 200;

/** The elements that hold the article, in order, of which `best` is one. */
export function piecesOf(
  best: Element,
  { measures }: Candidates,
  sizes: Sizes,
  isFurniture: Furniture,
): Element[] {
  const before: Element[] = [];
  const after: Element[] = [];
  let inner = best;
  for (let level = 0; level < MAX_LEVELS && !sizes.of(inner).hasTitle; level++) {
    const outer = inner.parent;
    if (outer === null || !isTag(outer) || outer.children.length > MAX_SIBLINGS) break;
    const at = outer.children.indexOf(inner);
    for (const [index, sibling] of outer.children.entries()) {
      if (index === at || !isTag(sibling) || isFurniture(sibling) || !isLike(sibling, inner)) continue;
      if (level > 1 && inner.attribs['class'] === undefined) continue;
      const measure = measures.get(sibling);
      if (measure === undefined || measure.prose < MIN_PROSE) continue;
      if (measure.prose < measure.text * MIN_PROSE_SHARE || measure.links > measure.text * MAX_LINK_SHARE)
        continue;
      (index < at ? before : after).push(sibling);
    }
    inner = outer;
  }
  return [...before, best, ...after];
}

const isLike = (one: Element, other: Element): boolean =>
  one.name === other.name &&
  one.name !== 'article' &&
  one.name !== 'td' &&
  one.attribs['class'] === other.attribs['class'];

/** How far above the found element the articles below each other are looked for. */
const MAX_ARTICLE_LEVELS = 8;
const MIN_ARTICLE = 400;

/** The first of several articles in a row that `best` is in or is one of; null when it is in the first or in none. */
export function firstArticle(best: Element, { measures }: Candidates, sizes: Sizes): Element | null {
  let inner = best;
  for (let level = 0; level < MAX_ARTICLE_LEVELS; level++) {
    const outer = inner.parent;
    if (outer === null || !isTag(outer) || outer.children.length > MAX_SIBLINGS) return null;
    if (inner.name === 'article' || sizes.of(inner).hasTitle) {
      for (const sibling of outer.children) {
        if (sibling === inner) break;
        if (!isTag(sibling) || sibling.name !== inner.name) continue;
        if (sibling.attribs['class'] !== inner.attribs['class']) continue;
        if ((measures.get(sibling)?.prose ?? 0) >= MIN_ARTICLE) return sibling;
      }
    }
    inner = outer;
  }
  return null;
}
