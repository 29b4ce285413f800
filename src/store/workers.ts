// Which processes work, on which stages. Each says so every few seconds in a row of its own, which is right in every
// mode; what BullMQ knows of workers comes from Redis or PostgreSQL sessions, and there are none in the embedded mode.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { WorkersTable } from './schema-alerts.js';

export type Worker = Selectable<WorkersTable>;

export interface Workers {
  /** This process works on these stages now. */
  beat(worker: Pick<Worker, 'id' | 'host' | 'pid' | 'stages'>): Promise<void>;
  /** What the database's clock says. */
  databaseNow(): Promise<Date>;
  /** This process works no more. */
  leave(id: string): Promise<void>;
  /** The processes that work, the longest first. */
  alive(): Promise<Worker[]>;
}

/** Three beats that are missed in a row are a death, or a database that is away. */
const ALIVE_SECONDS = 45;
const FORGOTTEN_AFTER_HOURS = 24;

export function createWorkers(db: Kysely<Schema>): Workers {
  return {
    async beat(worker) {
      await db
        .insertInto('workers')
        .values(worker)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ seen_at: sql<Date>`now()`, stages: worker.stages }),
        )
        .execute();
      await db
        .deleteFrom('workers')
        .where('seen_at', '<', sql<Date>`now() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`)
        .execute();
    },
    async databaseNow() {
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
      const [row] = rows;
      if (row === undefined) throw new Error('the database tells no time');
      return row.now;
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
