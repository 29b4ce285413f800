// What goes with age, in small steps, and what is there takes on the disk.
import { type Kysely, sql } from 'kysely';
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
  /** What each of the store's tables, the queue's schema and the pages beside the database take, the largest first. */
  sizes(): Promise<TableSize[]>;
}

export function createRetention(db: Kysely<Schema>): Retention {
  return {
    async pruneSnapshots(before, limit) {
      const { rows } = await sql<{ count: number }>`
        with old as (
          select id from snapshots
          where kept and fetched_at < ${before} and not exists (select from runs where runs.snapshot_id = snapshots.id)
          order by fetched_at limit ${limit} for update skip locked
        ), emptied as (
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
    },
    async pruneDrafts(limit) {
      const { numAffectedRows } = await sql`delete from revisions where id in (
        select id from revisions where state = 'draft' and created_at < now() - ${LEFT_ALONE}
          and not exists (select from runs where runs.draft_id = revisions.id)
        limit ${limit} for update skip locked)`.execute(db);
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
