// Opens the database that the settings name, brings its tables up to date, and gives both users of it (the store
// and, without Redis, the queues) their pool.
import { runMigrations } from 'bullmq';
import { Kysely, Migrator, PostgresDialect, type PostgresPool } from 'kysely';
import { FeedmillError, messageOf } from '../errors.js';
import { modeOf, type Settings } from '../settings.js';
import { writeBackup } from './backup.js';
import { databaseIsMade } from './database-folder.js';
import { plainPool, preparedPool } from './kysely-pool.js';
import { migrations } from './migrations.js';
import { openPglitePool } from './open-pglite.js';
import { wordsOf } from './pglite-last-words.js';
import type { PglitePool } from './pglite-pool.js';
import { openPostgresPool, type SqlPool } from './pool.js';
import type { Schema } from './schema.js';

/** The schema of the tables; that of the queues has the name that BullMQ expects of a pool. */
const STORE_SCHEMA = 'feedmill';
const QUEUE_SCHEMA = 'bullmq';

export interface Database {
  readonly db: Kysely<Schema>;
  /** The pool for BullMQ; null where Redis carries the queues. */
  readonly queuePool: SqlPool | null;
  /** Resolves when an embedded database is lost for good; never with PostgreSQL, which comes back. */
  readonly lost: Promise<FeedmillError>;
  /** Resolves when the database answers. @throws when it does not within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>;
  /**
   * Writes a backup of the embedded database; its size in bytes.
   * @throws FeedmillError BAD_REQUEST with PostgreSQL, which has tools of its own for that.
   */
  backUp(file: string): Promise<number>;
  /** Closes every connection; gives up on a database that does not answer after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/**
 * Opens the store. Migrations run under an advisory lock, so any number of processes may start at once.
 * @param embeddedFolder the folder of the embedded database, whose lock the caller holds; unused with DATABASE_URL.
 * @throws FeedmillError STORE_UNAVAILABLE, STORE_READ_ONLY, SCHEMA_NEWER or DATA_FOLDER_DAMAGED.
 */
export async function openDatabase(settings: Settings, embeddedFolder: string | null): Promise<Database> {
  const { storePool, kyselyPool, queuePool, embedded } = await openPools(settings, embeddedFolder);
  for (const pool of [storePool, queuePool]) {
    // Every queue and worker of BullMQ listens to its pool's errors.
    pool?.setMaxListeners(100);
    // An idle connection that breaks is replaced by the pool; the statement that needs it reports what is wrong.
    pool?.on('error', () => undefined);
  }
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: kyselyPool }) });
  try {
    if (settings.databaseUrl !== null) await mustTakeChanges(storePool, settings.databaseUrl);
    await migrate(storePool, db);
    if (queuePool !== null) await migrateQueues(queuePool, embedded !== null);
  } catch (error) {
    await Promise.allSettled([storePool.end(), queuePool?.end()]);
    throw translate(error, settings);
  }
  return {
    db,
    queuePool,
    lost: embedded?.lost ?? new Promise(() => undefined),
    ping: (timeoutMs) =>
      within(
        timeoutMs,
        storePool.query('select 1').then(() => undefined),
      ),
    backUp: async (file) => {
      if (embeddedFolder === null || embedded === null)
        throw new FeedmillError(
          'BAD_REQUEST',
          'Only the embedded database is backed up by Feedmill; for PostgreSQL use pg_dump, as docs/backup.md tells.',
        );
      return writeBackup(embedded, embeddedFolder, file, settings.snapshots);
    },
    close: async (timeoutMs) => {
      const ends = Promise.allSettled(
        queuePool === null || queuePool === storePool
          ? [storePool.end()]
          : [storePool.end(), queuePool.end()],
      );
      try {
        await within(timeoutMs, ends);
      } catch {
        // A database that does not answer is left behind; what it acknowledged it keeps.
        await embedded?.terminate();
      }
    },
  };
}

interface Pools {
  storePool: SqlPool;
  kyselyPool: PostgresPool;
  queuePool: SqlPool | null;
  embedded: PglitePool | null;
}

// Queues need a listening connection for each worker beside those that run queries.
const QUEUE_CONNECTIONS = 24;

