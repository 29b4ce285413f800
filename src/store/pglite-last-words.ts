import { messageOf } from '../errors.js';

/**
 * What a line of the embedded database's log says of its own end: after a PANIC or FATAL it answers no more, and may
 * spin for ever. Null for every other line.
 */
export function lastWordsIn(line: string): string | null {
  const words = /\b(?:PANIC|FATAL): +(.+)/.exec(line)?.[1];
  return words === undefined ? null : inShort(words);
}

/** WASI's numbers for what a disk refuses, which is how errors of the database's own file system come. */
const ERRNO_WORDS: Readonly<Record<number, string>> = {
  2: 'permission denied',
  29: 'I/O error',
  51: 'the disk is full',
  69: 'the file system is read-only',
};

/** Why the database's thread broke, in words for a person. */
export function wordsOf(broke: unknown): string {
  const errno = (broke as { errno?: unknown } | null)?.errno;
  if (typeof errno === 'number') return ERRNO_WORDS[errno] ?? `error ${errno} of the file system`;
  return inShort(messageOf(broke));
}

/** An error of the disk as a person calls it; the file is named where another one would not have it. */
function inShort(words: string): string {
  return /No space left on device|ENOSPC/.test(words) ? 'the disk is full' : words;
}

/**
 * Errors (PostgreSQL's Appendix A) that the database does not get over. It spins after "disk full"; and one that could not
 * open files for want of descriptors was seen to fail on when the process had plenty of them again.
 */
const ENDS: Readonly<Record<string, string>> = {
  53100: 'the disk is full',
  53000: 'too many files are open; the limit is `ulimit -n`, and LimitNOFILE under systemd',
};

/** Why an error with this code is the end of the embedded database; null where it goes on. */
export const endBy = (code: string | null): string | null => ENDS[code ?? ''] ?? null;
