// Watches the event loop from outside of it. A loop that spins runs no timer, hears no signal and answers no health
// check, so the service cannot end itself: a thread of its own hears the loop beat, and where no beat comes for
// FEEDMILL_WATCHDOG_MS it logs one line and kills the process, for its supervisor to start it again. What was in hand
// is taken up then as after any other kill.
//
// Not blocked is a process that stands still as a whole (SIGSTOP, a laptop's lid, a frozen container), since its
// threads do too (silence.ts), nor one that a debugger was asked for at the start, which may stop it for hours.
import { once } from 'node:events';
import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Log } from '../log.js';
import type { Settings } from '../settings.js';
import { threadModule } from '../thread.js';
import { BEATS, CELLS, STOPPED, type WatchdogStart } from './cells.js';

export interface Watchdog {
  /** Ends the watch; may be called again. */
  stop(): Promise<void>;
}

/** Often enough that an ordinary stutter of the loop is not counted, and nothing that a processor would notice. */
const BEAT_MS = 1_000;
/** Beats that the shortest limit has room for. */
const BEATS_IN_LIMIT = 4;
/** It counts and waits, and needs no more. */
const HEAP_MB = 8;

type WatchdogSettings = Pick<Settings, 'watchdogMs' | 'logLevel' | 'logFormat'>;

/** Watches the event loop of this process, unless the setting is off or a debugger was asked for. */
export function startWatchdog(settings: WatchdogSettings, log: Log): Watchdog {
  const { watchdogMs: limitMs, logLevel, logFormat } = settings;
  if (limitMs === null) return unwatched;
  if (inspector.url() !== undefined) {
    log.info('a debugger was asked for, so nothing ends the process when its event loop is blocked');
    return unwatched;
  }
  if (process.pid === 1)
    log.warn(
      'process 1 of a container cannot be killed from inside, so it is not ended when its event loop is blocked; run it under an init (docker run --init)',
    );
  const cells = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  const beatMs = Math.min(BEAT_MS, Math.floor(limitMs / BEATS_IN_LIMIT));
  const workerData: WatchdogStart = { cells, limitMs, lookMs: beatMs, logLevel, logFormat };
  const thread = new Worker(threadModule('watchdog-thread', import.meta.url), {
    name: 'watchdog',
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 1 },
  });
  thread.on('error', (error) => log.warn({ err: error }, 'the watchdog has ended; the service runs without'));
  const ended = once(thread, 'exit').catch(() => undefined);
  thread.unref();
  const beats = setInterval(() => Atomics.add(cells, BEATS, 1), beatMs).unref();
  return {
    stop: async () => {
      clearInterval(beats);
      Atomics.store(cells, STOPPED, 1);
      Atomics.notify(cells, STOPPED);
      thread.ref();
      await ended;
    },
  };
}

const unwatched: Watchdog = { stop: async () => undefined };
