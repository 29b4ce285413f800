// Which processes work, on which stages. Each says so every few seconds in a row of its own, which is right in every
// mode; what BullMQ knows of workers comes from Redis or PostgreSQL sessions, and there are none in the embedded mode.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { WorkersTable } from './schema-alerts.js';
import { createSetBack } from './set-back.js';

export type Worker = Selectable<WorkersTable>;

export interface Workers {
  /** This process works on these stages now; its clock is compared with the database's. */
  beat(worker: Pick<Worker, 'id' | 'host' | 'pid' | 'stages'>): Promise<void>;
  /** This process works no more. */
  leave(id: string): Promise<void>;
  /** The processes that work, the longest first. */
  alive(): Promise<Worker[]>;
}

/** Three beats that are missed in a row are a death, or a database that is away. */
const ALIVE_SECONDS = 45;
const FORGOTTEN_AFTER_HOURS = 24;

/** An answer that takes longer than this says too little of when it was given. */
const MAX_TRIP_MS = 2_000;

export function createWorkers(db: Kysely<Schema>, now: () => Date = () => new Date()): Workers {
  const { clock } = createSetBack(db);
  /** How far this machine's clock is ahead of the database's, in ms, to half of the trip there and back; null: unknown. */
  async function aheadMs(): Promise<number | null> {
    const sent = now().getTime();
    const at = await clock();
    const back = now().getTime();
    if (back < sent || back - sent > MAX_TRIP_MS) return null;
    return Math.round((sent + back) / 2 - at.getTime());
  }
  return {
    async beat(worker) {
      const clock_ahead_ms = await aheadMs();
      const clock = clock_ahead_ms === null ? {} : { clock_ahead_ms };
      await db
        .insertInto('workers')
        .values({ ...worker, ...clock })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ seen_at: sql<Date>`now()`, stages: worker.stages, ...clock }),
        )
        .execute();
      await db
        .deleteFrom('workers')
        .where('seen_at', '<', sql<Date>`now() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`)
        .execute();
    },
    async leave(id) {
      await db.deleteFrom('workers').where('id', '=', id).execute();
    },
    alive: () =>
      db
        .selectFrom('workers')
        .selectAll()
        .where('seen_at', '>=', sql<Date>`now() - make_interval(secs => ${ALIVE_SECONDS})`)
        .orderBy('started_at')
        .orderBy('id')
        .execute(),
  };
}
