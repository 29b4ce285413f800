// Hosts that did not answer, for all processes: whoever finds one silent lists it for a while, and when that is over
// one request may try it again. So a dead host costs one time-out a while, not one an article.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { SilentHostsTable } from './schema-hosts.js';

export type SilentHost = Selectable<SilentHostsTable>;

/** A host is left alone for as long as it has been silent already, within these bounds, in ms. */
export interface SilencePause {
  leastMs: number;
  mostMs: number;
}

export interface SilentHosts {
  list(limit: number): Promise<SilentHost[]>;
  /** Lists a host, or lists it on because it has failed once more; until when. */
  add(host: string, reason: string, pause: SilencePause): Promise<Date>;
  /** Whether the caller is the one who may try a host again whose time is over; nobody else may for `ms`. */
  claimTry(host: string, ms: number): Promise<boolean>;
  remove(host: string): Promise<void>;
}

const inMs = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;
// A host that nobody wants any more is forgotten; others come back into the list with every try.
const KEPT_MS = 86_400_000;

export function createSilentHosts(db: Kysely<Schema>): SilentHosts {
  return {
    list: (limit) =>
      db.selectFrom('silent_hosts').selectAll().orderBy('until', 'desc').limit(limit).execute(),
    async add(host, reason, { leastMs, mostMs }) {
      await db.deleteFrom('silent_hosts').where('until', '<', inMs(-KEPT_MS)).execute();
      // By its age, not by its failures: many requests that hung at once are one silence.
      const grown = sql<Date>`greatest(${inMs(leastMs)}, least(${inMs(mostMs)}, now() + (now() - silent_hosts.since)))`;
      const { until } = await db
        .insertInto('silent_hosts')
        .values({ host, reason, until: inMs(leastMs) })
        .onConflict((conflict) =>
          conflict.column('host').doUpdateSet({
            reason,
            until: grown,
            failures: sql<number>`silent_hosts.failures + 1`,
          }),
        )
        .returning('until')
        .executeTakeFirstOrThrow();
      return until;
    },
    async claimTry(host, ms) {
      const row = await db
        .updateTable('silent_hosts')
        .set({ until: inMs(ms) })
        .where('host', '=', host)
        .where('until', '<=', sql<Date>`now()`)
        .returning('host')
        .executeTakeFirst();
      return row !== undefined;
    },
    async remove(host) {
      await db.deleteFrom('silent_hosts').where('host', '=', host).execute();
    },
  };
}
