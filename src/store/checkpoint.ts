// What the checkpointer is to a server. The embedded database has no such process, and unlike one it would take a
// checkpoint only when it opens and when it closes: its log would grow for as long as the service runs, by 77 KB for
// each article, and whoever starts it again after a kill would wait until all of it is read once more.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface Checkpoint {
  /**
   * Writes what the log of the embedded database holds into its tables, where that has become much, so that its files
   * are used again; how many bytes it was, or null where it was not yet due. It takes some ten milliseconds.
   */
  whenDue(): Promise<number | null>;
}

/** Four of the files of the log: reading so much again takes a second. */
const DUE_BYTES = 64 * 1024 * 1024;

export function createCheckpoint(db: Kysely<Schema>): Checkpoint {
  return {
    async whenDue() {
      const { rows } = await sql<{ written: number }>`
        select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint as written
        from pg_control_checkpoint()`.execute(db);
      const written = rows[0]?.written ?? 0;
      if (written < DUE_BYTES) return null;
      await sql`checkpoint`.execute(db);
      return written;
    },
  };
}
