// What may go wrong in a thread, as tasks of a pool.
import { threadId } from 'node:worker_threads';

/** Never comes back. */
export function hang(): never {
  for (;;);
}

/** Fills its heap. */
export function eat(): number {
  const eaten: number[][] = [];
  for (;;) eaten.push(Array.from({ length: 10_000 }, (_, n) => n + eaten.length));
}

export function leave(): void {
  process.exit(3);
}

const MEETING_MS = 25_000;

/** The id of its thread, once `counter` says that as many tasks as `wanted` run at the same time. */
export function meet({ counter, wanted }: { counter: Int32Array; wanted: number }): number {
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
  for (;;) {
    const here = Atomics.load(counter, 0);
    if (here >= wanted) return threadId;
    if (Atomics.wait(counter, 0, here, MEETING_MS) === 'timed-out') throw new Error('nobody else came');
  }
}

/** How many tasks run while it does, at its beginning. */
export function peek({ counter }: { counter: Int32Array }): number {
  const seen = Atomics.add(counter, 0, 1) + 1;
  Atomics.wait(counter, 0, seen, 20);
  Atomics.sub(counter, 0, 1);
  return seen;
}
