// Where on a page its article is, and the blocks of it: lead, pieces, first of several. Class names tell much and
// sometimes lie, so the page is judged again with less belief in them where they leave little.
import { type Block, blocksOf } from './blocks.js';
import { type Belief, type Furniture, furnitureOf, type PageFacts } from './boilerplate.js';
import { type Candidates, findCandidates } from './candidates.js';
import { leadOf } from './lead.js';
import { firstArticle, piecesOf } from './pieces.js';
import { siteOf } from './site.js';
import { sizesIn } from './sizes.js';
import { type Summaries, summariesFrom } from './summaries.js';
import { type AnyNode, type Element, isText, type Page, parsePage, weightOf } from './tree.js';

/** By whom or what the text was found: one element, several alike, a site's rule, or nowhere. */
export type FoundBy = 'element' | 'pieces' | 'rule' | 'nothing';

export interface MainText {
  foundBy: FoundBy;
  /** What holds the article, in order: one element or several; none on a page without running text. */
  roots: Element[];
  found: Block[];
  /** What was measured, and what was left out beforehand. */
  measures: Candidates['measures'];
  isFurniture: Furniture;
  /** Characters of running text in the article and on the whole page. */
  prose: number;
  pageProse: number;
  /** Whether the page has a heading at all. */
  hasTitle: boolean;
  summaries: Summaries;
}

/** Less text than this in characters calls for another look at the page, and this little for a last one. */
const LITTLE = 600;
const NOTHING = 150;

/** What is known of the article before it is looked for. */
export interface Wanted {
  url: string;
  title: string | null;
  /** What the page and the feed say in summary of it. */
  summaries: readonly string[];
}

/** Finds the article of a page. */
export function mainText(page: Page, { url, title, summaries }: Wanted): MainText {
  const facts = {
    sizes: sizesIn(page.root()[0]?.children ?? [], title),
    summaries: summariesFrom(summaries),
    site: siteOf(url),
  };
  const look = (belief: Belief): MainText => textBy(page, facts, belief);
  const full = look('full');
  if (lengthOf(full) >= LITTLE) return full;
  const some = look('some');
  const better = lengthOf(some) > 2 * lengthOf(full) ? some : full;
  if (lengthOf(better) >= NOTHING) return better;
  const little = look('little');
  const last = lengthOf(little) > 2 * lengthOf(better) ? little : better;
  const held = heldPage(page);
  if (held === null) return last;
  const inside = textBy(held, { ...facts, sizes: sizesIn(held.root()[0]?.children ?? [], title) }, 'full');
  return lengthOf(inside) > 2 * lengthOf(last) ? inside : last;
}

/** Less than this in characters is a button or a row. */
const MIN_TEMPLATE = 500;

// Some sites write their article into a template, from which a script shows it.
function heldPage(page: Page): Page | null {
  const templates = page('script[type*="template"], script[type="text/html"]')
    .toArray()
    .map(rawTextOf)
    .sort((one, other) => other.length - one.length);
  const [longest = ''] = templates;
  return longest.length < MIN_TEMPLATE ? null : parsePage(`<div>${longest}</div>`);
}

const rawTextOf = (script: { children: readonly AnyNode[] }): string =>
  script.children.map((child) => (isText(child) ? child.data : '')).join('');

const lengthOf = ({ found }: MainText): number =>
  found.reduce((sum, { text, links }) => sum + (links > text.length * 0.5 ? 0 : weightOf(text)), 0);

function textBy(page: Page, facts: PageFacts, belief: Belief): MainText {
  const { sizes, summaries } = facts;
  const isFurniture = furnitureOf(facts, belief);
  const candidates = findCandidates(page, isFurniture);
  const best = bestOf(candidates);
  const { measures } = candidates;
  const about = {
    measures,
    isFurniture,
    pageProse: candidates.prose,
    hasTitle: sizes.title !== null,
    summaries,
  };
  if (best === null) return { ...about, foundBy: 'nothing', roots: [], found: [], prose: 0 };
  const pieces = piecesOf(best, candidates, sizes, isFurniture);
  const body = pieces.flatMap((piece) => blocksOf(piece, isFurniture, sizes));
  const texts = new Set(body.map(({ text }) => text));
  const lead = leadOf(pieces[0] ?? best, sizes, summaries).filter(({ text }) => !texts.has(text));
  return {
    ...about,
    foundBy: pieces.length > 1 ? 'pieces' : 'element',
    roots: pieces,
    found: [...lead, ...body],
    prose: pieces.reduce((sum, piece) => sum + (measures.get(piece)?.prose ?? 0), 0),
  };
}

function bestOf(candidates: Candidates): Element | null {
  const { best } = candidates;
  if (best === null) return null;
  const first = firstArticle(best, candidates);
  return first === null ? best : candidates.bestIn(first);
}
