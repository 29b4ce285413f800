// A page to its article: parse once, read the metadata, find the element that holds the article, take its blocks,
// and write text and HTML from them. Where the page's own text is weaker than what its JSON-LD carries, that is taken.
import { type Attribution, attribute } from './attribution.js';
import type { Block } from './blocks.js';
import { cleanHtml } from './clean-html.js';
import { confidenceOf } from './confidence.js';
import { type LinkedData, linkedData, textIn } from './json-ld.js';
import { type MainText, mainText } from './main-text.js';
import { type Marked, markedIn } from './marked.js';
import { type Metadata, metadataOf, type PageHints } from './metadata.js';
import { agreementOf, statedBody, withoutUnstated } from './stated.js';
import { folded, parsePage } from './tree.js';
import { trimmed } from './trim.js';

export interface PageContext {
  url: string;
  /** What no date may exceed by more than a day. */
  now: Date;
  /** What the feed said; used where the page says nothing. */
  hints?: PageHints;
}
export interface ExtractedArticle extends Metadata {
  /** Paragraphs separated by one blank line; list items stand on lines of their own. */
  text: string;
  html: string;
  excerpt: string | null;
  attribution: Attribution;
  quality: {
    words: number;
    characters: number;
    blocks: number;
    /** Share of the text that is links, 0 to 1. */
    linkDensity: number;
    /** Whether the text is what the page's JSON-LD states, or what was found by elements or by paragraphs. */
    found: 'json-ld' | MainText['by'];
    /** 0 to 1: how sure it is that this text is the article. */
    confidence: number;
  };
}

const EXCERPT = 280;
/** Extracts the article of a page. Never throws; a page without one gives little text and low confidence. */
export function extractArticle(html: string, { url, now, hints = {} }: PageContext): ExtractedArticle {
  const page = parsePage(html);
  const marked = markedIn(page);
  const data = linkedData(marked.scripts, url);
  const metadata = metadataOf(page, marked, data, { url, now, hints });
  const main = mainText(page, { url, title: metadata.title, summaries: summariesOf(marked, data) });
  const { found } = main;
  const {
    title,
    blocks: attributed,
    attribution,
  } = attribute(metadata.title, withoutTitle(found, metadata.title), url);
  const kept = trimmed(attributed, { ...metadata, url });
  const stated = statedBody(data);
  const agreement = agreementOf(textOf(kept), stated);
  const blocks = withoutUnstated(kept, stated, agreement);
  const own = textOf(blocks);
  const takesStated = agreement.status === 'stronger';
  const text = takesStated ? stated : own;
  const characters = text.length;
  const links = blocks.reduce((sum, block) => sum + block.links, 0);
  const linkDensity = own === '' || takesStated ? 0 : Math.min(1, links / own.length);
  return {
    ...metadata,
    title,
    text,
    html: takesStated ? cleanHtml(asBlocks(stated), url) : cleanHtml(blocks, url),
    excerpt: excerptOf(text),
    attribution,
    quality: {
      words: wordsIn(text),
      characters,
      blocks: blocks.length,
      linkDensity: round(linkDensity),
      found: takesStated ? 'json-ld' : main.by,
      confidence: round(confidenceOf(main, blocks, text)),
    },
  };
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

// The title stands above the text in its own field.
function withoutTitle(blocks: Block[], title: string | null): Block[] {
  const [head] = blocks;
  return head !== undefined && title !== null && folded(head.text) === title ? blocks.slice(1) : blocks;
}

// What a page says of itself for search engines and for others that show it.
function summariesOf({ metas }: Marked, { article }: LinkedData): string[] {
  const stated = metas.filter(
    ({ attribs }) => attribs['name'] === 'description' || attribs['property'] === 'og:description',
  );
  return [...stated.map(({ attribs }) => attribs['content'] ?? ''), textIn(article['description']) ?? ''];
}

function textOf(blocks: Block[]): string {
  const parts: string[] = [];
  for (const [index, { tag, text }] of blocks.entries()) {
    const follows = (tag === 'li' || tag === 'tr') && blocks[index - 1]?.tag === tag;
    parts.push(index === 0 ? '' : follows ? '\n' : '\n\n', text);
  }
  return parts.join('');
}

// Counted, since a list of all words costs twice as much.
function wordsIn(text: string): number {
  const word = /[\p{L}\p{M}\p{N}]+/gu;
  let count = 0;
  while (word.test(text)) count++;
  return count;
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

function excerptOf(text: string): string | null {
  const head = text.split('\n\n').find((paragraph) => paragraph.length >= 40) ?? text;
  if (head === '') return null;
  const flat = folded(head);
  return flat.length <= EXCERPT
    ? flat
    : `${flat.slice(0, flat.lastIndexOf(' ', EXCERPT) > EXCERPT / 2 ? flat.lastIndexOf(' ', EXCERPT) : EXCERPT)}…`;
}
