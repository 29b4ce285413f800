// Where an element stands: in the article and what belongs to it, or elsewhere on the page (in a comment, a menu, a list
// of other articles), where names and dates are those of others. Told by names of elements and classes, which lie: what
// holds the page's heading is not elsewhere, whatever it is called.
import type { Marked } from './marked.js';
import { type AnyNode, type Element, folded, isTag, isText, type Page, purposeOf, silent } from './tree.js';

const elsewhere =
  /(?:^|[\s_-])(?:comments?|comment-[a-z]+|commentlist|respond|related[a-z]*|sidebar|side|widget(?! blog)|footer|footer-[a-z]+|teasers?|recommend[a-z]*|newsletter|archive[a-z]*|calendar|popular|latest|trending|recent[a-z]*|more-[a-z]+|copyright|clock|captures|(?:image|photo|picture|media|foto|bild)[a-z]*[_-]?(?:credits?|caption|copyright|source|author)|[a-z]+[_-]caption[a-z_-]*|caption|bildnachweis|bio|about-author|author-?(?:bio|box|description|info))(?=$|[\s_-])/;
/** What every such name has in it: cheap to ask of every element. */
const elsewherePart =
  /comment|respond|related|side|widget|foot|teaser|recommend|newsletter|archive|calendar|popular|latest|trending|recent|more-|copyright|clock|capt|credit|source|author|nachweis|bio/;
const authorBox = /(?:^|[\s_-])(?:bio|about-author|author-?(?:bio|box|card|description|info))(?=$|[\s_-])/;
/** The foot of an article, where systems put who wrote it and when. */
const ownFoot =
  /(?:^|[\s_-])(?:entry|post|article|story|content)[_-]+footer|(?:^|[\s_-])(?:[a-z]+_+)?meta(?:data)?(?=$|[\s_-])/;
const aside: ReadonlySet<string> = new Set(['nav', 'aside', 'form', 'select', 'figure', 'figcaption']);

/** Names of layouts, which are given to what has a column at its side as well as to the column. */
const layout = /(?:^|[\s_-])(?:sidebar|side|widget|teasers?)(?=$|[\s_-])/;

/** The elements that hold a heading, and those that a layout names and that hold most of the page's paragraphs. */
function framesOf({ headings, paragraphs }: Marked): ReadonlySet<Element> {
  const frames = new Set<Element>();
  for (const heading of headings) {
    for (
      let { parent } = heading;
      parent !== null && isTag(parent) && !frames.has(parent);
      { parent } = parent
    )
      frames.add(parent);
  }
  const held = new Map<Element, number>();
  for (const paragraph of paragraphs) {
    for (
      let { parent } = paragraph;
      parent !== null && isTag(parent) && !frames.has(parent);
      { parent } = parent
    )
      held.set(parent, (held.get(parent) ?? 0) + 1);
  }
  for (const [element, count] of held)
    if (count * 2 > paragraphs.length && layout.test(purposeOf(element))) frames.add(element);
  return frames;
}

/** Whether an element, whose purpose is `purpose`, belongs to something beside the article, as far as it says so itself. */
function isElsewhere(element: Element, purpose: string, frames: ReadonlySet<Element>): boolean {
  const { name, children } = element;
  if (frames.has(element) || name === 'body' || name === 'article' || name === 'main') return false;
  if (aside.has(name)) return !ownFoot.test(purpose) || !isInArticle(element);
  if (name === 'footer') return !ownFoot.test(purpose) && !isInArticle(element);
  if (name === 'a') return children.some(isHeading);
  if (!elsewherePart.test(purpose) || !elsewhere.test(purpose) || ownFoot.test(purpose)) return false;
  return !foot.test(purpose) || !isInArticle(element);
}
// A link around a heading is a teaser.
const isHeading = (node: AnyNode): boolean => isTag(node) && minorHeadings.has(node.name);
const minorHeadings: ReadonlySet<string> = new Set(['h2', 'h3', 'h4', 'h5', 'h6']);
const foot = /(?:^|[\s_-])footer(?=$|\s)/;

function isInArticle(element: Element): boolean {
  for (let { parent } = element; parent !== null && isTag(parent); { parent } = parent)
    if (parent.name === 'article' || /Article|Posting/.test(parent.attribs['itemtype'] ?? '')) return true;
  return false;
}

/** Where the elements of a page stand. */
export interface Places {
  /** Whether an element stands elsewhere; boxes about the author do not. */
  standsElsewhere: (element: Element) => boolean;
  /** What stands not elsewhere. */
  own: () => OwnParts;
}

