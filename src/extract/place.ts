// Where an element stands: in the article and what belongs to it, or elsewhere on the page (in a comment, a menu, a list
// of other articles), where names and dates are those of others. Told by names of elements and classes, which lie: what
// holds the page's heading is not elsewhere, whatever it is called.
import { type AnyNode, type Element, folded, isTag, isText, purposeOf, silent } from './tree.js';

const elsewhere =
  /(?:^|[\s_-])(?:comments?|comment-[a-z]+|commentlist|respond|related[a-z]*|sidebar|side|widget(?! blog)|footer|footer-[a-z]+|teasers?|recommend[a-z]*|newsletter|archive[a-z]*|calendar|popular|latest|trending|recent[a-z]*|more-[a-z]+|copyright|clock|captures|bio|about-author|author-?(?:bio|box|description|info))(?=$|[\s_-])/;
const authorBox = /(?:^|[\s_-])(?:bio|about-author|author-?(?:bio|box|card|description|info))(?=$|[\s_-])/;
/** The foot of an article, where systems put who wrote it and when. */
const ownFoot =
  /(?:^|[\s_-])(?:entry|post|article|story|content)[_-]+footer|(?:^|[\s_-])(?:[a-z]+_+)?meta(?=$|[\s_-])/;
const aside: ReadonlySet<string> = new Set(['nav', 'aside', 'form', 'select']);

/** The elements that hold one of `headings`. */
export function framesOf(headings: readonly Element[]): ReadonlySet<Element> {
  const frames = new Set<Element>();
  for (const heading of headings) {
    for (
      let { parent } = heading;
      parent !== null && isTag(parent) && !frames.has(parent);
      { parent } = parent
    )
      frames.add(parent);
  }
  return frames;
}

/**
 * Whether an element and what is in it belong to something beside the article, as far as it says so itself.
 * `keepsAuthors` leaves boxes about the author in.
 */
export function isElsewhere(element: Element, frames: ReadonlySet<Element>, keepsAuthors = false): boolean {
  const { name } = element;
  if (frames.has(element) || name === 'body' || name === 'article' || name === 'main') return false;
  if (aside.has(name)) return true;
  const purpose = purposeOf(element);
  if (name === 'footer') return !ownFoot.test(purpose) && !isInArticle(element);
  if (purpose === '' || !elsewhere.test(purpose)) return false;
  return !(keepsAuthors && authorBox.test(purpose)) && !ownFoot.test(purpose);
}

function isInArticle(element: Element): boolean {
  for (let { parent } = element; parent !== null && isTag(parent); { parent } = parent)
    if (parent.name === 'article') return true;
  return false;
}

/** Tells of elements whether they stand elsewhere; remembers what it learnt of their ancestors. */
export function placeOf(frames: ReadonlySet<Element>, keepsAuthors = false): (element: Element) => boolean {
  const known = new Map<Element, boolean>();
  const standsElsewhere = (element: Element): boolean => {
    const before = known.get(element);
    if (before !== undefined) return before;
    const { parent } = element;
    // Nesting is cut at two hundred while parsing.
    const answer =
      isElsewhere(element, frames, keepsAuthors) ||
      (parent !== null && isTag(parent) && standsElsewhere(parent));
    known.set(element, answer);
    return answer;
  };
  return standsElsewhere;
}

/** A line of text is in few nodes; more are a part of the page. */
const MAX_LINE_NODES = 120;

/**
 * The folded text of an element that holds a line, with a space where an element begins or ends: names and dates in
 * elements of their own are set apart by style. Null when it holds more than `maxCharacters`; it stops there.
 */
export function spacedLine(element: Element, maxCharacters: number): string | null {
  const parts: string[] = [];
  let left = maxCharacters;
  let nodes = 0;
  const gather = (node: AnyNode): boolean => {
    if (++nodes > MAX_LINE_NODES) return false;
    if (isText(node)) {
      parts.push(node.data);
      left -= node.data.trim().length;
      return left >= 0;
    }
    if (!isTag(node) || silent.has(node.name)) return true;
    parts.push(' ');
    const fits = node.children.every(gather);
    parts.push(' ');
    return fits;
  };
  return gather(element) ? folded(parts.join('')).replace(/ (?=[,.;:)])/g, '') : null;
}
