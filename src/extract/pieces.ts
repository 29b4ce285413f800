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

/** What a text has between pieces of it: its headings, and paragraphs that are in none of them. */
const between: ReadonlySet<string> = new Set(['h2', 'h3', 'h4', 'p', 'ul', 'ol', 'blockquote']);

/** The elements that hold the article, in order, of which `best` is one. */
export function piecesOf(
  best: Element,
  candidates: Candidates,
  sizes: Sizes,
  isFurniture: Furniture,
): Element[] {
  const alike = alikeOf(best, candidates, sizes, isFurniture);
  const [first, last] = [alike[0], alike.at(-1)];
  if (first === undefined || last === undefined || first === last || first.parent !== last.parent)
    return alike;
  const pieces = new Set(alike);
  const row = first.parent?.children ?? [];
  return row.slice(row.indexOf(first), row.indexOf(last) + 1).filter((node): node is Element => {
    if (!isTag(node)) return false;
    if (pieces.has(node)) return true;
    const { text, links } = sizes.of(node);
    return between.has(node.name) && !isFurniture(node) && links <= text * MAX_LINK_SHARE;
  });
}

function alikeOf(best: Element, { measures }: Candidates, sizes: Sizes, isFurniture: Furniture): Element[] {
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
export function firstArticle(best: Element, { measures }: Candidates): Element | null {
  let inner = best;
  for (let level = 0; level < MAX_ARTICLE_LEVELS; level++) {
    const outer = inner.parent;
    if (outer === null || !isTag(outer) || outer.children.length > MAX_SIBLINGS) return null;
    if (inner.name === 'article' || (measures.get(inner)?.titles ?? 0) > 0) {
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
