// The language of an article, and of its paragraphs where they differ: the whole decides the tag, so that a quoted
// paragraph does not turn an article; the shares tell how much of it is in which language.
import { type DetectedLanguage, detectLanguage, type LanguageHints } from './detect.js';

export interface LanguageShares {
  main: DetectedLanguage;
  /** Shares of the characters in paragraphs whose language is sure; the largest first, 1 in all. */
  shares: { tag: string; share: number }[];
}

/** Paragraphs that are looked at one by one; the rest goes with the whole. */
const MAX_BLOCKS = 40;
/** Shorter paragraphs are headings and names, which say little. */
const MIN_CHARACTERS = 80;
const SURE = 0.8;

export function detectByBlock(text: string, hints: LanguageHints = {}): LanguageShares {
  const main = detectLanguage(text, hints);
  const counts = new Map<string, number>();
  const blocks = text.split(/\n{2,}/).filter((block) => block.length >= MIN_CHARACTERS);
  for (const block of blocks.slice(0, MAX_BLOCKS)) {
    const own = detectLanguage(block);
    const tag = own.confidence >= SURE && own.tag !== 'und' ? own.tag : main.tag;
    counts.set(tag, (counts.get(tag) ?? 0) + block.length);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return { main, shares: [{ tag: main.tag, share: 1 }] };
  const shares = [...counts].map(([tag, count]) => ({
    tag,
    share: Math.round((count / total) * 1_000) / 1_000,
  }));
  return { main, shares: shares.sort((a, b) => b.share - a.share) };
}
