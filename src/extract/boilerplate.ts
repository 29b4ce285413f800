// What of a page is furniture: navigation, sharing, related links, newsletter boxes, comment forms, cookie notices. The
// signals are the element, its role, the words in its class and id, and how much of its text is links; never words of
// the text itself, so that it holds in every language.
import { purposeIn } from './purpose.js';
import { leavesSite } from './site.js';
import type { Sizes } from './sizes.js';
import type { Summaries } from './summaries.js';
import { type AnyNode, type Element, isTag, isText, lineOf, silent } from './tree.js';

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

/** What is known of the page before its elements are judged. */
export interface PageFacts {
  sizes: Sizes;
  summaries: Summaries;
  /** Its site, as `siteOf` names it. */
  site: string;
}

/** How far names are believed: in all that they say, or only of elements that hold little, or only of comments. */
export type Belief = 'full' | 'some' | 'little';

/**
 * Judges by the element, by what its class and id call it, and by its share of the text: templates wrap whole pages in
 * a "widget", and some servers in a form. The answers are remembered, since it is asked often.
 */
export function furnitureOf(page: PageFacts, belief: Belief): Furniture {
  const known = new Map<Element, boolean>();
  return (element) => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const answer = isNamedFurniture(element, page, belief);
    known.set(element, answer);
    return answer;
  };
}

function isNamedFurniture(element: Element, { sizes, summaries, site }: PageFacts, belief: Belief): boolean {
  const { name, attribs } = element;
  if (silent.has(name)) return true;
  const { text, links, hasTitle } = sizes.of(element);
  const purpose = purposeIn(element);
  const prose = text - links;
  const isMain = prose > (sizes.all.text - sizes.all.links) * MAIN_SHARE;
  if (isBare(element)) {
    // Pages forget to close what stands above their article.
    const isAround = hasTitle && (name === 'aside' || name === 'form' || prose > TITLED);
    // Shops write what they sell into the form that orders it.
    const isText =
      name === 'form' && (isMain || (belief === 'little' && prose >= DOUBTFUL && !purpose.isUnlikely));
    return !isAround && !isText;
  }
  if (isHidden(element) && !isMain) return true;
  if (isMain && !purpose.isComments) return false;
  if (neverNamed.has(name)) return false;
  if ((name === 'header' && !hasTitle) || 'hidden' in attribs) return true;
  if (purpose.isComments) return belief !== 'little' && !hasTitle;
  if (hasTitle && prose > TITLED) return false;
  if (isTeaserList(element, sizes, site)) return true;
  // A word of a sentence may be a link that is called a tag.
  const isDoubted = (purpose.isDoubtful && name !== 'a') || (purpose.isUnlikely && belief !== 'full');
  if (!isDoubted) return purpose.isUnlikely;
  if (prose >= DOUBTFUL && links <= text * MAX_LINKS) return false;
  return !hasTitle && !(text <= MAX_SUMMARY && summaries.has(lineOf(element, MAX_SUMMARY) ?? ''));
}

/** So many parts, and no more text in one of them, are a list of teasers; an article's parts are fewer or longer. */
const MIN_TEASERS = 3;
const MAX_TEASER = 400;

// Parts of the same kind, each of which begins with a link and goes on with text in blocks, lead to other articles.
function isTeaserList(element: Element, sizes: Sizes, site: string): boolean {
  const { text, links } = sizes.of(element);
  if (links === 0 || element.children.length < MIN_TEASERS) return false;
  const parts = element.children.filter(isTag);
  const [first] = parts;
  if (first === undefined || parts.length < MIN_TEASERS || text > parts.length * MAX_TEASER) return false;
  return parts.every((part) => {
    if (part.name !== first.name || !sizes.of(part).hasBlocks || sizes.of(part).links === 0) return false;
    const href = firstLink(part, null);
    return href !== null && !leavesSite(href, site);
  });
}

/** The address of the link that an element begins with; null when it begins with other text. */
function firstLink(element: Element, href: string | null): string | null {
  for (const child of element.children) {
    if (isText(child)) {
      if (child.data.trim() !== '') return href;
    } else if (isTag(child) && !silent.has(child.name) && hasText(child))
      return firstLink(child, child.name === 'a' ? (child.attribs['href'] ?? null) : href);
  }
  return null;
}

const hasText = (node: AnyNode): boolean =>
  isText(node) ? node.data.trim() !== '' : isTag(node) && node.children.some(hasText);

/** 1 for an element that calls itself the article, -1 for one that calls itself something else, else 0. */
export function purposeScore(element: Element): number {
  const { isLikely, isUnlikely, isDoubtful } = purposeIn(element);
  return (isLikely ? 1 : 0) - (isUnlikely || isDoubtful ? 1 : 0);
}
