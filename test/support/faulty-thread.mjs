// What may go wrong in a thread, as tasks of a pool. Plain JavaScript, because threads of a suite start without a loader.
import { threadId } from 'node:worker_threads';

/** Never comes back. */
export function hang() {
  for (;;);
}

/** Fills its heap. */
export function eat() {
  const eaten = [];
  for (;;) eaten.push(Array.from({ length: 10_000 }, (_, n) => n + eaten.length));
}

export function leave() {
  process.exit(3);
}

const MEETING_MS = 25_000;

/**
 * The id of its thread, once `counter` says that as many tasks as `wanted` run at the same time.
 * @param {{ counter: Int32Array, wanted: number }} meeting
 */
export function meet({ counter, wanted }) {
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
  for (;;) {
    const here = Atomics.load(counter, 0);
    if (here >= wanted) return threadId;
    if (Atomics.wait(counter, 0, here, MEETING_MS) === 'timed-out') throw new Error('nobody else came');
  }
}

/**
 * How many tasks run while it does, at its beginning.
 * @param {{ counter: Int32Array }} seenBy
 */
export function peek({ counter }) {
  const seen = Atomics.add(counter, 0, 1) + 1;
  Atomics.wait(counter, 0, seen, 20);
  Atomics.sub(counter, 0, 1);
  return seen;
}
