// Snapshots: the bytes of a page as they came, packed, with what is needed to read them again without the network.
// Whoever cleans gets its snapshot with the beginning of its stage (begin.ts).
import { createHash } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { insertIfOwned, type Making } from './making.js';
import type { Schema } from './schema.js';
import type { SnapshotsTable } from './schema-articles.js';
import { packBytes } from './snapshot-codec.js';

export interface NewSnapshot {
  articleId: number;
  url: string;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}
export interface PackedSnapshot extends Omit<NewSnapshot, 'body'> {
  body: Buffer;
  size: number;
  /** Bytes as they are kept, in the row or elsewhere. */
  packed: number;
  sha256: string;
  codec: SnapshotsTable['codec'];
  /** Where the bytes lie; null: in the row, `body`. */
  place: string | null;
}
export type SnapshotInfo = Omit<Selectable<SnapshotsTable>, 'body' | 'packed'>;

export interface Snapshots {
  /** Marks the snapshot `id` as fetched again if `snapshot` has its bytes; whether it has. */
  refetched(id: number, snapshot: PackedSnapshot): Promise<boolean>;
  list(articleId: number): Promise<SnapshotInfo[]>;
}

/** Compresses a page before the transaction that stores it, so that no connection waits for it. */
export async function packSnapshot(snapshot: NewSnapshot): Promise<PackedSnapshot> {
  const sha256 = createHash('sha256').update(snapshot.body).digest('hex');
  const packed = await packBytes(snapshot.body);
  return { ...snapshot, ...packed, packed: packed.body.length, sha256, place: null };
}

/** Stores a packed snapshot with the end of its attempt. */
export function makingSnapshot({ articleId, headers, ...snapshot }: PackedSnapshot): Making {
  const row = { article_id: articleId, headers: JSON.stringify(headers), ...snapshot };
  return { part: insertIfOwned('snapshots', row), column: 'snapshot_id' };
}

const infoColumns = [
  'id',
  'article_id',
  'url',
  'status',
  'headers',
  'charset',
  'sha256',
  'codec',
  'size',
  'kept',
  'place',
  'fetched_at',
] as const;

export function createSnapshots(db: Kysely<Schema>): Snapshots {
  return {
    async refetched(id, { sha256, url }) {
      const row = await db
        .updateTable('snapshots')
        .set({ fetched_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where('sha256', '=', sha256)
        .where('kept', '=', true)
        .where('url', '=', url)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    list: (articleId) =>
      db
        .selectFrom('snapshots')
        .select(infoColumns)
        .where('article_id', '=', articleId)
        .orderBy('id')
        .execute(),
  };
}
