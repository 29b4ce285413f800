// The thread that hears the event loop beat. It waits without a loop of its own, and says nothing itself: a log on a
// terminal that stands still blocks whoever writes to it, and may be what blocks the loop.
import { Worker, workerData } from 'node:worker_threads';
import { threadModule } from '../thread.js';
import { BEATS, type LastWords, STOPPED, TOLD, type WatchdogStart } from './cells.js';
import { type Silence, silenceAfter } from './silence.js';

/** Time for the line of the log; it takes a tenth of a second. */
const TELL_MS = 2_000;

const start = workerData as WatchdogStart;
const { cells, limitMs, lookMs } = start;

function end(silentMs: number): void {
  const lastWords: LastWords = { ...start, silentMs: Math.round(silentMs) };
  new Worker(threadModule('last-words-thread', import.meta.url), { workerData: lastWords });
  Atomics.wait(cells, TOLD, 0, TELL_MS);
  process.kill(process.pid, 'SIGKILL');
}

let silence: Silence = { beats: 0, lookedAtMs: performance.now(), silentMs: 0 };
while (Atomics.wait(cells, STOPPED, 0, lookMs) === 'timed-out') {
  silence = silenceAfter(silence, Atomics.load(cells, BEATS), performance.now(), lookMs);
  if (silence.silentMs < limitMs) continue;
  end(silence.silentMs);
  // Still here: process 1 of a container. It has its whole time anew, and is told of again.
  silence = { ...silence, silentMs: 0 };
}
