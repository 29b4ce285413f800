// Republished articles: the original publisher's name at the end of the title, and a link to the original below the
// text whose words are not part of the article.

import { parseUrl } from '../parse-url.js';
import type { Block } from './blocks.js';
import { webUrl } from './clean-html.js';
import { type AnyNode, isTag, weightOf } from './tree.js';

export interface Attribution {
  publisher: string | null;
  url: string | null;
}

/** A name after a dash at the end of a title: capitals or capitalised words, few of them. */
const suffix =
  /^(.{15,}?)\s+[–—|-]\s+(\p{Lu}[\p{L}\p{N}.'’&]*(?:\s+(?:of|the|de|la|der|die|das|du|\p{Lu}[\p{L}\p{N}.'’&]*)){0,3})$/u;
/** A source link stands alone in one of the last blocks and is this short. */
const MAX_SOURCE_LINK = 40;
const LAST_BLOCKS = 3;
/** A block of so many characters is of the article, which stands above the link and not below it. */
const MIN_TEXT = 80;

export interface Attributed {
  title: string | null;
  blocks: Block[];
  attribution: Attribution;
}

/**
 * Takes the original's name off the title and the link to it out of the text. A link counts only if it is the whole of
 * its block and leads to another site; a name counts only beside such a link or where another page shows it as source.
 */
export function attribute(title: string | null, blocks: Block[], url: string): Attributed {
  const host = hostOf(url);
  const from = Math.max(0, blocks.length - LAST_BLOCKS);
  const at = blocks.findLastIndex((block, index) => index >= from && sourceLink(block, url, host) !== null);
  const isText = ({ text }: Block): boolean => weightOf(text) >= MIN_TEXT;
  const isLast = blocks.slice(0, Math.max(0, at)).some(isText) && !blocks.slice(at + 1).some(isText);
  const link = at < 0 || !isLast ? null : sourceLink(blocks[at] as Block, url, host);
  const named = link === null ? null : suffix.exec(title ?? '');
  return {
    title: named?.[1] ?? title,
    blocks: link === null ? blocks : blocks.filter((_, index) => index < at),
    attribution: { publisher: named?.[2] ?? null, url: link },
  };
}

function sourceLink({ nodes, text, links }: Block, url: string, host: string): string | null {
  if (text.length > MAX_SOURCE_LINK || links < text.length * 0.8) return null;
  const anchor = anchorIn(nodes);
  const target = webUrl(anchor ?? undefined, url);
  return target === null || hostOf(target) === host ? null : target;
}

function anchorIn(nodes: AnyNode[]): string | null {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    const href = node.name === 'a' ? (node.attribs['href'] ?? null) : anchorIn(node.children);
    if (href !== null) return href;
  }
  return null;
}

const hostOf = (url: string): string => parseUrl(url)?.host.replace(/^www\./, '') ?? '';
