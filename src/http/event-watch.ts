// Whether there are new events: asked once for all streams of the process, and not at all while there are none.
import { messageOf } from '../errors.js';
import type { Ports } from '../workers/ports.js';

/** What is stored is told within a second, and the question is one for an index. */
const EVERY_MS = 500;
/** Said again when nothing happens, so that a proxy between does not take the connection for dead. */
const KEEP_ALIVE_MS = 15_000;

interface Waiter {
  cursor: number;
  since: number;
  resolve: () => void;
}
export interface EventWatch {
  /** Resolves when there are events beyond `cursor`, when it is time for a sign of life, or at the abort. */
  beyond(cursor: number, signal: AbortSignal): Promise<void>;
}

export function watchEvents({ store, now, log }: Pick<Ports, 'store' | 'now' | 'log'>): EventWatch {
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    let newest = 0;
    try {
      newest = await store.events.latest();
    } catch (error) {
      // The streams ask for themselves at their next sign of life, and end if that does not work either.
      log.debug({ reason: messageOf(error) }, 'the newest event could not be asked for');
    }
    const time = now().getTime();
    for (const waiter of waiters)
      if (newest > waiter.cursor || time - waiter.since >= KEEP_ALIVE_MS) waiter.resolve();
    timer = null;
    schedule();
  };
  const schedule = (): void => {
    if (timer === null && waiters.size > 0) timer = setTimeout(() => void look(), EVERY_MS);
  };
  return {
    async beyond(cursor, signal) {
      if (signal.aborted) return;
      await new Promise<void>((resolve) => {
        const waiter: Waiter = { cursor, since: now().getTime(), resolve: () => end() };
        const end = (): void => {
          waiters.delete(waiter);
          signal.removeEventListener('abort', end);
          resolve();
        };
        waiters.add(waiter);
        signal.addEventListener('abort', end);
        schedule();
      });
    },
  };
}
