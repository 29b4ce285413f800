// How sure it is that what was found is the article and all of it, as the odds of it. The weights were fitted to pages
// whose text or segments are known, tried on pages that had no part in the fit, and rounded; what made no difference
// there (how its paragraphs end, what its element is called, how much of the page it is) is left out. It says more of
// some pages than of others: a text that runs on into the next one looks as an article does. Start pages were not among
// them; the weight of headings that lead elsewhere is set so that one with a teaser below each is not believed.
import type { Block } from './blocks.js';
import type { MainText } from './main-text.js';
import { type AnyNode, type Element, weightOf } from './tree.js';

/** An article of news has as many characters, and its paragraphs are as long; more tells nothing more. */
const FULL_LENGTH = 1_500;
const FULL_PARAGRAPH = 200;
/** Shorter texts are hardly one. */
const MIN_LENGTH = 200;

const weights = {
  none: 0.35,
  length: 0.35,
  paragraph: 1.35,
  noHeading: -0.9,
  /** Of the article's blocks, and of the element's text, so much was left out. */
  trimmed: -0.65,
  left: -0.65,
  /** The page says that it is an article. */
  said: 0.6,
  rival: -1.75,
  linkedHeadings: -4,
};

/**
 * 0 to 1: how likely `text`, of the `blocks` that were kept of what was found, is the article; 0 for none. `isSaid`
 * tells that the page calls itself an article.
 */
export function confidenceOf(
  main: MainText,
  blocks: readonly Block[],
  text: string,
  isSaid: boolean,
): number {
  const length = weightOf(text);
  if (length === 0) return 0;
  const kept = sizeOf(blocks);
  const held = main.roots.reduce((sum, root) => sum + (main.measures.get(root)?.text ?? 0), 0);
  const odds =
    weights.none +
    weights.length * Math.min(1, length / FULL_LENGTH) +
    weights.paragraph * Math.min(1, kept / Math.max(1, blocks.length) / FULL_PARAGRAPH) +
    (main.hasTitle ? 0 : weights.noHeading) +
    weights.trimmed * missing(kept, sizeOf(main.found)) +
    weights.left * missing(kept, held) +
    (isSaid ? weights.said : 0) +
    weights.rival * rivalShare(main) +
    weights.linkedHeadings * (main.found.filter(isLinkedHeading).length / Math.max(1, main.found.length));
  return Math.min(1, length / MIN_LENGTH) / (1 + Math.exp(-odds));
}

const isLinkedHeading = ({ tag, text, links }: Block): boolean =>
  /^h\d$/.test(tag) && links > text.length / 2;

const missing = (kept: number, all: number): number => Math.max(0, 1 - kept / Math.max(1, all));

const sizeOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { text }) => sum + weightOf(text), 0);

// The strongest element beside the article, as a share of it and the strongest in the article: 0.5 is a tie.
function rivalShare({ roots, measures }: MainText): number {
  const own = new Set<AnyNode>(roots);
  const around = new Set<AnyNode>();
  for (const root of roots)
    for (let at = root.parent; at !== null && !around.has(at); at = at.parent) around.add(at);
  const isWithin = (element: Element): boolean => {
    let at: AnyNode | null = element;
    while (at !== null && !own.has(at) && !around.has(at)) at = at.parent;
    return at !== null && own.has(at);
  };
  let [inside, beside] = [0, 0];
  for (const [element, { score }] of measures) {
    if ((score <= inside && score <= beside) || around.has(element)) continue;
    if (isWithin(element)) inside = Math.max(inside, score);
    else beside = Math.max(beside, score);
  }
  return beside === 0 ? 0 : beside / (inside + beside);
}
