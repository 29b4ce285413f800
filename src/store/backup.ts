// Backups of the embedded database: its folder as one compressed archive. While the files are read no statement runs,
// so that what is in the archive is what a killed process would have left at that moment, which the database opens
// from its log as it does after any kill. Everything else waits for as long, some seconds a gigabyte.
import { existsSync, readdirSync, type Stats } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { create, extract } from 'tar';
import { FeedmillError, messageOf } from '../errors.js';
import { pagesForArchive, refuseHomeless, unpackPages } from './backup-pages.js';
import { checkDatabaseFolder, databaseIsMade } from './database-folder.js';
import type { SqlPool } from './pool.js';

/**
 * Writes the database of `pool`, which lies in `folder`, into the archive `file`, with the pages of `place` where that
 * is a folder; its size in bytes. A file that is
 * there is whole: it is written under another name, and brought onto the disk, first.
 * @throws Error when it cannot be written; nothing is left of it then.
 */
export async function writeBackup(
  pool: SqlPool,
  folder: string,
  file: string,
  place: string | null,
): Promise<number> {
  const unfinished = `${file}.unfinished`;
  await mkdir(dirname(file), { recursive: true });
  const client = await pool.connect();
  try {
    // What is in the tables' files needs no replay of the log.
    await client.query('checkpoint');
    // The embedded database has one session, and whoever is in a transaction has it alone.
    await client.query('begin');
    try {
      const { paths, ...pages } = pagesForArchive(place);
      await create({ gzip: true, cwd: folder, file: unfinished, portable: true, ...pages }, ['.', ...paths]);
    } finally {
      await client.query('rollback');
    }
    const written = await open(unfinished, 'r+');
    await written.sync();
    await written.close();
    await rename(unfinished, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    client.release();
  }
}

export interface Restored {
  /** Where the database is now that was there before; null when there was none. */
  aside: string | null;
  /** How the rows name the folder of the pages, and how they should; null when that is the same, or there are none. */
  pages: { from: string; to: string } | null;
}

/**
 * Unpacks the archive `file` to where the embedded database lies; the caller holds the right to `folder`. A database
 * that is there is moved aside, never deleted. Pages of a folder go to the folder of `place`.
 * @throws FeedmillError CONFLICT when there is one and `replace` is false, BAD_REQUEST when the archive is no backup;
 *   what is there stays as it is then.
 */
export async function restoreBackup(
  file: string,
  folder: string,
  { replace, now, place }: { replace: boolean; now: Date; place: string | null },
): Promise<Restored> {
  const isTaken = existsSync(folder) && readdirSync(folder).length > 0;
  if (isTaken && !replace)
    throw new FeedmillError(
      'CONFLICT',
      `${folder} holds a database already. --replace moves it aside and restores the backup in its place.`,
    );
  const fresh = `${folder}.restoring`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    extractPlain(file, fresh);
    checkDatabaseFolder(fresh);
    refuseHomeless(fresh, place);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw new FeedmillError(
      'BAD_REQUEST',
      `${file} cannot be restored: ${messageOf(error)} Nothing was changed. It must be a whole file that \`feedmill backup\` has written.`,
      { cause: error },
    );
  }
  const aside = isTaken ? `${folder}.replaced-${now.toISOString().replace(/\W/g, '')}` : null;
  if (aside !== null) await rename(folder, aside);
  else await rm(folder, { recursive: true, force: true });
  const pages = await unpackPages(fresh, place);
  await rename(fresh, folder);
  await databaseIsMade(folder);
  return { aside, pages };
}

const plainTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory']);

/** Unpacks files and folders. @throws Error for an archive with anything else: through a link the database would write elsewhere. */
function extractPlain(file: string, cwd: string): void {
  const others: string[] = [];
  const filter = (path: string, entry: { type?: string } | Stats): boolean => {
    const isPlain = 'type' in entry && plainTypes.has(entry.type ?? '');
    if (!isPlain) others.push(path);
    return isPlain;
  };
  // At once: after an archive that is refused, nothing is still being written where it was unpacked.
  extract({ file, cwd, strict: true, filter, sync: true });
  if (others.length > 0) throw new Error(`It holds ${others[0]}, which is no file and no folder.`);
}
