// Snapshots: the bytes of a page as they came, compressed, with what is needed to read them again without the
// network. Brotli at a low level: Node 20 has no zstd, and on news pages it is smaller than gzip at its speed.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { type Kysely, type Selectable, sql } from 'kysely';
import { insertIfOwned, type Making } from './making.js';
import type { Schema, SnapshotsTable } from './schema.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
// Level 4 takes some 2 ms for 100 KB; the levels above gain 5 % and take twice as long and more.
const QUALITY = 4;
// Each chunk is a trip to the thread pool and back; most pages fit into one or two of these.
const CHUNK = 128 * 1024;

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
  sha256: string;
  codec: SnapshotsTable['codec'];
}
export type SnapshotInfo = Omit<Selectable<SnapshotsTable>, 'body'>;

export interface Snapshots {
  /** Marks the snapshot `id` as fetched again if `snapshot` has its bytes; whether it has. */
  refetched(id: number, snapshot: PackedSnapshot): Promise<boolean>;
  /** The snapshot with its bytes unpacked; null when there is none. */
  read(id: number): Promise<(SnapshotInfo & { bytes: Buffer }) | null>;
  list(articleId: number): Promise<SnapshotInfo[]>;
}

/** Compresses a page before the transaction that stores it, so that no connection waits for it. */
export async function packSnapshot(snapshot: NewSnapshot): Promise<PackedSnapshot> {
  const sha256 = createHash('sha256').update(snapshot.body).digest('hex');
  const size = snapshot.body.length;
  const packed = await compress(snapshot.body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: size },
    chunkSize: CHUNK,
  });
  const codec = packed.length < size ? 'br' : 'identity';
  return { ...snapshot, body: codec === 'br' ? packed : snapshot.body, size, sha256, codec };
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
        .where('url', '=', url)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async read(id) {
      const row = await db.selectFrom('snapshots').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      const { body, ...info } = row;
      // The embedded database answers with a plain Uint8Array.
      const stored = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      return {
        ...info,
        bytes:
          info.codec === 'br'
            ? await decompress(stored, { maxOutputLength: Math.max(1, info.size), chunkSize: CHUNK })
            : stored,
      };
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
