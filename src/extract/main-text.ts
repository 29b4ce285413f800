// Where on a page its article is, and the blocks of it: lead, pieces, first of several. Class names tell much and
// sometimes lie, so the page is judged again with less belief in them where they leave little.
import { type Block, blocksOf } from './blocks.js';
import { type Belief, type Furniture, furnitureOf } from './boilerplate.js';
import { type Candidates, findCandidates, type Measure } from './candidates.js';
import { leadOf } from './lead.js';
import { firstArticle, piecesOf } from './pieces.js';
import { type Sizes, sizesOf } from './sizes.js';
import { type Summaries, summariesFrom } from './summaries.js';
import type { Element, Page } from './tree.js';

/** By whom or what the text was found: one element, several alike, a site's rule, or nowhere. */
export type FoundBy = 'element' | 'pieces' | 'rule' | 'nothing';

export interface MainText {
  /** The element that holds the article, or its largest piece; null for a page without running text. */
  best: Element | null;
  found: Block[];
  foundBy: FoundBy;
  /** Characters of running text in the article and on the whole page. */
  prose: number;
  pageProse: number;
  /** Whether the page has a heading at all. */
  hasTitle: boolean;
  summaries: Summaries;
  /** The elements that hold the article, in the order of the page. */
  roots: readonly Element[];
  /** What was weighed, and what was taken for furniture meanwhile. */
  measures: ReadonlyMap<Element, Measure>;
  isFurniture: Furniture;
}

/** Less text than this in characters calls for another look at the page, and this little for a last one. */
const LITTLE = 600;
const NOTHING = 150;

/** Finds the article of a page. `texts` are what the page and the feed say in summary of it. */
export function mainText(page: Page, title: string | null, texts: readonly string[]): MainText {
  const sizes = sizesOf(page, title);
  const summaries = summariesFrom(texts);
  const look = (belief: Belief): MainText =>
    textBy(page, sizes, furnitureOf(sizes, summaries, belief), summaries);
  const full = look('full');
  if (lengthOf(full) >= LITTLE) return full;
  const some = look('some');
  const better = lengthOf(some) > 2 * lengthOf(full) ? some : full;
  if (lengthOf(better) >= NOTHING) return better;
  const little = look('little');
  return lengthOf(little) > 2 * lengthOf(better) ? little : better;
}

const lengthOf = ({ found }: MainText): number =>
  found.reduce((sum, { text, links }) => sum + (links > text.length * 0.5 ? 0 : text.length), 0);

function textBy(page: Page, sizes: Sizes, isFurniture: Furniture, summaries: Summaries): MainText {
  const candidates = findCandidates(page, isFurniture);
  const best = bestOf(candidates, sizes);
  const { measures, prose: pageProse } = candidates;
  const about = { best, pageProse, hasTitle: sizes.title !== null, summaries, measures, isFurniture };
  if (best === null) return { ...about, found: [], foundBy: 'nothing', prose: 0, roots: [] };
  const pieces = piecesOf(best, candidates, sizes, isFurniture);
  const body = pieces.flatMap((piece) => blocksOf(piece, sizes, isFurniture));
  const texts = new Set(body.map(({ text }) => text));
  const lead = leadOf(pieces[0] ?? best, sizes, summaries).filter(({ text }) => !texts.has(text));
  return {
    ...about,
    found: [...lead, ...body],
    foundBy: pieces.length > 1 ? 'pieces' : 'element',
    prose: pieces.reduce((sum, piece) => sum + (measures.get(piece)?.prose ?? 0), 0),
    roots: pieces,
  };
}

function bestOf(candidates: Candidates, sizes: Sizes): Element | null {
  const { best } = candidates;
  if (best === null) return null;
  const first = firstArticle(best, candidates, sizes);
  return first === null ? best : candidates.bestIn(first);
}
