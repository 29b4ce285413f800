// A page to its article: parse once, read the metadata, find the element that holds the article, take its blocks,
// and write text and HTML from them. Where the page's own text is weaker than what its JSON-LD carries, that is taken.
import { type Attribution, attribute } from './attribution.js';
import { type Block, blocksOf, proseOf } from './blocks.js';
import { type Furniture, namedFurniture, plainFurniture } from './boilerplate.js';
import { findCandidates, type Measure } from './candidates.js';
import { baseAddress, cleanHtml } from './clean-html.js';
import { type LinkedData, linkedData, textIn } from './json-ld.js';
import { leadOf } from './lead.js';
import { markedIn } from './marked.js';
import { type Metadata, metadataOf, type PageHints } from './metadata.js';
import { textOf, withoutRepeats, wordsIn } from './plain-text.js';
import { bodyBy, metadataBy, takeOut } from './rule-page.js';
import { markOf, type RuleMark, type SiteRule } from './site-rules.js';
import type { FoundBy, Trace } from './trace.js';
import { type Element, folded, type Page, parsePage } from './tree.js';

export interface PageContext {
  url: string;
  /** What no date may exceed by more than a day. */
  now: Date;
  /** What the feed said; used where the page says nothing. */
  hints?: PageHints;
  /** What somebody has written down for this site; it goes before all that is found without it. */
  rule?: SiteRule | null;
  /** Told what is done and why. */
  trace?: Trace;
}
export interface ExtractedArticle extends Metadata {
  /** Paragraphs separated by one blank line; list items stand on lines of their own. */
  text: string;
  html: string;
  excerpt: string | null;
  attribution: Attribution;
  quality: {
    found: FoundBy;
    /** The rule that had a part in it; null where there is none for the site. */
    rule: RuleMark | null;
    words: number;
    characters: number;
    blocks: number;
    /** Share of the text that is links, 0 to 1. */
    linkDensity: number;
    /** 0 to 1: how sure it is that this text is the article. */
    confidence: number;
  };
}

const EXCERPT = 280;
/** Less text than this in characters calls for a second look at the page. */
const LITTLE = 600;
/** JSON-LD's text is taken when it is this much longer than what was found. */
const STRONGER = 1.6;

/** Extracts the article of a page. Never throws; a page without one gives little text and low confidence. */
export function extractArticle(
  html: string,
  { url, now, hints = {}, rule = null, trace }: PageContext,
): ExtractedArticle {
  const page = parsePage(html);
  trace?.step('parse');
  const find = markedIn(page);
  const data = linkedData(find);
  const stated = metadataOf(page, find, data, { url, now, hints });
  trace?.metadata(find, data, stated, now);
  const metadata = rule === null ? stated : metadataBy(page, rule, stated, now, trace);
  trace?.step('metadata');
  const main = ruledBlocks(page, rule, metadata.notes, trace) ?? mainBlocks(page);
  trace?.candidates(main.measures, main.roots);
  trace?.furniture(page, main.isFurniture);
  trace?.step('body');
  const body = bodyOf(main, metadata, statedBody(data), url, trace);
  trace?.step('text');
  const around = body.found === 'json-ld' ? null : { page, roots: main.roots, isFurniture: main.isFurniture };
  const clean = cleanHtml(body.blocks, baseAddress(page, url), around);
  trace?.step('html');
  const { text } = body;
  return {
    ...metadata,
    title: body.title,
    text,
    html: clean,
    excerpt: excerptOf(text),
    attribution: body.attribution,
    quality: { ...qualityOf(body, main), rule: rule === null ? null : markOf(rule) },
  };
}

interface Body {
  found: FoundBy;
  title: string | null;
  attribution: Attribution;
  text: string;
  blocks: Block[];
  linkDensity: number;
}

function bodyOf(main: MainBlocks, { title }: Metadata, stated: string, url: string, trace?: Trace): Body {
  const untitled = withoutTitle(main.found, title);
  trace?.leftOut(main.found, untitled, 'it repeats the title');
  const attributed = attribute(title, untitled, url);
  trace?.leftOut(untitled, attributed.blocks, 'it links to the original');
  const prose = proseOf(attributed.blocks);
  trace?.leftOut(attributed.blocks, prose, 'it is a list of links, or a heading above nothing');
  const blocks = withoutRepeats(prose);
  trace?.leftOut(prose, blocks, 'it repeats a paragraph before it');
  const own = textOf(blocks);
  const { attribution } = attributed;
  if (main.by !== 'rule' && stated.length > own.length * STRONGER && stated.length > 200) {
    trace?.leftOut(blocks, [], 'the text that the page states for machines is much longer');
    const of = { title: attributed.title, attribution, text: stated, linkDensity: 0 };
    return { ...of, found: 'json-ld', blocks: asBlocks(stated) };
  }
  const links = blocks.reduce((sum, block) => sum + block.links, 0);
  const linkDensity = own === '' ? 0 : Math.min(1, links / own.length);
  return { found: main.by, title: attributed.title, attribution, text: own, blocks, linkDensity };
}

