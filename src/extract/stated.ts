// The text that a page states of itself for machines: the articleBody of its JSON-LD. It is a second opinion: taken
// where the page's own text is another or much weaker, and where both agree it tells what of the page is beside the
// article. It is seldom taken for itself, because it has lost its headings, lists and often its paragraphs.
import { type Block, blocksOf } from './blocks.js';
import { plainFurniture } from './boilerplate.js';
import { type LinkedData, textIn } from './json-ld.js';
import { sizesIn } from './sizes.js';
import { folded, isTag, parsePage } from './tree.js';

/** Longer texts are no article. */
const MAX_STATED = 500_000;

/** The stated text, its paragraphs separated by a blank line; empty where a page states none. */
export function statedBody({ article }: LinkedData): string {
  const body = textIn(article['articleBody']) ?? textIn(article['text']) ?? '';
  if (body.length > MAX_STATED) return '';
  const text = markup.test(body) ? textOfMarkup(body) : body;
  return text
    .split(/[\r\n]+/)
    .map(folded)
    .filter((line) => line !== '')
    .join('\n\n');
}

const markup = /<\/?[a-z]+[\s>/]|&(?:lt|nbsp|amp|quot|#\d+);/i;

// Some sites put HTML there, and some put it there escaped.
function textOfMarkup(body: string): string {
  const page = parsePage(/&lt;\/?[a-z]/i.test(body) ? unescaped(body) : body);
  const sizes = sizesIn(page.root()[0]?.children ?? [], null);
  const parts: string[] = [];
  let line = '';
  for (const node of page.root()[0]?.children ?? []) {
    if (!isTag(node) || plainFurniture(node)) {
      if (!isTag(node) && 'data' in node && node.type === 'text') line += node.data;
      continue;
    }
    if (sizes.of(node).hasBlocks || /^(?:p|div|h\d|ul|ol|blockquote|section|article)$/.test(node.name)) {
      parts.push(line, ...blocksOf(node, plainFurniture, sizes).map(({ text }) => text));
      line = '';
    } else
      line += blocksOf(node, plainFurniture, sizes)
        .map(({ text }) => ` ${text} `)
        .join('');
  }
  return [...parts, line].filter((part) => part.trim() !== '').join('\n\n');
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Less stated text than this in characters is a summary. */
const MIN_STATED = 400;
/** It is taken when it is so many times longer than what was found, or when so little of it was found. */
const STRONGER = 1.6;
const STRANGE = 0.3;
/** How many places of the stated text are looked for in the other, and how many letters at each. */
const SAMPLES = 24;
const SAMPLE = 24;

/** How a page's own text and the stated one go together. */
export type Agreement =
  /** There is no stated text to speak of. */
  | { status: 'silent' }
  /** The page's own text is another or only a piece. */
  | { status: 'stronger' }
  /** Both are the same text; `share` of the stated one was found, 0 to 1. */
  | { status: 'agrees'; share: number };

/** Compares the text that was found with the stated one. */
export function agreementOf(found: string, stated: string): Agreement {
  if (stated.length < MIN_STATED) return { status: 'silent' };
  const [own, other] = [letters(found), letters(stated)];
  const samples = Math.min(SAMPLES, Math.floor(other.length / SAMPLE));
  let hits = 0;
  for (let index = 0; index < samples; index++) {
    const at = Math.floor((index * (other.length - SAMPLE)) / Math.max(1, samples - 1));
    if (own.includes(other.slice(at, at + SAMPLE))) hits++;
  }
  const share = samples === 0 ? 0 : hits / samples;
  if (other.length > own.length * STRONGER || (share < STRANGE && other.length > own.length * 0.5))
    return { status: 'stronger' };
  return { status: 'agrees', share };
}

/** So much of the stated text must be found before anything is left out because it is not in it. */
const SURE = 0.85;
/** More text than this share after the last that is stated, and the stated text is only the beginning. */
const MAX_TAIL = 0.3;
/** Each block is looked for in the whole of the stated text; longer articles are a book or an attack. */
const MAX_BLOCKS = 1_000;
/** Longer paragraphs within the text are left where they are. */
const MAX_MISSING = 250;

/** The blocks without the paragraphs that a stated text, being the same otherwise, does not have. */
export function withoutUnstated(blocks: Block[], stated: string, agreement: Agreement): Block[] {
  if (agreement.status !== 'agrees' || agreement.share < SURE) return blocks;
  if (blocks.length > MAX_BLOCKS) return blocks;
  const all = letters(stated);
  const isStated = blocks.map(({ text }) => {
    const own = letters(text);
    return own === '' || all.includes(own.slice(0, SAMPLE * 2));
  });
  const [first, last] = [isStated.indexOf(true), isStated.lastIndexOf(true)];
  const size = (part: Block[]): number => part.reduce((sum, { text }) => sum + text.length, 0);
  const isWhole = size(blocks.slice(last + 1)) <= size(blocks) * MAX_TAIL;
  return blocks.filter((block, index) => {
    if (isStated[index]) return true;
    if (index > last) return !isWhole;
    return index < first || block.tag !== 'p' || block.text.length > MAX_MISSING;
  });
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
