// How sure it is that what was found is the article and all of it, as the odds of it. The weights were fitted to pages
// whose text is known, one half at a time and tried on the other, and rounded. A page on which nothing speaks for an
// article has low odds even where its text is long.
import type { Block } from './blocks.js';
import { purposeScore } from './boilerplate.js';
import type { MainText } from './main-text.js';
import { type Element, weightOf } from './tree.js';

/** An article of news has as many characters, and its paragraphs are as long; more tells nothing more. */
const FULL_LENGTH = 1_500;
const FULL_PARAGRAPH = 200;
/** Shorter texts are hardly one. */
const MIN_LENGTH = 200;
const ending = /[.!?…。！？؟।”"»]\s*$/u;

const weights = {
  none: -0.2,
  length: 0.9,
  paragraph: 1.1,
  noHeading: -1.1,
  trimmed: -0.7,
  unended: -0.8,
  name: 0.7,
  shareOfPage: 0.6,
  summary: 0.6,
};

/** 0 to 1: how likely `text`, of the `blocks` that were kept of what was found, is the article. */
export function confidenceOf(main: MainText, blocks: readonly Block[], text: string): number {
  const length = weightOf(text);
  if (length === 0) return 0;
  const best = largestOf(main);
  const found = sizeOf(main.found);
  const kept = sizeOf(blocks);
  const ended = sizeOf(blocks.filter((block) => ending.test(block.text)));
  const odds =
    weights.none +
    weights.length * Math.min(1, length / FULL_LENGTH) +
    weights.paragraph * Math.min(1, kept / Math.max(1, blocks.length) / FULL_PARAGRAPH) +
    (main.hasTitle ? 0 : weights.noHeading) +
    weights.trimmed * (1 - kept / Math.max(1, found)) +
    weights.unended * (1 - ended / Math.max(1, kept)) +
    weights.name * (best === undefined ? 0 : purposeScore(best)) +
    weights.shareOfPage * Math.min(1, main.prose / Math.max(1, main.pageProse)) +
    (blocks.some((block) => main.summaries.has(block.text)) ? weights.summary : 0);
  return Math.min(1, length / MIN_LENGTH) / (1 + Math.exp(-odds));
}

const sizeOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { text }) => sum + weightOf(text), 0);

function largestOf({ roots, measures }: MainText): Element | undefined {
  const prose = (element: Element): number => measures.get(element)?.prose ?? 0;
  return roots.toSorted((one, other) => prose(other) - prose(one))[0];
}