function qualityOf(
  { found, text, blocks, linkDensity }: Body,
  main: MainBlocks,
): Omit<ExtractedArticle['quality'], 'rule'> {
  const [best = null] = main.roots;
  const characters = text.length;
  const measured = confidenceOf(characters, blocks, linkDensity, best, main.elements);
  return {
    found,
    words: wordsIn(text),
    characters,
    blocks: blocks.length,
    linkDensity: round(linkDensity),
    // Somebody has looked at the site; only what has become of it since then is open.
    confidence: round(found === 'rule' && text !== '' ? (1 + measured) / 2 : measured),
  };
}

interface MainBlocks {
  by: FoundBy;
  /** What holds the article; a rule may name several elements. */
  roots: Element[];
  found: Block[];
  /** Elements that were weighed. */
  elements: number;
  measures: ReadonlyMap<Element, Measure>;
  isFurniture: Furniture;
}

/** The blocks of the elements that the rule names; null where it names none, or the page has none of them. */
function ruledBlocks(
  page: Page,
  rule: SiteRule | null,
  notes: string[],
  trace: Trace | undefined,
): MainBlocks | null {
  if (rule === null) return null;
  takeOut(page, rule, trace);
  const roots = bodyBy(page, rule, notes);
  if (roots.length === 0) return null;
  const found = roots.flatMap((root) => blocksOf(root, plainFurniture));
  return {
    by: 'rule',
    roots,
    found,
    elements: roots.length,
    measures: new Map(),
    isFurniture: plainFurniture,
  };
}

// Class names tell much and sometimes lie: where they leave little of a page, its elements are judged by themselves.
function mainBlocks(page: Page): MainBlocks {
  const named = blocksBy(page, namedFurniture(page));
  const size = ({ found }: MainBlocks): number =>
    proseOf(found).reduce((sum, { text }) => sum + text.length, 0);
  if (size(named) >= LITTLE) return named;
  const plain = blocksBy(page, plainFurniture);
  return size(plain) > 2 * size(named) ? plain : named;
}

function blocksBy(page: Page, isFurniture: Furniture): MainBlocks {
  const { best, measures } = findCandidates(page, isFurniture);
  const weighed = { by: 'scored' as const, elements: measures.size, measures, isFurniture };
  if (best === null) return { ...weighed, roots: [], found: [] };
  const body = blocksOf(best, isFurniture);
  const lead = leadOf(best).filter(({ text }) => !body.some((block) => block.text.includes(text)));
  return { ...weighed, roots: [best], found: [...lead, ...body] };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

// The title stands above the text in its own field.
function withoutTitle(blocks: Block[], title: string | null): Block[] {
  const [head] = blocks;
  return head !== undefined && title !== null && folded(head.text) === title ? blocks.slice(1) : blocks;
}

function statedBody({ article }: LinkedData): string {
  const body = textIn(article['articleBody']) ?? '';
  // Some sites put HTML there; that is read by nobody and says less than the page.
  return /<\/?[a-z]+[\s>]/i.test(body)
    ? ''
    : body
        .replace(/\r\n?/g, '\n')
        .replace(/[ \t\u00a0]+/g, ' ')
        .replace(/\s*\n\s*\n?\s*/g, '\n\n')
        .trim();
}

function asBlocks(text: string): Block[] {
  return text.split('\n\n').map(
    (paragraph) =>
      ({
        tag: 'p',
        nodes:
          parsePage(paragraph.replace(/[&<]/g, (c) => (c === '&' ? '&amp;' : '&lt;')))
            .root()
            .toArray()[0]?.children ?? [],
        text: paragraph,
        links: 0,
      }) as Block,
  );
}

/** The head of a text for lists; null for an empty one. */
export function excerptOf(text: string): string | null {
  const head = text.split('\n\n').find((paragraph) => paragraph.length >= 40) ?? text;
  if (head === '') return null;
  const flat = folded(head);
  return flat.length <= EXCERPT
    ? flat
    : `${flat.slice(0, flat.lastIndexOf(' ', EXCERPT) > EXCERPT / 2 ? flat.lastIndexOf(' ', EXCERPT) : EXCERPT)}…`;
}

// Long running text in several blocks with few links in an element that was found, rather than the whole page, is an article.
function confidenceOf(
  characters: number,
  blocks: Block[],
  linkDensity: number,
  best: Element | null,
  elements: number,
): number {
  if (best === null || elements === 0) return 0;
  const length = Math.min(1, characters / 1_500);
  const paragraphs = Math.min(1, blocks.filter(({ text }) => text.length >= 80).length / 4);
  const whole = best.name === 'body' || best.name === 'html' ? 0.6 : 1;
  return (0.5 * length + 0.5 * paragraphs) * (1 - linkDensity) * whole;
}
