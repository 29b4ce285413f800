// Line by line: what stands before the first paragraph and after the last without being text, what sites add between
// paragraphs, what is only links, and what repeats.
import { usualForm } from '../dates/parse.js';
import type { Block } from './blocks.js';
import { simplified } from './names.js';
import { isAddedLine, readingTime } from './phrases.js';
import { leavesSite, siteOf } from './site.js';
import { type AnyNode, isTag } from './tree.js';

/** What the article's other fields hold; lines that only say it again are left out. */
export interface Known {
  url: string;
  title: string | null;
  byline: readonly string[];
}

/** Blocks of the article itself, in order. */
export function trimmed(blocks: readonly Block[], known: Known): Block[] {
  const kept = blocks.filter(
    (block) => !isAddedLine(block.text, block.links) && (!isLinkBlock(block) || leadsAway(block, known.url)),
  );
  const names = known.byline.map(simplified).filter((name) => name !== '');
  const body = withoutTail(withoutHead(kept, known.title, names), names);
  const headed = body.map((block): Block => (block.tag === 'h1' ? { ...block, tag: 'h2' } : block));
  return withoutPullQuotes(withoutRepeats(headed));
}

/** Of a short line, of a paragraph and of several lines so much may be links before it is a list of them. */
const SHORT = 120;
const MAX_SHORT_LINKS = 0.7;
const MAX_LINKS = 0.85;
const MAX_LINE_LINKS = 0.6;

function isLinkBlock({ text, links }: Block): boolean {
  if (links === 0) return false;
  const most = text.includes('\n') ? MAX_LINE_LINKS : text.length < SHORT ? MAX_SHORT_LINKS : MAX_LINKS;
  return links > text.length * most;
}

const isHeading = ({ tag }: Block): boolean => tag === 'h1' || tag === 'h2' || tag === 'h3' || tag === 'h4';

/** Addresses that share or follow, on other sites, are not what an article refers to. */
const sharing =
  /^(?:mailto|tel|javascript|whatsapp):|\/(?:sharer?|share|intent|submit|dialog|cws)(?:[/.?]|$)|[?&](?:u|url|text)=http|wa\.me\/|t\.me\/|news\.google\./i;

// A line of links to other sites is a reference; one to the same site leads to more of it.
function leadsAway({ nodes }: Block, url: string): boolean {
  const hrefs = nodes.flatMap(hrefsIn);
  return hrefs.length > 0 && hrefs.every((href) => !sharing.test(href) && leavesSite(href, siteOf(url)));
}

function hrefsIn(node: AnyNode): string[] {
  if (!isTag(node)) return [];
  const href = node.attribs['href'];
  return node.name === 'a' && href !== undefined ? [href] : node.children.flatMap(hrefsIn);
}

/** The first lines may be as many of labels: kicker, date, byline, reading time, share counts. */
const MAX_HEAD = 12;

function withoutHead(blocks: Block[], title: string | null, names: readonly string[]): Block[] {
  const name = simplified(title ?? '');
  const says = ({ tag, text }: Block): boolean =>
    tag === 'h1' || (name !== '' && text.length < name.length * 2 && simplified(text) === name);
  const at = blocks.slice(0, MAX_HEAD * 2).findIndex(says);
  const below = at < 0 || !isAboveText(blocks.slice(0, at)) ? 0 : at + 1;
  return blocks.filter((block, index) => {
    if (index < below) return false;
    return index >= below + MAX_HEAD || !isHeadLine(block, names);
  });
}

/** A date or a time, in figures. */
const moment = /\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}/u;
/** Years of the Persian and Islamic calendars, and of the Thai one. */
const otherYear =
  /[\u0600-\u06ff].*\b1[34]\d{2}\b|\b1[34]\d{2}\b.*[\u0600-\u06ff]|[\u0e00-\u0e7f].*\b25\d{2}\b/u;
const MAX_MOMENT = 70;

// Dates and names that stand above the text in other fields of the article.
function isHeadLine(block: Block, names: readonly string[]): boolean {
  if (block.tag === 'li' || block.tag === 'tr' || block.tag === 'pre') return false;
  if (isByline(block, names)) return true;
  if (block.text.length > MAX_MOMENT || ending.test(block.text)) return false;
  const line = usualForm(block.text);
  return moment.test(line) || otherYear.test(line) || readingTime.test(line);
}

const ending = /[.!?…。！？؟।”"»“]\s*$/u;

/** What may stand above a title is short: a name of the section, a trail of links, a lead of a line or two. */
const MAX_ABOVE = 300;
const isAboveText = (blocks: Block[]): boolean =>
  blocks.reduce((sum, { text }) => sum + text.length, 0) <= MAX_ABOVE;

const MAX_BYLINE = 120;
/** Letters beside the name: "by", a day, a paper. */
const MAX_BESIDE_NAME = 30;

function isByline({ text }: Block, names: readonly string[]): boolean {
  if (text.length > MAX_BYLINE || names.length === 0) return false;
  const own = simplified(text);
  return names.some((name) => own.length <= name.length + MAX_BESIDE_NAME && own.includes(name));
}

function withoutTail(blocks: Block[], names: readonly string[]): Block[] {
  const kept = [...blocks];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const isLabel =
      isHeading(last) || isByline(last, names) || (last.links > last.text.length * 0.5 && last.tag !== 'tr');
    if (!isLabel) break;
    kept.pop();
  }
  return kept;
}

/** Shorter lines may well be said twice. */
const MIN_REPEATED = 40;

// Templates repeat a paragraph for small screens, in a box beside the text, or as its own teaser.
function withoutRepeats(blocks: Block[]): Block[] {
  const seen = new Set<string>();
  return blocks.filter(({ text }) => {
    if (text.length < MIN_REPEATED) return true;
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** An article has some pull quotes; more quotes are a list of them, and each is looked for in the whole text. */
const MAX_QUOTES = 30;

// A sentence of the text in large letters, and who said it.
function withoutPullQuotes(blocks: Block[]): Block[] {
  const isQuote = ({ tag, text }: Block): boolean => tag === 'blockquote' && text.length >= MIN_REPEATED;
  const count = blocks.filter(isQuote).length;
  if (count === 0 || count > MAX_QUOTES) return blocks;
  const text = lettersOf(blocks.map((block) => (block.tag === 'blockquote' ? '' : block.text)).join(''));
  let isPulled = false;
  return blocks.filter((block) => {
    if (isQuote(block)) isPulled = text.includes(lettersOf(block.text));
    else isPulled = isPulled && block.tag === 'blockquote';
    return !isPulled;
  });
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
