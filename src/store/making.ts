// What a stage makes, as a part of the one statement that ends its attempt (see runs.ts).
import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.js';

/** The part `made` of the statement that ends an attempt. */
export interface Making {
  /** Writes one row exactly if the part named `owned` has one, and returns its id. */
  part: RawBuilder<{ id: number }>;
  /** Where the run keeps that id; null where it knows it already. */
  column: 'snapshot_id' | 'draft_id' | null;
}

/** The insert of one row, as a part of a larger statement: it happens exactly if the part `owned` has a row. */
export function insertIfOwned<T extends 'snapshots' | 'revisions'>(
  table: T,
  row: Insertable<Schema[T]>,
): RawBuilder<{ id: number }> {
  const columns = Object.keys(row).map((name) => sql.ref(name));
  return sql`(insert into ${sql.table(table)} (${sql.join(columns)}) select ${sql.join(Object.values(row))} from owned returning id)`;
}
