// Where log lines go: at once where that is possible, so that a line which was logged before a crash is there after it,
// and never so that the service waits for whoever reads them.
//
// - A reader that is stuck: lines wait in memory up to a limit, later ones are dropped and counted.
// - A reader that is gone (EPIPE): the log is quiet from then on.
// - A full disk: lines are dropped and counted; the first one that fits again says how many.
import { constants, fstatSync, openSync, writeSync } from 'node:fs';

/** A minute of a busy service's log; more would be a leak. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** How often a reader that took nothing is tried again. */
const AGAIN_MS = 50;

/** What pino writes to: a file descriptor. */
export class LogDestination {
  readonly #target: number;
  readonly #maxWaitingBytes: number;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #isGone = false;
  #timer: NodeJS.Timeout | null = null;

  /** `maxWaitingBytes` is what may wait for a reader. */
  constructor(descriptor: number, maxWaitingBytes = MAX_WAITING_BYTES) {
    this.#target = unblocked(descriptor);
    this.#maxWaitingBytes = maxWaitingBytes;
  }

  write(line: string): void {
    if (this.#isGone) return;
    if (this.#waitingBytes > this.#maxWaitingBytes) this.#dropped++;
    else this.#take(line);
    if (this.#timer === null) this.flushSync();
  }

  /** Tries to write what waits. */
  flushSync(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const written = tryWrite(this.#target, first);
      if (written === 'later') break;
      if (written === 'gone') {
        this.#isGone = true;
        this.#waiting.length = 0;
        return;
      }
      this.#written(first, written);
    }
    if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#again(), AGAIN_MS).unref();
  }

  #again(): void {
    this.#timer = null;
    this.flushSync();
  }

  #take(line: string): void {
    const bytes = Buffer.from(line);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #written(first: Buffer, written: number | 'lost'): void {
    const taken = written === 'lost' ? first.length : written;
    this.#waitingBytes -= taken;
    if (taken < first.length) this.#waiting[0] = first.subarray(taken);
    else this.#waiting.shift();
    if (written === 'lost') this.#dropped++;
    else if (this.#dropped > 0 && this.#waitingBytes <= this.#maxWaitingBytes) {
      this.#take(droppedLine(this.#dropped));
      this.#dropped = 0;
    }
  }
}

function droppedLine(dropped: number): string {
  const msg = 'log lines were dropped, because nothing could be written or nobody read them';
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 'warn', time, name: 'feedmill', dropped, msg })}\n`;
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