/** Tells of a page's elements where they stand; what is not asked for costs nothing, and what was learnt is remembered. */
export function placesOf(page: Page, marked: Marked): Places {
  let frames: ReadonlySet<Element> | null = null;
  let parts: OwnParts | null = null;
  const framed = (): ReadonlySet<Element> => (frames ??= framesOf(marked));
  return { standsElsewhere: placeOf(framed), own: () => (parts ??= ownPartsOf(page, framed())) };
}

function placeOf(framed: () => ReadonlySet<Element>): (element: Element) => boolean {
  const known = new Map<Element, boolean>();
  const standsElsewhere = (element: Element): boolean => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const { parent } = element;
    const purpose = purposeOf(element);
    // Nesting is cut at two hundred while parsing.
    const answer =
      (isElsewhere(element, purpose, framed()) && !authorBox.test(purpose)) ||
      (parent !== null && isTag(parent) && standsElsewhere(parent));
    known.set(element, answer);
    return answer;
  };
  return standsElsewhere;
}

/** An element that readers see as the article's or what belongs to it. */
export interface OwnElement {
  element: Element;
  /** Its class and id. */
  purpose: string;
}
export interface OwnParts {
  /** In the order of the page. */
  elements: OwnElement[];
  /** Boxes about the author, which are not among them. */
  authorBoxes: Element[];
}

function ownPartsOf(page: Page, frames: ReadonlySet<Element>): OwnParts {
  const parts: OwnParts = { elements: [], authorBoxes: [] };
  const waiting = (page.root()[0]?.children ?? []).filter(isTag).toReversed();
  let isHead = false;
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (silent.has(element.name)) continue;
    const purpose = purposeOf(element);
    // Between the heading and the text a box about the author is the byline.
    if (element.name === 'h1') isHead = true;
    else if (isHead && element.name === 'p' && isLong(element)) isHead = false;
    if (isElsewhere(element, purpose, frames)) {
      const isBox = authorBox.test(purpose);
      if (isBox) parts.authorBoxes.push(element);
      if (!isBox || !isHead) continue;
    }
    parts.elements.push({ element, purpose });
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child !== undefined && isTag(child)) waiting.push(child);
    }
  }
  return parts;
}

const MIN_PARAGRAPH = 80;
/** Whether an element holds text of its own as an article's paragraph does; shorter ones stand between heading and text. */
export const isLong = ({ children }: Element): boolean =>
  children.some((child) => isText(child) && child.data.length >= MIN_PARAGRAPH);

/** A line of text is in few nodes; more are a part of the page. */
const MAX_LINE_NODES = 120;

/**
 * The folded text of an element that holds a line, with a space where an element begins or ends: names and dates in
 * elements of their own are set apart by style. What stands in one link or item of a list and what stands in the next has
 * `between` between it. Null when it holds more than `maxCharacters`; it stops there.
 */
export function spacedLine(element: Element, maxCharacters: number, between = ' '): string | null {
  const waiting: AnyNode[] = [element];
  let line = '';
  let held: AnyNode | null = null;
  let left = maxCharacters;
  let nodes = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (++nodes > MAX_LINE_NODES) return null;
    if (isText(node)) {
      left -= node.data.trim().length;
      if (left < 0) return null;
      const holder: AnyNode | null =
        between === ' ' || node.data.trim() === '' ? held : holderOf(node, element);
      line += `${held !== null && holder !== null && holder !== held ? between : ' '}${node.data}`;
      held = holder;
    } else if (isTag(node) && (node === element || !silent.has(node.name))) {
      for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at] as AnyNode);
      if (waiting.length > MAX_LINE_NODES) return null;
    }
  }
  return folded(line).replace(/ (?=[,.;:)])/g, '');
}

/** The link or item within `line` that holds a text. */
function holderOf(text: AnyNode, line: Element): AnyNode | null {
  for (let { parent } = text; parent !== null && parent !== line; { parent } = parent)
    if (isTag(parent) && (parent.name === 'a' || parent.name === 'li')) return parent;
  return null;
}

/** Where the first words of an element stand, they are few elements deep. */
const MAX_HEAD_DEPTH = 4;

/** The first text in an element, as far as it is one node; empty when it begins with something else. */
export function headOf(element: Element): string {
  let node: AnyNode | undefined = element;
  for (let depth = 0; depth <= MAX_HEAD_DEPTH && node !== undefined && isTag(node); depth++) {
    node = node.children.find(isFilled);
  }
  return node !== undefined && isText(node) ? node.data.trimStart() : '';
}

function isFilled(node: AnyNode): boolean {
  return isTag(node) || (isText(node) && node.data.trim() !== '');
}
