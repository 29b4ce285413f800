// The articles that this process has in hand. Each is leased for a short while, and the leases are renewed as long as
// the process lives, so that what it leaves behind when it dies is free soon, also where the queue has forgotten its
// jobs. Renewing is one statement for all of them.
import type { Log } from '../log.js';
import type { Runs } from '../store/runs.js';

/** How long a start is left alone by the sweep; four missed renewals are a death, or a database that is away. */
export const LEASE_MS = 20_000;
const RENEW_MS = 5_000;

export interface Leases {
  /** Keeps the lease of an article while `work` goes on. */
  during<T>(articleId: number, work: () => Promise<T>): Promise<T>;
  stop(): void;
}

export function keepLeases(runs: Pick<Runs, 'renew'>, workerId: string, log: Log): Leases {
  const held = new Map<number, number>();
  const timer = setInterval(() => {
    runs.renew([...held.keys()], workerId, LEASE_MS).catch((error: unknown) =>
      // The runs go on and their ends are fenced; at worst the sweep queues one of them a second time.
      log.warn({ err: error, articles: held.size }, 'the articles in hand could not be leased again'),
    );
  }, RENEW_MS).unref();
  return {
    async during(articleId, work) {
      // A zombie and its successor may hold one article in one process.
      held.set(articleId, (held.get(articleId) ?? 0) + 1);
      try {
        return await work();
      } finally {
        const left = (held.get(articleId) ?? 1) - 1;
        if (left > 0) held.set(articleId, left);
        else held.delete(articleId);
      }
    },
    stop: () => clearInterval(timer),
  };
}
