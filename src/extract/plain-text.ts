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

/** What was found of each character so far; all of them at once would take longer than most texts. */
const kinds = new Uint8Array(0x10000);
const UNKNOWN = 0;
const PART = 1;
const GAP = 2;
const wordPart = /[\p{L}\p{M}\p{N}]/u;

function kindOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = kinds[unit];
  if (known !== undefined && known !== UNKNOWN) return known;
  const character = String.fromCodePoint(text.codePointAt(at) ?? unit);
  const kind = wordPart.test(character) ? PART : GAP;
  // Half of a pair says nothing by itself.
  if (character.length === 1) kinds[unit] = kind;
  return kind;
}

/** How many words a text has: runs of letters, marks and figures. Read by a table, which takes a tenth of a regular expression. */
export function wordsIn(text: string): number {
  let count = 0;
  let before = GAP;
  for (let at = 0; at < text.length; at++) {
    const kind = kindOf(text, at);
    if (kind === PART && before !== PART) count++;
    before = kind;
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length) at++;
  }
  return count;
}
