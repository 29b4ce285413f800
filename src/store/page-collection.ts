// What becomes of pages' bytes over time: those that nobody needs are taken away, and those that lie elsewhere than
// the setting says are moved there, both in small steps that may be cut off anywhere.
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { PageBytes, PlacedBytes } from './page-bytes.js';
import { PlaceError } from './page-place.js';
import type { Schema } from './schema.js';
import { unpackBytes } from './snapshot-codec.js';

export interface MovedPages {
  moved: number;
  bytes: number;
  /** Pages that stay where they are because their bytes are lost or damaged, with the reason. */
  left: { url: string; why: string }[];
  /** Where to go on; null at the end. */
  last: number | null;
}

export interface PageCollection {
  /**
   * Looks at up to `limit` files whose time has come, and takes those away that no page needs: how many, and why others
   * are left. Those of a place that is away are looked at again in an hour, so that they stand in nobody's way.
   */
  collect(limit: number): Promise<{ removed: number; left: string | null }>;
  /**
   * Moves up to `limit` pages after the snapshot `after` to where new ones go. What lay where they were before is
   * collected later.
   * @throws PlaceError when either place cannot be used; what was moved before stays moved.
   */
  move(after: number, limit: number): Promise<MovedPages>;
}

export function createPageCollection(db: Kysely<Schema>, bytes: PageBytes): PageCollection {
  return {
    collect: (limit) => db.transaction().execute((transaction) => collect(transaction, bytes, limit)),
    move: (after, limit) => move(db, bytes, after, limit),
  };
}

// The rows stay locked until the files are gone: whoever writes the same content meanwhile waits, and writes anew.
const LATER = sql<Date>`now() + interval '1 hour'`;

async function collect(
  db: Kysely<Schema>,
  bytes: PageBytes,
  limit: number,
): Promise<{ removed: number; left: string | null }> {
  const { rows } = await sql<{ place: string; name: string; needed: boolean }>`
    with due as (
      select place, name from page_files where look_at < now() order by look_at limit ${limit} for update skip locked
    )
    select place, name, exists (
      select from snapshots where snapshots.place = due.place and snapshots.sha256 = split_part(due.name, '.', 1)
        and snapshots.codec = split_part(due.name, '.', 2)
    ) as needed from due`.execute(db);
  let removed = 0;
  let left: string | null = null;
  for (const { place, name, needed } of rows) {
    const why = needed ? null : await removal(bytes, place, name);
    left ??= why;
    const isThis = { place, name };
    if (needed || why !== null) {
      const look_at = needed ? null : LATER;
      await db
        .updateTable('page_files')
        .set({ look_at })
        .where((eb) => eb.and(isThis))
        .execute();
      continue;
    }
    removed++;
    await db
      .deleteFrom('page_files')
      .where((eb) => eb.and(isThis))
      .execute();
  }
  return { removed, left };
}

/** Removes a file; why it cannot be, null when it is gone. */
async function removal(bytes: PageBytes, place: string, name: string): Promise<string | null> {
  try {
    await (await bytes.open(place)).delete(name);
    return null;
  } catch (error) {
    if (error instanceof PlaceError) return error.message;
    throw error;
  }
}

async function move(db: Kysely<Schema>, bytes: PageBytes, after: number, limit: number): Promise<MovedPages> {
  const rows = await db
    .selectFrom('snapshots')
    .select(['id', 'url', 'place', 'sha256', 'codec', 'size', 'body'])
    .where('id', '>', after)
    .where('kept', '=', true)
    .where('place', 'is distinct from', bytes.place)
    .orderBy('id')
    .limit(limit)
    .execute();
  const answer: MovedPages = { moved: 0, bytes: 0, left: [], last: rows.at(-1)?.id ?? null };
  for (const row of rows) {
    const got = await bytes.read(row);
    if (got.status === 'unreachable') throw new PlaceError(got.why);
    const why = got.status === 'lost' ? got.why : damage({ ...row, body: got.body });
    if (got.status === 'lost' || why !== null) {
      answer.left.push({ url: row.url, why: why ?? '' });
      continue;
    }
    const { place, body } = await bytes.keep({ ...row, place: null, body: got.body });
    await db
      .updateTable('snapshots')
      .set({ place, body })
      .where('id', '=', row.id)
      .where('place', 'is not distinct from', row.place)
      .where('kept', '=', true)
      .execute();
    answer.moved += 1;
    answer.bytes += got.body.byteLength;
  }
  return answer;
}

/** Why packed bytes are not those that came; null when they are. */
export function damage({
  sha256,
  ...packed
}: Pick<PlacedBytes, 'sha256' | 'codec' | 'body'> & { size: number }): string | null {
  try {
    const found = createHash('sha256').update(unpackBytes(packed)).digest('hex');
    return found === sha256 ? null : 'its bytes are not those that came';
  } catch (error) {
    return `it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`;
  }
}
