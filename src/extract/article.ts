// A page to its article: parse once, read the metadata, find the element that holds the article, take its blocks,
// and write text and HTML from them. Where the page's own text is weaker than what its JSON-LD carries, that is taken;
// what somebody has written down for the site goes before all that is found without it.
import { type Attribution, attribute } from './attribution.js';
import type { Block } from './blocks.js';
import { baseAddress, cleanHtml } from './clean-html.js';
import { confidenceOf } from './confidence.js';
import { type LinkedData, linkedData, textIn } from './json-ld.js';
import { type FoundBy, type MainText, mainText } from './main-text.js';
import { type Marked, markedIn } from './marked.js';
import { type Metadata, metadataOf, type PageHints } from './metadata.js';
import { textOf, wordsIn } from './plain-text.js';
import { metadataBy } from './rule-page.js';
import { ruledText } from './ruled-text.js';
import { markOf, type RuleMark, type SiteRule } from './site-rules.js';
import { agreementOf, statedBody, withoutUnstated } from './stated.js';
import type { Trace } from './trace.js';
import { folded, parsePage } from './tree.js';
import { trimmed } from './trim.js';

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
    /** How the text was found: on the page, as what it states for machines, or in the feed alone. */
    found: FoundBy | 'json-ld' | 'feed';
    /** The rule that had a part in it; null where there is none for the site. */
    rule: RuleMark | null;
    words: number;
    characters: number;
    blocks: number;
    /** Share of the text that is links, 0 to 1. */
    linkDensity: number;
    /** 0 to 1: how sure it is that this is the article and all of it. */
    confidence: number;
  };
}

const EXCERPT = 280;

/** Extracts the article of a page. Never throws; a page without one gives little text and low confidence. */
export function extractArticle(
  html: string,
  { url, now, hints = {}, rule = null, trace }: PageContext,
): ExtractedArticle {
  const page = parsePage(html);
  trace?.step('parse');
  const marked = markedIn(page);
  const data = linkedData(marked.scripts, url);
  const stated = metadataOf(page, marked, data, { url, now, hints });
  trace?.metadata(marked, data, stated, now);
  const metadata = rule === null ? stated : metadataBy(page, rule, stated, now, trace);
  trace?.step('metadata');
  const summaries = summariesOf(marked, data);
  const ruled =
    rule === null ? null : ruledText(page, rule, { title: metadata.title, summaries }, metadata.notes, trace);
  const main = ruled ?? mainText(page, { url, title: metadata.title, summaries });
  trace?.candidates(main.measures, main.roots);
  trace?.furniture(page, main.isFurniture);
  trace?.step('body');
  const body = bodyOf(main, metadata, statedBody(data), url, trace);
  trace?.step('text');
  const around = body.found === 'json-ld' ? null : { page, roots: main.roots, isFurniture: main.isFurniture };
  const clean = cleanHtml(body.blocks, baseAddress(page, url), around);
  trace?.step('html');
  return {
    ...metadata,
    title: body.title,
    text: body.text,
    html: clean,
    excerpt: excerptOf(body.text),
    attribution: body.attribution,
    quality: qualityOf(body, main, rule, isSaid(marked, data)),
  };
}

interface Body {
  found: FoundBy | 'json-ld';
  title: string | null;
  attribution: Attribution;
  text: string;
  blocks: Block[];
}

function bodyOf(main: MainText, metadata: Metadata, stated: string, url: string, trace?: Trace): Body {
  const untitled = withoutTitle(main.found, metadata.title);
  trace?.leftOut(main.found, untitled, 'it repeats the title');
  const { title, attribution, blocks: attributed } = attribute(metadata.title, untitled, url);
  trace?.leftOut(untitled, attributed, 'it links to the original');
  const kept = trimmed(attributed, { ...metadata, url });
  trace?.leftOut(attributed, kept, 'it is a list of links, a line around the text, or said before');
  const agreement = agreementOf(textOf(kept), stated);
  if (main.foundBy !== 'rule' && agreement.status === 'stronger') {
    trace?.leftOut(kept, [], 'the text that the page states for machines is much longer');
    return { found: 'json-ld', title, attribution, text: stated, blocks: asBlocks(stated) };
  }
  const blocks = main.foundBy === 'rule' ? kept : withoutUnstated(kept, stated, agreement);
  trace?.leftOut(kept, blocks, 'the text that the page states for machines does not have it');
  return { found: main.foundBy, title, attribution, text: textOf(blocks), blocks };
}

function qualityOf(
  { found, text, blocks }: Body,
  main: MainText,
  rule: SiteRule | null,
  isArticle: boolean,
): ExtractedArticle['quality'] {
  const links = blocks.reduce((sum, block) => sum + block.links, 0);
  const linkDensity = text === '' || found === 'json-ld' ? 0 : Math.min(1, links / text.length);
  const confidence = confidenceOf(main, blocks, text, isArticle);
  return {
    found,
    rule: rule === null ? null : markOf(rule),
    words: wordsIn(text),
    characters: text.length,
    blocks: blocks.length,
    linkDensity: round(linkDensity),
    // Somebody has looked at the site; only what has become of it since then is open.
    confidence: round(found === 'rule' && text !== '' ? (1 + confidence) / 2 : confidence),
  };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

// The title stands above the text in its own field.
function withoutTitle(blocks: Block[], title: string | null): Block[] {
  const [head] = blocks;
  return head !== undefined && title !== null && folded(head.text) === title ? blocks.slice(1) : blocks;
}

// Whether a page calls itself an article.
const isSaid = ({ metas }: Marked, { article }: LinkedData): boolean =>
  Object.keys(article).length > 0 ||
  metas.some(({ attribs }) => attribs['property'] === 'og:type' && /article/i.test(attribs['content'] ?? ''));

// What a page says of itself for search engines and for others that show it.
function summariesOf({ metas }: Marked, { article }: LinkedData): string[] {
  const stated = metas.filter(
    ({ attribs }) => attribs['name'] === 'description' || attribs['property'] === 'og:description',
  );
  return [...stated.map(({ attribs }) => attribs['content'] ?? ''), textIn(article['description']) ?? ''];
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
