// The bytes of pages, wherever they lie: in the page's row, or in a place beside the database that the row names. The
// setting decides only where new ones go. What must stay true:
// - A file is entered in page_files before it is written, and written before the row that needs it is committed.
// - A file that was just entered is not looked at for KEEP, longer than any attempt can live; so whoever collects what
//   nobody needs (page-collection.ts) never takes a file whose row is about to come.
import { type Kysely, sql } from 'kysely';
import { messageOf } from '../errors.js';
import type { Settings } from '../settings.js';
import { openPlace, PLACE_DEADLINE_MS } from './open-place.js';
import { type PagePlace, PlaceError } from './page-place.js';
import type { Schema } from './schema.js';
import type { SnapshotsTable } from './schema-articles.js';

/** What tells where the bytes of a page are; `body` is empty where `place` is not null. */
export interface PlacedBytes {
  place: string | null;
  sha256: string;
  codec: SnapshotsTable['codec'];
  body: Buffer;
}
/** lost: the place is sure that it has no such file; unreachable: it cannot be asked now. */
export type ReadBytes =
  | { status: 'read'; body: Buffer }
  | { status: 'lost'; why: string }
  | { status: 'unreachable'; why: string };

export interface PageBytes {
  /** Where new pages go; null for their rows. */
  readonly place: string | null;
  /**
   * Writes the bytes to where new pages go, if that is not the row; the page as its row is to be.
   * @throws PlaceError when they cannot be written.
   */
  keep<P extends PlacedBytes>(page: P): Promise<P>;
  read(page: PlacedBytes): Promise<ReadBytes>;
  /** Takes a file away that is damaged, so that the next one of its content is written again. */
  remove(page: PlacedBytes): Promise<void>;
  /** An open place. @throws FeedmillError CONFIG_INVALID when what it needs is not installed. */
  open(place: string): Promise<PagePlace>;
  /** Looks whether new pages can be written. @throws PlaceError */
  check(): Promise<void>;
  /** Why the last write failed, for a while after it; null while all is well. */
  complaint(now: Date): string | null;
  close(): void;
}

export interface PageBytesOptions extends Pick<Settings, 'snapshots' | 's3Endpoint'> {
  deadlineMs?: number;
}

/** Everything in the rows, which is what happens without a setting. */
export const inRows: PageBytesOptions = { snapshots: null, s3Endpoint: null };

const KEEP = sql`interval '1 hour'`;
/** After a failed write nobody tries again for this long, and no page is requested only to be thrown away. */
const REST_MS = 30_000;

export const fileOf = ({ sha256, codec }: Pick<PlacedBytes, 'sha256' | 'codec'>): string =>
  `${sha256}.${codec}`;

export function createPageBytes(db: Kysely<Schema>, options: PageBytesOptions): PageBytes {
  const { snapshots: place, s3Endpoint, deadlineMs = PLACE_DEADLINE_MS } = options;
  const places = new Map<string, Promise<PagePlace>>();
  let trouble: { why: string; at: number } | null = null;
  const open = (name: string): Promise<PagePlace> => {
    const opened = places.get(name) ?? openPlace(name, { s3Endpoint, deadlineMs });
    places.set(name, opened);
    return opened;
  };
  const keepAt = async (name: string, { body, ...page }: PlacedBytes): Promise<void> => {
    const file = fileOf(page);
    const isKnown = await enter(db, name, file, body.byteLength);
    const at = await open(name);
    if (!(isKnown && (await at.has(file)))) await at.put(file, body);
  };
  return {
    place,
    open,
    async keep(page) {
      if (place === null) return page;
      try {
        await keepAt(place, page);
        trouble = null;
      } catch (error) {
        if (error instanceof PlaceError) trouble = { why: error.message, at: Date.now() };
        throw error;
      }
      return { ...page, place, body: Buffer.alloc(0) };
    },
    read: (page) => read(page, open),
    async remove({ place: from, ...page }) {
      if (from !== null) await (await open(from)).delete(fileOf(page));
    },
    async check() {
      if (place === null) return;
      const isNew =
        (await db.selectFrom('page_files').select('name').where('place', '=', place).limit(1).execute())
          .length === 0;
      await (await open(place)).check(isNew);
    },
    complaint: (now) => (trouble !== null && now.getTime() - trouble.at < REST_MS ? trouble.why : null),
    close() {
      for (const opened of places.values()) opened.then((one) => one.close()).catch(() => undefined);
    },
  };
}

/** Enters a file, or puts its next look off; whether it was entered before. */
async function enter(db: Kysely<Schema>, place: string, name: string, bytes: number): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    insert into page_files (place, name, bytes, look_at) values (${place}, ${name}, ${bytes}, now() + ${KEEP})
    on conflict (place, name) do update set look_at = excluded.look_at, bytes = excluded.bytes
    returning xmax <> 0 as known`.execute(db);
  return rows[0]?.known ?? false;
}

async function read(page: PlacedBytes, open: PageBytes['open']): Promise<ReadBytes> {
  if (page.place === null) return { status: 'read', body: page.body };
  try {
    const body = await (await open(page.place)).get(fileOf(page));
    return body === null
      ? { status: 'lost', why: `${page.place} has no ${fileOf(page)}` }
      : { status: 'read', body };
  } catch (error) {
    return { status: 'unreachable', why: messageOf(error) };
  }
}
