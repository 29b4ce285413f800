// Politeness as a reservation: a host's next free slot is advanced in one statement, and whoever asked waits until
// the slot that it got. Right for any number of processes, since the database hands out the slots.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface Hosts {
  /** Reserves `count` slots `delayMs` apart; the first one's time. Slot k is k * delayMs later. */
  reserve(host: string, count: number, delayMs: number): Promise<Date>;
  /** No slot of this host before `until`: it asked for a pause. */
  pause(host: string, until: Date): Promise<void>;
  /** Until when the host wants to be left alone; null when it does not. */
  pausedUntil(host: string): Promise<Date | null>;
}

const seconds = (ms: number) => sql<Date>`make_interval(secs => ${ms / 1000})`;

export function createHosts(db: Kysely<Schema>): Hosts {
  return {
    async reserve(host, count, delayMs) {
      const span = count * delayMs;
      const row = await db
        .insertInto('hosts')
        .values({ host, next_slot: sql<Date>`now() + ${seconds(span)}` })
        .onConflict((conflict) =>
          conflict.column('host').doUpdateSet({
            next_slot: sql<Date>`greatest(hosts.next_slot, hosts.paused_until, now()) + ${seconds(span)}`,
          }),
        )
        .returning(sql<Date>`next_slot - ${seconds(span)}`.as('first'))
        .executeTakeFirstOrThrow();
      return row.first;
    },
    async pause(host, until) {
      await db
        .insertInto('hosts')
        .values({ host, next_slot: until, paused_until: until })
        .onConflict((conflict) =>
          conflict
            .column('host')
            .doUpdateSet({ paused_until: sql<Date>`greatest(hosts.paused_until, excluded.paused_until)` }),
        )
        .execute();
    },
    async pausedUntil(host) {
      const row = await db
        .selectFrom('hosts')
        .select('paused_until')
        .where('host', '=', host)
        .where('paused_until', '>', sql<Date>`now()`)
        .executeTakeFirst();
      return row?.paused_until ?? null;
    },
  };
}
