// The pools as Kysely's PostgresDialect sees them. On PostgreSQL every statement is prepared under a name of its own,
// so that the server parses and plans it once a connection: a third of the cost of the short statements that stages
// consist of. A connection whose plans no longer fit the tables is thrown away, and so is one that has left a statement
// without an answer of the server: whatever is sent after it would wait behind it.
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import type { SqlPool } from './pool.js';

// Texts beyond this many are sent unprepared: the store has some hundred statements, and lists of varying length
// would otherwise fill the server's memory with plans that are used once.
const MAX_PREPARED = 300;
/** "cached plan must not change result type": the tables have changed under a prepared statement. */
const PLAN_OUTDATED = '0A000';

type Run = (text: string, values: unknown[]) => Promise<unknown>;

/** PostgreSQL's pool for Kysely. */
export function preparedPool(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    if (!names.has(text) && names.size < MAX_PREPARED) names.set(text, `feedmill_${names.size}`);
    return names.get(text);
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      let outdated = false;
      let unanswered: Error | null = null;
      const run: Run = async (text, values) => {
        // The end of a transaction is sent as well, and is not waited for once more.
        if (unanswered !== null) throw unanswered;
        const name = nameOf(text);
        try {
          return await client.query(name === undefined ? { text, values } : { name, text, values });
        } catch (error) {
          if (error instanceof pg.DatabaseError) outdated ||= error.code === PLAN_OUTDATED;
          else if (error instanceof Error) unanswered = error;
          throw error;
        }
      };
      return clientOf(run, () => client.release(outdated || unanswered !== null));
    },
    end: () => pool.end(),
  };
}

/** Any pool of this shape for Kysely, statements sent as they are. */
export function plainPool(pool: SqlPool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      return clientOf(
        (text, values) => client.query(text, values),
        () => client.release(),
      );
    },
    end: () => pool.end(),
  };
}

function clientOf(run: Run, release: () => void): PostgresPoolClient {
  function query<R>(text: string, values: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    text: string | PostgresCursor<R>,
    values: ReadonlyArray<unknown> = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new Error('the store streams no cursors');
    return run(text, [...values]) as Promise<PostgresQueryResult<R>>;
  }
  return { query, release };
}
