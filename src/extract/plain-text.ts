// Blocks as text: one blank line between paragraphs, items of a list and rows of a table on lines of their own, and
// nothing twice: templates repeat a paragraph for small screens, in a box beside the text, or as its own teaser.
import type { Block } from './blocks.js';

/** Shorter blocks are said twice by people as well. */
const MIN_REPEAT = 60;

/** The blocks without those that say again what one before them said. */
export function withoutRepeats(blocks: Block[]): Block[] {
  const said = new Set<string>();
  return blocks.filter(({ text }) => {
    if (text.length < MIN_REPEAT) return true;
    const isNew = !said.has(text);
    said.add(text);
    return isNew;
  });
}

/** The text of the blocks. */
export function textOf(blocks: readonly Block[]): string {
  const parts: string[] = [];
  for (const [index, { tag, text }] of blocks.entries()) {
    const follows = (tag === 'li' || tag === 'tr') && blocks[index - 1]?.tag === tag;
    parts.push(index === 0 ? '' : follows ? '\n' : '\n\n', text);
  }
  return parts.join('');
}

/** How many words a text has. Counted one by one: a list of all words is as large as the text again. */
export function wordsIn(text: string): number {
  const word = /[\p{L}\p{M}\p{N}]+/gu;
  let count = 0;
  while (word.test(text)) count++;
  return count;
}
