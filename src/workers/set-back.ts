// What is to be done when the database's clock is set back. While it was ahead, turns and pauses were written down that
// lie as far off as it was: sites would be asked nothing, articles would wait and feeds would sleep until the clock has
// caught up. A clock that goes back is told from one that is slow by this process' own, which only ever goes on. What was
// written while it was right lies nearer than half of the jump, or is done a little early once.
import { handOnRecalled } from './hand-on.js';
import type { Ports } from './ports.js';

/** Less is what clocks are mended by all the time, and a minute's wait harms nobody. */
const MIN_MS = 60_000;
const RECALLED_AT_ONCE = 200;

/** Looks whether the clock has been set back since the last call, and mends what it did; how many articles were recalled. */
export type SetBackWatch = (ports: Needs) => Promise<number>;
type Needs = Pick<Ports, 'store' | 'queues' | 'settings' | 'now' | 'log'>;

/** A watch of one process; `monotonicMs` is its own clock. */
export function createSetBackWatch(monotonicMs: () => number = () => performance.now()): SetBackWatch {
  let last: { clockMs: number; ownMs: number } | null = null;
  return async (ports) => {
    const clockMs = (await ports.store.setBack.clock()).getTime();
    const ownMs = monotonicMs();
    const before = last;
    last = { clockMs, ownMs };
    const setBackMs = before === null ? 0 : ownMs - before.ownMs - (clockMs - before.clockMs);
    return setBackMs < MIN_MS ? 0 : mend(setBackMs, ports);
  };
}

async function mend(setBackMs: number, ports: Needs): Promise<number> {
  const { store, log } = ports;
  log.warn(
    { setBackMs: Math.round(setBackMs) },
    'the clock of the database was set back; what would wait for it to come again is recalled',
  );
  await store.setBack.sites(setBackMs);
  await store.setBack.feeds(setBackMs);
  // What is recalled waits for a turn of its site again, and some of it for as long.
  const before = await store.runs.newTicket();
  let recalled = 0;
  for (;;) {
    const runs = await store.runs.recall(RECALLED_AT_ONCE, setBackMs / 2, before);
    await handOnRecalled(runs, ports);
    recalled += runs.length;
    if (runs.length < RECALLED_AT_ONCE) return recalled;
  }
}
