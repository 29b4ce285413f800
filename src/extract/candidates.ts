// Which element holds the article. Every block of running text gives points to its parent and fewer to those above;
// an element's points are then taken down by the share of its text that is links. The winner takes siblings along
// that are like it. After Arc90's Readability idea, with our own weights: text is weighed by its length alone, so
// that languages without commas and spaces are weighed alike.
import { type Furniture, purposeScore } from './boilerplate.js';
import { type AnyNode, type Element, isTag, isText, type Page, weightOf } from './tree.js';

/** What was measured of an element. */
export interface Measure {
  /** Characters of text, and of those the ones in links. */
  text: number;
  links: number;
  /** Characters of running text: blocks of a line or more that are not links. */
  prose: number;
  /** How many headings of the first rank are inside: each article of several has one. */
  titles: number;
  score: number;
  /** Characters of words in a span that is too short to be a block, which are of the block around it. */
  loose: number;
}
export interface Candidates {
  measures: Map<Element, Measure>;
  /** Characters of running text on the page. */
  prose: number;
  /** The element that holds the article; null for a page without running text. */
  best: Element | null;
  /** The same within an element, which itself is the answer where nothing in it is better. */
  bestIn: (within: Element) => Element;
}

const textBlocks = new Set([
  'p',
  'blockquote',
  'pre',
  'h2',
  'h3',
  'h4',
  'li',
  'td',
  'dd',
  'section',
  'div',
  'article',
  'main',
  'body',
  'span',
  'font',
  'center',
]);
/** Shorter blocks are labels and names. */
const MIN_BLOCK = 25;
/** A line of running text; shorter ones are headings, labels and captions. */
const MIN_PROSE = 60;
/** One block gives no more than so many points: a wall of text is no better than a paragraph or two. */
const MAX_POINTS = 12;
const CHARACTERS_A_POINT = 60;
/** How much of a block's points its ancestors get, from the parent upwards. */
const shares = [1, 0.7, 0.35, 0.2, 0.1];

/** Measures the page and finds the element that holds the article. */
export function findCandidates(page: Page, isFurniture: Furniture): Candidates {
  const measures = new Map<Element, Measure>();
  let prose = 0;
  for (const node of page.root()[0]?.children ?? [])
    if (isTag(node)) prose += measure(node, false, measures, isFurniture).prose;
  const bestIn = (within: Element | null): Element | null => {
    const best = strongest(measures, within);
    return best === null ? null : widened(best, measures);
  };
  return { measures, prose, best: bestIn(null), bestIn: (within) => bestIn(within) ?? within };
}

function strongest(measures: Map<Element, Measure>, within: Element | null): Element | null {
  let best: Element | null = null;
  let bestScore = 0;
  for (const [element, found] of measures) {
    if (found.score === 0) continue;
    const score = weighed(element, found);
    if (score > bestScore && (within === null || isIn(element, within))) {
      best = element;
      bestScore = score;
    }
  }
  return best;
}

function isIn(element: Element, outer: Element): boolean {
  for (let at: AnyNode | null = element; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

function weighed(element: Element, { text, links, score }: Measure): number {
  const density = text === 0 ? 1 : links / text;
  const named =
    element.name === 'article' || element.attribs['itemprop'] === 'articleBody'
      ? 1.35
      : element.name === 'body' || element.name === 'html'
        ? 0.7
        : 1;
  return score * (1 - Math.min(1, density * 1.3)) * named * (1 + 0.25 * purposeScore(element));
}

function measure(
  element: Element,
  inLink: boolean,
  measures: Map<Element, Measure>,
  isFurniture: Furniture,
): Measure {
  const own: Measure = { text: 0, links: 0, prose: 0, titles: 0, score: 0, loose: 0 };
  if (isFurniture(element)) return own;
  measures.set(element, own);
  let text = 0;
  let direct = 0;
  for (const child of element.children) {
    if (isText(child)) text += weightOf(child.data);
    else if (isTag(child)) {
      const inner = measure(child, inLink || child.name === 'a', measures, isFurniture);
      own.text += inner.text;
      own.links += inner.links;
      own.prose += inner.prose;
      own.titles += inner.titles;
      direct += inner.loose;
    }
  }
  if (element.name === 'h1') own.titles = 1;
  direct += text;
  own.text += text;
  if (inLink) own.links += text;
  const isBlock = textBlocks.has(element.name);
  if (isBlock && direct >= MIN_BLOCK && own.links < own.text * 0.5) {
    if (direct >= MIN_PROSE) own.prose += direct;
    award(element, Math.min(MAX_POINTS, 1 + direct / CHARACTERS_A_POINT), measures);
  } else if ((!isBlock || element.name === 'span' || element.name === 'font') && !inLink) own.loose = direct;
  return own;
}

function award(block: Element, points: number, measures: Map<Element, Measure>): void {
  const isInner = block.name === 'p' || block.name === 'li';
  // A fragment without a body has blocks that nothing holds.
  let holder: AnyNode | null = isInner && block.parent !== null && isTag(block.parent) ? block.parent : block;
  for (const share of shares) {
    if (holder === null || !isTag(holder)) return;
    const found = measures.get(holder);
    if (found !== undefined) found.score += points * share;
    holder = holder.parent;
  }
}

/** Elements that hold a piece of a text and never the whole of it. */
const partial = new Set([
  'p',
  'blockquote',
  'ul',
  'ol',
  'li',
  'dl',
  'dd',
  'tbody',
  'table',
  'tr',
  'span',
  'font',
  'b',
  'i',
]);
/** How far above the best element one that holds more of the article is looked for. */
const MAX_WIDENING = 9;
/** What the parent, and what one further above, must add to the running text of the best, as a share of it. */
const PARENT_ADDS = 0.2;
const FURTHER_ADDS = 0.6;
/** The best of a page in pieces is itself a piece of few characters, and is widened as readily as to its parent. */
const PIECE = 1_000;
/** How much of what is added may be links, and how much of it must be running text. */
const ADDED_LINKS = 0.25;
const ADDED_PROSE = 0.4;

// An element above is taken instead when its other parts hold much running text: articles are split into sections by
// ads, and some templates wrap each paragraph.
function widened(best: Element, measures: Map<Element, Measure>): Element {
  let winner = whole(best, measures);
  let outer: AnyNode | null = winner.parent;
  for (let step = 0; step < MAX_WIDENING; step++) {
    if (outer === null || !isTag(outer) || outer.name === 'body' || outer.name === 'html') break;
    const [own, above] = [measures.get(winner), measures.get(outer)];
    if (own === undefined || above === undefined) break;
    if (own.titles > 0 && above.titles > own.titles && isRow(winner, outer)) break;
    const added = above.text - own.text;
    const prose = above.prose - own.prose;
    const least = outer === winner.parent || own.prose < PIECE ? PARENT_ADDS : FURTHER_ADDS;
    if (
      prose > own.prose * least &&
      prose > added * ADDED_PROSE &&
      above.links - own.links < added * ADDED_LINKS
    )
      winner = outer;
    outer = outer.parent;
  }
  return winner;
}

// Articles below each other, each with its own title.
const isRow = (one: Element, outer: Element): boolean =>
  outer.children.some(
    (other) =>
      other !== one &&
      isTag(other) &&
      other.name === one.name &&
      other.attribs['class'] === one.attribs['class'],
  );

function whole(best: Element, measures: Map<Element, Measure>): Element {
  let winner = best;
  while (partial.has(winner.name)) {
    const outer = winner.parent;
    if (outer === null || !isTag(outer) || !measures.has(outer)) break;
    winner = outer;
  }
  return winner;
}
