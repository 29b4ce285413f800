// Line by line: what stands before the first paragraph and after the last without being text, what sites add between
// paragraphs, what is only links, and what repeats.
import type { Block } from './blocks.js';
import { simplified } from './names.js';
import { isAddedLine } from './phrases.js';
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
  const body = withoutTail(withoutHead(kept, known), known);
  return withoutRepeats(body.map((block) => (block.tag === 'h1' ? { ...block, tag: 'h2' } : block)));
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
  return (
    hrefs.length > 0 &&
    hrefs.every((href) => /^https?:/i.test(href) && !sharing.test(href) && siteOf(href) !== siteOf(url))
  );
}

function hrefsIn(node: AnyNode): string[] {
  if (!isTag(node)) return [];
  const href = node.attribs['href'];
  return node.name === 'a' && href !== undefined ? [href] : node.children.flatMap(hrefsIn);
}

/** The last two labels of a host, or all of an odd address. */
const siteOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).hostname.split('.').slice(-2).join('.') : url;

/** The first lines may be as many of labels: kicker, date, byline, reading time, share counts. */
const MAX_HEAD = 12;

function withoutHead(blocks: Block[], { title, byline }: Known): Block[] {
  const name = simplified(title ?? '');
  const at = blocks.findIndex(
    (block, index) =>
      index < MAX_HEAD * 2 && (block.tag === 'h1' || (name !== '' && simplified(block.text) === name)),
  );
  const below = at < 0 || !isAboveText(blocks.slice(0, at)) ? 0 : at + 1;
  return blocks.filter((block, index) => {
    if (index < below) return false;
    return index >= below + MAX_HEAD || !isHeadLine(block, byline);
  });
}

/** A date or a time, in figures. */
const moment = /\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}/u;
const MAX_MOMENT = 70;

// Dates and names that stand above the text in other fields of the article.
function isHeadLine(block: Block, byline: readonly string[]): boolean {
  if (block.tag === 'li' || block.tag === 'tr' || block.tag === 'pre') return false;
  return (
    isByline(block, byline) ||
    (block.text.length <= MAX_MOMENT && !ending.test(block.text) && moment.test(block.text))
  );
}

const ending = /[.!?…。！？؟।”"»“]\s*$/u;

/** What may stand above a title is short: a name of the section, a trail of links, a lead of a line or two. */
const MAX_ABOVE = 300;
const isAboveText = (blocks: Block[]): boolean =>
  blocks.reduce((sum, { text }) => sum + text.length, 0) <= MAX_ABOVE;

const MAX_BYLINE = 120;

function isByline({ text }: Block, byline: readonly string[]): boolean {
  if (text.length > MAX_BYLINE) return false;
  const own = simplified(text);
  return byline.some((name) => {
    const simple = simplified(name);
    return simple !== '' && own.includes(simple) && own.length <= simple.length + 30;
  });
}

function withoutTail(blocks: Block[], { byline }: Known): Block[] {
  const kept = [...blocks];
  for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
    const isLabel =
      isHeading(last) || isByline(last, byline) || (last.links > last.text.length * 0.5 && last.tag !== 'tr');
    if (!isLabel) break;
    kept.pop();
  }
  return kept;
}

// Templates repeat a paragraph for small screens, in a box beside the text, or as its own teaser.
/** Shorter lines may well be said twice. */
const MIN_REPEATED = 40;

function withoutRepeats(blocks: Block[]): Block[] {
  const seen = new Set<string>();
  return blocks.filter(({ text }) => {
    if (text.length < MIN_REPEATED) return true;
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
