import { type Kysely, type Migration, sql } from 'kysely';

/** A change of the tables that runs these statements one after the other; there is no way back. */
export const statements = (...texts: string[]): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    for (const text of texts) await sql.raw(text).execute(db);
  },
});
