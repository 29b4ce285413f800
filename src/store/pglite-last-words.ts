/**
 * What a line of the embedded database's log says of its own end: after a PANIC or FATAL it answers no more, and may
 * spin for ever. Null for every other line.
 */
export function lastWordsIn(line: string): string | null {
  const words = /\b(?:PANIC|FATAL): +(.+)/.exec(line)?.[1];
  return words === undefined ? null : inShort(words);
}

/** An error of the disk as a person calls it; the file is named where another one would not have it. */
export function inShort(words: string): string {
  return /No space left on device|ENOSPC/.test(words) ? 'the disk is full' : words;
}