async function openPools(settings: Settings, embeddedFolder: string | null): Promise<Pools> {
  const mode = modeOf(settings);
  if (settings.databaseUrl === null) {
    if (embeddedFolder === null) throw new Error('the embedded database needs its locked folder');
    const embedded = await openPglitePool({
      folder: embeddedFolder,
      searchPath: `${STORE_SCHEMA},${QUEUE_SCHEMA},public`,
    });
    await databaseIsMade(embeddedFolder);
    return { storePool: embedded, kyselyPool: plainPool(embedded), queuePool: embedded, embedded };
  }
  const url = settings.databaseUrl;
  const storePool = openPostgresPool({
    url,
    max: settings.databasePool,
    searchPath: `${STORE_SCHEMA},public`,
    relaxed: false,
  });
  const queuePool =
    mode === 'postgres'
      ? openPostgresPool({ url, max: QUEUE_CONNECTIONS, searchPath: QUEUE_SCHEMA, relaxed: true })
      : null;
  return { storePool, kyselyPool: preparedPool(storePool), queuePool, embedded: null };
}

/** A replica answers every question, so that a service on one would look well and store nothing. */
async function mustTakeChanges(pool: SqlPool, url: string): Promise<void> {
  const { rows } = await pool.query<{ replica: boolean; readOnly: string }>(
    `select pg_is_in_recovery() as replica, current_setting('transaction_read_only') as "readOnly"`,
  );
  const [state] = rows;
  if (state === undefined || (!state.replica && state.readOnly === 'off')) return;
  const why = state.replica
    ? 'it is a replica; set DATABASE_URL to the primary server'
    : 'its transactions are read-only (default_transaction_read_only); end that, or set DATABASE_URL to another';
  throw new FeedmillError(
    'STORE_READ_ONLY',
    `The database at ${new URL(url).host} takes no changes: ${why}.`,
  );
}

async function migrate(pool: SqlPool, db: Kysely<Schema>): Promise<void> {
  await createSchema(pool);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: STORE_SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

// `create schema if not exists` is not safe against itself: two at once may both try (23505 or 42P06).
async function createSchema(pool: SqlPool): Promise<void> {
  try {
    await pool.query(`create schema if not exists ${STORE_SCHEMA}`);
  } catch (error) {
    const code = codeOf(error);
    if (code !== '23505' && code !== '42P06') throw error;
  }
}

async function migrateQueues(pool: SqlPool, embedded: boolean): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client as never);
    // Nobody else can hold a lock in the embedded database, so whatever was running when it closed is free now.
    if (embedded) {
      await client.query(
        `update ${QUEUE_SCHEMA}.job set state = 'waiting', lock_token = null, locked_until_ms = null, stalled_marked = false where state = 'active'`,
      );
    }
  } finally {
    client.release();
  }
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

/** SQLSTATE classes of a server that cannot serve now: connections, resources, operators (PostgreSQL's Appendix A). */
const AWAY = /^(?:08|53|57)[0-9A-Z]{3}$/;

/** What an error of a start says to a person when the database had no place or was away in the middle of it. */
export function startError(error: unknown, settings: Settings): unknown {
  return AWAY.test(codeOf(error) ?? '') ? translate(error, settings) : error;
}

function translate(error: unknown, settings: Settings): Error {
  if (error instanceof FeedmillError) return error;
  const message = messageOf(error);
  const newer = newerSchema(error, message);
  if (newer !== null)
    return new FeedmillError(
      'SCHEMA_NEWER',
      `The database was written by a newer Feedmill, ${newer}; start that version, or use another database.`,
      { cause: error },
    );
  if (settings.databaseUrl === null)
    return new FeedmillError(
      'STORE_UNAVAILABLE',
      `The embedded database in ${settings.dataDir} cannot be used (${wordsOf(error)}). Nothing that was acknowledged is lost; mend that and start Feedmill again.`,
      { cause: error },
    );
  const { host } = new URL(settings.databaseUrl);
  return new FeedmillError(
    'STORE_UNAVAILABLE',
    `The database at ${host} cannot be used: ${message || codeOf(error) || 'no answer'}. Check DATABASE_URL and that the server runs.`,
    { cause: error },
  );
}

/** What this version does not know of a database that a newer one has changed; null for any other error. */
function newerSchema(error: unknown, message: string): string | null {
  const change = /corrupted migrations: previously executed migration (\S+) is missing/.exec(message)?.[1];
  if (change !== undefined) return `whose change ${change} this version does not know`;
  return error instanceof Error && error.name.startsWith('SchemaVersionMismatch')
    ? 'whose queues this version does not know'
    : null;
}

function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(new FeedmillError('STORE_UNAVAILABLE', `The database did not answer within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
