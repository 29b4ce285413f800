// What autovacuum is to a server: room that updated and deleted rows have left is made free for others, and the planner
// is told what the columns hold. The embedded database has no such process, and nothing would be given back there:
// queues take 5 KB more for each article and look for their next job among all that have ever been, so that they had
// lost two fifths of their speed after 11,000 articles; what retention deletes would never be room again; and the
// planner would know how many rows a table has, and nothing of what is in them.
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface Vacuum {
  /**
   * Vacuums and analyzes the table of the embedded database that needs it most, as autovacuum would judge it; its name,
   * or null where none does. Nothing else is answered meanwhile: some 300 MB a second are read, once what nobody has
   * vacuumed before and later what has changed since; analyzing takes a few seconds at most, since it reads 30,000 rows
   * of any table (2.4 s for search vectors of 200 words). A table for which this throws is passed over until no other
   * needs it.
   */
  neediest(): Promise<string | null>;
}

/** Rows that were deleted, changed or added; below this a table is small whatever it is made of. */
const CHANGED_ROWS = 2_000;
/** PostgreSQL's own measure (`autovacuum_vacuum_scale_factor`, and `autovacuum_vacuum_insert_scale_factor`). */
const CHANGED_SHARE = 0.2;
/** PostgreSQL's own, too (`autovacuum_freeze_max_age`): far beyond it no more transactions would be possible. */
const OLDEST_TRANSACTION = 200_000_000;
/** A larger one could take longer than a database may be silent before it is taken for hung (see pglite-pool.ts). */
const LARGEST_BYTES = 20_000_000_000;

interface Needy {
  id: number;
  schema: string;
  name: string;
}

export function createVacuum(db: Kysely<Schema>): Vacuum {
  const failed = new Set<number>();
  return {
    async neediest() {
      // The counts are lost with a process that was killed; how many rows a table has, its own entry knows.
      const many = sql`${CHANGED_ROWS}::float8 + ${CHANGED_SHARE}::float8 * greatest(n_live_tup, reltuples)`;
      const { rows } = await sql<Needy>`
        select relid::int as id, schemaname as schema, tables.relname as name
        from pg_stat_all_tables as tables join pg_class on pg_class.oid = relid
        where schemaname in (current_schema(), 'bullmq', 'pg_catalog')
          and (n_dead_tup > ${many} or n_ins_since_vacuum > ${many} or n_mod_since_analyze > ${many}
            or age(relfrozenxid) > ${OLDEST_TRANSACTION}::bigint)
          and pg_total_relation_size(relid) < ${LARGEST_BYTES}::bigint
        order by last_vacuum nulls first`.execute(db);
      const table = rows.find(({ id }) => !failed.has(id));
      if (table === undefined) {
        failed.clear();
        return null;
      }
      try {
        await sql`vacuum (analyze) ${sql.id(table.schema, table.name)}`.execute(db);
      } catch (error) {
        failed.add(table.id);
        throw error;
      }
      return table.name;
    },
  };
}
