// What of a page is furniture: navigation, sharing, related links, newsletter boxes, comment forms, cookie notices. The
// signals are the element, its role, the words in its class and id, and how much of its text is links; never words of
// the text itself, so that it holds in every language.
import { purposeIn } from './purpose.js';
import type { Sizes } from './sizes.js';
import type { Summaries } from './summaries.js';
import { type Element, lineOf, silent } from './tree.js';

const furniture = new Set(['nav', 'aside', 'footer', 'form', 'dialog', 'menu']);
const furnitureRoles =
  /^(?:navigation|banner|complementary|contentinfo|dialog|alertdialog|search|menu|menubar|toolbar|tablist|form|status)$/;
const neverNamed = new Set(['body', 'html', 'article', 'main']);

/** Tells whether an element and all in it is left out before anything is weighed. */
export type Furniture = (element: Element) => boolean;

/** Judges by the element itself alone: for pages whose class names mislead. */
export const plainFurniture: Furniture = (element) => {
  return silent.has(element.name) || isBare(element) || isHidden(element);
};

// Furniture by what it is, without a name.
function isBare({ name, attribs }: Element): boolean {
  const role = attribs['role'];
  return furniture.has(name) || (role !== undefined && furnitureRoles.test(role));
}

function isHidden({ attribs }: Element): boolean {
  if (attribs['aria-hidden'] === 'true') return true;
  const style = attribs['style'];
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}

/** An element with so much of the page's text is what the page is about, whatever it is called. */
const MAIN_SHARE = 0.6;
/** Running text of an element with the page's title in it, from which on its name is not believed. */
const TITLED = 1_000;
/** Less running text than this, in characters, is left out for a doubtful name. */
const DOUBTFUL = 300;
/** More links than this, as a share of the text, and even much text is left out for it. */
const MAX_LINKS = 0.4;

/** Up to so many characters what is called a teaser may be what the page says in summary. */
const MAX_SUMMARY = 1_000;

/** How far names are believed: in all that they say, or only of elements that hold little, or only of comments. */
export type Belief = 'full' | 'some' | 'little';

/**
 * Judges by the element, by what its class and id call it, and by its share of the text: templates wrap whole pages in
 * a "widget", and some servers in a form. The answers are remembered, since it is asked often.
 */
export function furnitureOf(sizes: Sizes, summaries: Summaries, belief: Belief): Furniture {
  const known = new Map<Element, boolean>();
  return (element) => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const answer = isNamedFurniture(element, sizes, summaries, belief);
    known.set(element, answer);
    return answer;
  };
}

function isNamedFurniture(element: Element, sizes: Sizes, summaries: Summaries, belief: Belief): boolean {
  const { name, attribs } = element;
  if (silent.has(name)) return true;
  const { text, links, hasTitle } = sizes.of(element);
  const purpose = purposeIn(element);
  const prose = text - links;
  const isMain = prose > (sizes.all.text - sizes.all.links) * MAIN_SHARE;
  if (isBare(element)) return !(hasTitle || (isMain && name === 'form'));
  if (isHidden(element) && !isMain) return true;
  if (isMain && !purpose.isComments) return false;
  if (neverNamed.has(name)) return false;
  if ((name === 'header' && !hasTitle) || 'hidden' in attribs) return true;
  if (purpose.isComments) return belief !== 'little' && !hasTitle;
  if (hasTitle && prose > TITLED) return false;
  // A word of a sentence may be a link that is called a tag.
  const isDoubted = (purpose.isDoubtful && name !== 'a') || (purpose.isUnlikely && belief !== 'full');
  if (!isDoubted) return purpose.isUnlikely;
  if (prose >= DOUBTFUL && links <= text * MAX_LINKS) return false;
  return !hasTitle && !(text <= MAX_SUMMARY && summaries.has(lineOf(element, MAX_SUMMARY) ?? ''));
}

/** 1 for an element that calls itself the article, -1 for one that calls itself something else, else 0. */
export function purposeScore(element: Element): number {
  const { isLikely, isUnlikely, isDoubtful } = purposeIn(element);
  return (isLikely ? 1 : 0) - (isUnlikely || isDoubtful ? 1 : 0);
}
