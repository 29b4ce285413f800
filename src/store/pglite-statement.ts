// What the pool must know of a statement before it sends it: whether it opens or ends a transaction, and whether it is
// a LISTEN, which PGlite has a call of its own for. BullMQ puts SQL comments in front of both.
const leadingComments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const listenStatement = /^(UN)?LISTEN\s+"?(\w+)"?/i;

/** A LISTEN or UNLISTEN. */
export interface Listening {
  subscribe: boolean;
  channel: string;
}

/** The channel that a statement begins or ends to listen to; null for any other statement. */
export function listeningOf(text: string): Listening | null {
  const found = listenStatement.exec(text.replace(leadingComments, ''));
  return found === null ? null : { subscribe: found[1] === undefined, channel: found[2] ?? '' };
}

/** The command that a statement begins with, in pg's words: BEGIN, COMMIT, ROLLBACK, SELECT, INSERT, … */
export function commandOf(text: string): string {
  const word = /^[a-z]+/i.exec(text.replace(leadingComments, ''))?.[0].toUpperCase() ?? '';
  if (word === 'START') return 'BEGIN';
  if (word === 'END') return 'COMMIT';
  if (word === 'ABORT') return 'ROLLBACK';
  return word === 'ROLLBACK' && /^ROLLBACK\s+(?:TO|WORK\s+TO)\b/i.test(text.replace(leadingComments, ''))
    ? 'SAVEPOINT'
    : word;
}
