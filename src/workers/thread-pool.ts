// Threads that do one task each, with a limit of time and of memory. What passes a limit, or ends its thread by
// itself, costs that thread and its own task; the next task finds a new one in its place.
import { Piscina } from 'piscina';
import { messageOf } from '../errors.js';
import { createThreadRoom } from './thread-room.js';

export type ThreadOutcome<Result> =
  | { status: 'done'; result: Result }
  | { status: 'aborted' }
  /** The thread was ended or threw. */
  | { status: 'broken'; reason: string };

export interface ThreadPoolLimits {
  threads: number;
  /** Time that one task may take in its thread, in ms. */
  timeoutMs: number;
  /** A thread's own heap, and the part of it for what lives shortly, in MB. */
  heapMb: number;
  youngMb: number;
  /** Bytes of all tasks at once that lie outside the heaps; a larger one goes alone. */
  maxBytes: number;
  /** Idle threads are let go after this, in ms. */
  idleMs: number;
}
/** The function `name` of a thread's module, what it is called with, and how it is called in a reason. */
export interface ThreadCall {
  filename: string;
  name: string;
  task: unknown;
  bytes: number;
  who: string;
}
export interface ThreadPool {
  run<Result>(call: ThreadCall, signal: AbortSignal): Promise<ThreadOutcome<Result>>;
  close(): Promise<void>;
}

export function createThreadPool(limits: ThreadPoolLimits): ThreadPool {
  const pool = new Piscina({
    minThreads: 0,
    maxThreads: limits.threads,
    idleTimeout: limits.idleMs,
    resourceLimits: {
      maxOldGenerationSizeMb: limits.heapMb,
      maxYoungGenerationSizeMb: limits.youngMb,
    },
  });
  // A thread that dies before it has a task, such as one that cannot start, harms none: the task that it was started
  // for runs into its limit and says so. Without a listener the event would end the process.
  pool.on('error', () => undefined);
  // Piscina starts no thread in place of a dead one for what waits in its own queue, so nothing ever waits there.
  const admission = createThreadRoom({ places: limits.threads, maxBytes: limits.maxBytes });
  return {
    run: async ({ filename, name, task, bytes, who }, signal) => {
      const leave = await admission.enter(bytes, signal);
      if (leave === null) return { status: 'aborted' };
      const limit = AbortSignal.timeout(limits.timeoutMs);
      try {
        const ending = AbortSignal.any([limit, signal]);
        return { status: 'done', result: await pool.run(task, { filename, name, signal: ending }) };
      } catch (error) {
        if (signal.aborted) return { status: 'aborted' };
        const reason = limit.aborted
          ? `${who} took longer than ${limits.timeoutMs} ms`
          : `${who} broke: ${messageOf(error)}`;
        return { status: 'broken', reason };
      } finally {
        leave();
      }
    },
    close: () => pool.destroy(),
  };
}
