// What goes with age or for want of room, in small steps, and what is there takes on the disk.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.js';

export interface TableSize {
  name: string;
  /** On the disk, indexes and compressed texts included. */
  bytes: number;
}

/** A draft and its run are written together; what has none after this is left over. */
const LEFT_ALONE = sql`interval '5 minutes'`;

export interface Retention {
  /**
   * Throws away up to `limit` stored pages that were requested before `before`; how many. Pages that work waits for
   * stay, and of those that revisions were made from the bytes go and the row stays.
   */
  pruneSnapshots(before: Date, limit: number): Promise<number>;
  /** Deletes up to `limit` drafts whose run was begun anew without them; how many. */
  pruneDrafts(limit: number): Promise<number>;
  /**
   * Throws away the oldest stored pages, up to `limit` of them, while all together take more than `maxBytes`; how many.
   * Pages that an older version stored are measured first, ten times as many a call, and none goes before that is done.
   */
  pruneSnapshotsTo(maxBytes: number, limit: number): Promise<number>;
  /** Deletes up to `limit` of the oldest rows of a table beyond its newest `rows`; how many it were. */
  pruneRowsTo(table: 'ledger' | 'events', rows: number, limit: number): Promise<number>;
  /** What each of the store's tables, the queue's schema and the pages beside the database take, the largest first. */
  sizes(): Promise<TableSize[]>;
}

/** To measure a page is a fraction of the work of throwing it away. */
const MEASURED_FOR_ONE = 10;

export function createRetention(db: Kysely<Schema>): Retention {
  return {
    pruneSnapshots: (before, limit) =>
      throwAway(
        db,
        sql`select id from snapshots where kept and fetched_at < ${before} and ${isIdle}
          order by fetched_at, id limit ${limit} for update skip locked`,
      ),
    async pruneSnapshotsTo(maxBytes, limit) {
      if ((await bytesOnDisk(db)) <= maxBytes) return 0;
      const unmeasured = await measure(db, limit * MEASURED_FOR_ONE);
      const excess = unmeasured > 0 ? 0 : (await keptBytes(db)) - maxBytes;
      if (excess <= 0) return 0;
      return throwAway(
        db,
        sql`select id from (
          select id, sum(packed) over (order by fetched_at, id) - packed as before from (
            select id, fetched_at, packed from snapshots where kept and ${isIdle}
            order by fetched_at, id limit ${limit} for update skip locked) oldest) counted
          where before < ${excess}::bigint`,
      );
    },
    async pruneDrafts(limit) {
      const { numAffectedRows } = await sql`delete from revisions where id in (
        select id from revisions where state = 'draft' and created_at < now() - ${LEFT_ALONE}
          and not exists (select from runs where runs.draft_id = revisions.id)
        limit ${limit} for update skip locked)`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
    async pruneRowsTo(table, rows, limit) {
      // Numbers that were never used make the newest somewhat fewer, and save a count of all rows.
      const { numAffectedRows } = await sql`delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)}
        where id <= (select coalesce(max(id), 0) - ${rows}::bigint from ${sql.table(table)})
        order by id limit ${limit})`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
    async sizes() {
      const { rows } = await sql<TableSize>`
        select case when schemaname = current_schema() then relname else 'queues' end as name,
          sum(pg_total_relation_size(relid))::float8 as bytes
        from pg_stat_user_tables where schemaname in (current_schema(), 'bullmq') group by 1
        union all select 'pages in ' || place, sum(bytes)::float8 from page_files group by 1
        order by 2 desc`.execute(db);
      return rows;
    },
  };
}

const isIdle = sql<boolean>`not exists (select from runs where runs.snapshot_id = snapshots.id)`;

/** Throws away the pages whose ids `old` selects; how many. */
async function throwAway(db: Kysely<Schema>, old: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (${old}), emptied as (
      update snapshots set kept = false, codec = 'identity', body = ''::bytea, place = null from old
      where snapshots.id = old.id and exists (select from revisions where revisions.snapshot_id = old.id)
      returning snapshots.id
    ), deleted as (
      delete from snapshots using old
      where snapshots.id = old.id and not exists (select from revisions where revisions.snapshot_id = old.id)
      returning snapshots.id
    )
    select (select count(*) from emptied) + (select count(*) from deleted) as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Wherever pages lie, and with the room of what was thrown away, which the server uses again and seldom gives back: never
 * less than is kept, so that as long as it is little enough nothing needs to be counted.
 */
async function bytesOnDisk(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_total_relation_size('snapshots'::regclass)::float8
      + (select coalesce(sum(bytes), 0)::float8 from page_files) as bytes`.execute(db);
  return rows[0]?.bytes ?? 0;
}

async function measure(db: Kysely<Schema>, limit: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with few as (select id from snapshots where kept and packed is null order by id limit ${limit} for update skip locked)
    update snapshots set packed = octet_length(body) from few where snapshots.id = few.id returning snapshots.id`.execute(
    db,
  );
  return rows.length;
}

async function keptBytes(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(packed), 0)::float8 as bytes from snapshots where kept`.execute(db);
  return rows[0]?.bytes ?? 0;
}
