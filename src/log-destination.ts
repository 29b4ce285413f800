// Where log lines go: at once where that is possible, so that a line which was logged before a crash is there after it,
// and never so that the service waits for whoever reads them.
//
// - A reader that is stuck: lines wait in memory up to a limit, later ones are dropped and counted.
// - A reader that is gone (EPIPE): the log is quiet from then on.
// - A full disk: lines are dropped and counted; the first one that fits again says how many.
import { constants, fstatSync, openSync, writeSync } from 'node:fs';

/** What pino writes to. */
export interface LogDestination {
  write(line: string): void;
  /** Tries once more to write what waits. */
  flushSync(): void;
}

/** A minute of a busy service's log; more would be a leak. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** How often a reader that took nothing is tried again. */
const AGAIN_MS = 50;

/** A destination over a file descriptor; `maxWaitingBytes` is what may wait for a reader. */
export function logDestination(descriptor: number, maxWaitingBytes = MAX_WAITING_BYTES): LogDestination {
  const target = unblocked(descriptor);
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let isGone = false;
  let timer: NodeJS.Timeout | null = null;

  const drain = (): void => {
    while (waiting.length > 0 && !isGone) {
      const [first] = waiting;
      if (first === undefined) return;
      const written = tryWrite(target, first);
      if (written === 'gone') isGone = true;
      if (written === 'gone' || written === 'later') break;
      if (written === 'lost') dropped++;
      const taken = written === 'lost' ? first.length : written;
      waitingBytes -= taken;
      if (taken < first.length) waiting[0] = first.subarray(taken);
      else waiting.shift();
      if (dropped > 0 && written !== 'lost') report();
    }
    if (isGone) waiting.length = 0;
    if (waiting.length > 0) timer ??= setTimeout(again, AGAIN_MS).unref();
  };
  const again = (): void => {
    timer = null;
    drain();
  };
  const take = (line: string): void => {
    const bytes = Buffer.from(line);
    waiting.push(bytes);
    waitingBytes += bytes.length;
  };
  // Only behind a whole line: one that was cut goes on first.
  const report = (): void => {
    const msg = 'log lines were dropped, because nothing could be written or nobody read them';
    const line = { level: 'warn', time: new Date().toISOString(), name: 'feedmill', dropped, msg };
    if (waitingBytes > maxWaitingBytes) return;
    dropped = 0;
    take(`${JSON.stringify(line)}\n`);
  };
  return {
    write: (line) => {
      if (isGone) return;
      if (waitingBytes > maxWaitingBytes) dropped++;
      else take(line);
      if (timer === null) drain();
    },
    flushSync: drain,
  };
}

/** Bytes that were written; `later`: the reader takes none now; `lost`: they cannot be written; `gone`: nobody reads. */
function tryWrite(descriptor: number, bytes: Buffer): number | 'later' | 'lost' | 'gone' {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return 'later';
    // A log is no reason to end: whatever else is wrong with it, the next line is tried again.
    return code === 'EPIPE' ? 'gone' : 'lost';
  }
}

// A pipe blocks whoever writes to it when it is full. Opened once more it does not, and the processes that share the
// other description keep theirs as it is.
function unblocked(descriptor: number): number {
  try {
    if (!fstatSync(descriptor).isFIFO()) return descriptor;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // Not Linux, or a descriptor that may not be opened again: it is written to as it is.
    return descriptor;
  }
}
