// One shape for both databases: the part of pg's Pool that Kysely's PostgresDialect and BullMQ's backend use.
import type { EventEmitter } from 'node:events';
import pg from 'pg';

export interface SqlResult<Row = unknown> {
  rows: Row[];
  /** Rows returned, or changed by INSERT, UPDATE, DELETE and MERGE. */
  rowCount: number | null;
  command: string;
}

export interface SqlClient extends EventEmitter {
  query<Row = unknown>(text: string, params?: readonly unknown[]): Promise<SqlResult<Row>>;
  release(destroy?: boolean): void;
}

export interface SqlPool extends EventEmitter {
  query<Row = unknown>(text: string, params?: readonly unknown[]): Promise<SqlResult<Row>>;
  connect(): Promise<SqlClient>;
  end(): Promise<void>;
}

export interface PostgresPoolOptions {
  url: string;
  max: number;
  /** Schemas in which unqualified names resolve. */
  searchPath: string;
  /**
   * Whether a COMMIT may be acknowledged before it is on disk. True for queues only: a lost job is found again
   * by the sweep, a lost article is not.
   */
  relaxed: boolean;
}

// A query that takes longer than this has met a hung server or a forgotten lock; the slot is worth more.
const QUERY_TIMEOUT_MS = 30_000;
// A transaction whose client sends nothing for this long has lost it (it sleeps, or the network has forgotten the
// connection), and nobody else gets the rows that it has locked until the server ends it.
const IDLE_TRANSACTION_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

/** A pool of connections to PostgreSQL; 64-bit integers come as numbers, since identities stay below 2^53. */
export function openPostgresPool({ url, max, searchPath, relaxed }: PostgresPoolOptions): pg.Pool {
  const parsers = new pg.TypeOverrides();
  parsers.setTypeParser(INT8, Number);
  parsers.setTypeParser(NUMERIC, Number);
  // A day has no zone; as a moment it would be this machine's midnight.
  parsers.setTypeParser(DATE, String);
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: parsers,
    application_name: 'feedmill',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    options: `-c search_path=${searchPath} -c synchronous_commit=${relaxed ? 'off' : 'on'} -c jit=off -c lock_timeout=${QUERY_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${IDLE_TRANSACTION_MS}`,
  });
  // A connection that breaks while it is lent out would end the process: nobody listens to it then. Its statement
  // fails with the same error, and the pool replaces it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
