// Keep-alive connections by origin, bounded in both directions: so many connections an origin, so many origins kept.
// The origin that was idle longest goes first; one with requests under way never goes, so the bound may be passed by
// as many origins as there are requests.
import { type buildConnector, Pool } from 'undici';

export interface PoolsOptions {
  readonly connect: buildConnector.connector;
  readonly connectionsPerOrigin: number;
  readonly maxOrigins: number;
  readonly maxHeaderBytes: number;
}

export interface Pools {
  /** The origin's pool; the caller calls `release` once when its request has ended. */
  acquire(origin: string): { readonly pool: Pool; readonly release: () => void };
  /** Ends every connection, those in use included. */
  destroy(): Promise<void>;
}

// Idle connections are closed before most servers close them (node 5 s, Apache 5 s), so that none dies under a request.
const IDLE_MS = 4_000;

/** Creates no connection before the first request. */
export function createPools(options: PoolsOptions): Pools {
  const kept = new Map<string, { readonly pool: Pool; inUse: number }>();
  const closing = new Set<Promise<void>>();

  const evict = (): void => {
    if (kept.size <= options.maxOrigins) return;
    for (const [origin, entry] of kept) {
      if (entry.inUse > 0) continue;
      kept.delete(origin);
      const closed: Promise<void> = entry.pool.destroy().finally(() => closing.delete(closed));
      closing.add(closed);
      return;
    }
  };
  return {
    acquire: (origin) => {
      const entry = kept.get(origin) ?? { pool: createPool(origin, options), inUse: 0 };
      // Deleted and set again: a Map keeps the order of insertion, here that of last use.
      kept.delete(origin);
      kept.set(origin, entry);
      entry.inUse += 1;
      evict();
      return {
        pool: entry.pool,
        release: () => {
          entry.inUse -= 1;
        },
      };
    },
    destroy: async () => {
      const all = [...kept.values()].map(({ pool }) => pool.destroy());
      kept.clear();
      await Promise.all([...all, ...closing]);
    },
  };
}

// Limits of time are the exchange's: undici's are off, because a total deadline and a least rate cover both.
function createPool(origin: string, options: PoolsOptions): Pool {
  return new Pool(origin, {
    connect: options.connect,
    connections: options.connectionsPerOrigin,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
