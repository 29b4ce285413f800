import type { Block } from './blocks.js';

/** The text of the blocks: one blank line between paragraphs, items of a list and rows of a table on lines of their own. */
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
