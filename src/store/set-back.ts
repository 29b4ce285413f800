// What was written down by a clock that was ahead and was then set back: turns of sites and feeds that lie as far off as
// the clock was wrong. What was written before lies nearer than half of that, and stays.
import { type Kysely, sql } from 'kysely';
import { inMs } from './begin.js';
import type { Schema } from './schema.js';

export interface SetBack {
  /** What the database's clock says. */
  clock(): Promise<Date>;
  /** Brings slots, turns and pauses of sites nearer by `ms`. */
  sites(ms: number): Promise<void>;
  /** Brings turns of feeds nearer by `ms` that lie further off than their interval. */
  feeds(ms: number): Promise<void>;
}

const span = (ms: number) => sql<Date>`make_interval(secs => ${ms / 1000})`;

export function createSetBack(db: Kysely<Schema>): SetBack {
  return {
    async clock() {
      const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
      const [row] = rows;
      if (row === undefined) throw new Error('the database does not know the time');
      return row.at;
    },
    async sites(ms) {
      const limit = inMs(ms / 2);
      const nearer = (column: 'next_slot' | 'next_at' | 'paused_until') =>
        sql<Date>`case when ${sql.ref(column)} > ${limit} then ${sql.ref(column)} - ${span(ms)} else ${sql.ref(column)} end`;
      await db
        .updateTable('hosts')
        .set({
          next_slot: nearer('next_slot'),
          next_at: nearer('next_at'),
          paused_until: nearer('paused_until'),
        })
        .where(sql<Date>`greatest(next_slot, next_at, paused_until)`, '>', limit)
        .execute();
    },
    async feeds(ms) {
      await db
        .updateTable('feeds')
        .set({ next_poll_at: sql<Date>`next_poll_at - ${span(ms)}` })
        .where('next_poll_at', '>', sql<Date>`${inMs(ms / 2)} + make_interval(secs => interval_ms / 1000.0)`)
        .execute();
    },
  };
}
