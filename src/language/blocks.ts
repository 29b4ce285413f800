// The language of an article, and of its paragraphs where they differ. The whole decides the tag, so that a quoted
// paragraph does not turn an article; the shares tell how much of it is in which language.
import { SURE } from './confidence.js';
import { type DetectedLanguage, detectLanguage, type LanguageHints } from './detect.js';
import { scriptOf } from './scripts.js';
import { functionWords } from './words.js';

export interface LanguageShares {
  main: DetectedLanguage;
  /** Shares of the letters in paragraphs that say enough; the largest first, 1 in all. */
  shares: { tag: string; share: number }[];
}

/** Paragraphs that are looked at one by one; the rest goes with the whole. */
const MAX_BLOCKS = 40;
/** Shorter paragraphs are headings and names, which say little. */
const MIN_EXTENT = 80;
/** A sign for a syllable or a word says as much as three letters. */
const wordSigns = /[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]/g;
const LETTERS_PER_SIGN = 3;
/** The whole paragraph is somebody's words: it begins and ends as a quotation does, or as mail marks one. */
const quoted = /^\s*(?:[“„«"「][\s\S]*[”“»"」]|>[\s\S]*)\s*$/;

/** The language of a text with its shares by paragraph. Never throws on any text. */
export function detectByBlock(text: string, hints: LanguageHints = {}): LanguageShares {
  const blocks = text.split(/\n\s*\n/).filter((block) => extentOf(block) >= MIN_EXTENT);
  const main = detectLanguage(ownWords(text, blocks), hints);
  const counts = new Map<string, number>();
  for (const block of blocks.slice(0, MAX_BLOCKS)) {
    const tag = tagOfBlock(block, main.tag);
    counts.set(tag, (counts.get(tag) ?? 0) + extentOf(block));
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return { main, shares: [{ tag: main.tag, share: 1 }] };
  const shares = [...counts].map(([tag, count]) => ({
    tag,
    share: Math.round((count / total) * 1_000) / 1_000,
  }));
  return { main, shares: shares.sort((a, b) => b.share - a.share) };
}

function extentOf(block: string): number {
  return block.length + (LETTERS_PER_SIGN - 1) * (block.match(wordSigns)?.length ?? 0);
}

/** Function words of the article's language per word of running text; ordinary prose has two to three times as many. */
const SPOKEN_SHARE = 0.15;
/** More of a paragraph says nothing new. */
const MAX_LOOKED = 2_000;

// Most paragraphs are in the language of their article, and its function words show that at a tenth of the price.
function speaks(block: string, main: string): boolean {
  const [language = '', script] = main.split('-');
  const words =
    block
      .slice(0, MAX_LOOKED)
      .toLowerCase()
      .match(/[\p{L}\p{M}'’]+/gu) ?? [];
  const { own, others } = functionWords(words, language, script ?? scriptOf(block)?.code ?? '');
  return own >= words.length * SPOKEN_SHARE && own > 2 * others;
}

/** The text without quoted paragraphs, where others remain. */
function ownWords(text: string, blocks: readonly string[]): string {
  const own = blocks.filter((block) => !quoted.test(block));
  return own.length === 0 || own.length === blocks.length ? text : own.join('\n\n');
}

function tagOfBlock(block: string, main: string): string {
  if (speaks(block, main)) return main;
  const { tag, confidence } = detectLanguage(block);
  return confidence >= SURE && tag !== 'und' ? tag : main;
}
