// The pages of a folder as a part of a backup: they lie in the archive beside the database's files, under the name by
// which the rows know their folder, so that they find their rows again in another folder.
import { existsSync, readdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FeedmillError } from '../errors.js';
import { DISK, UNFINISHED } from './disk-place.js';

const PAGES = 'feedmill-pages';

const folderOf = (place: string | null): string | null =>
  place?.startsWith(DISK) ? place.slice(DISK.length) : null;

/** What the archive's writer needs to know of the pages of `place`; nothing where that is no folder. */
export function pagesForArchive(place: string | null): {
  paths: string[];
  preservePaths?: true;
  filter?: (path: string) => boolean;
  onWriteEntry?: (entry: { path: string }) => void;
} {
  const folder = folderOf(place);
  if (place === null || folder === null || !existsSync(folder)) return { paths: [] };
  const unfinished = join(folder, UNFINISHED);
  return {
    paths: [folder],
    preservePaths: true,
    filter: (path) => path !== unfinished,
    onWriteEntry: (entry) => {
      if (entry.path === folder || entry.path.startsWith(`${folder}/`))
        entry.path = `${PAGES}/${encodeURIComponent(place)}${entry.path.slice(folder.length)}`;
    },
  };
}

/** The name of the folder whose pages were unpacked into `fresh`; null when there are none. */
function archived(fresh: string): string | null {
  const [name] = existsSync(join(fresh, PAGES)) ? readdirSync(join(fresh, PAGES)) : [];
  return name === undefined ? null : decodeURIComponent(name);
}

/** @throws FeedmillError BAD_REQUEST when there are pages of a folder, and the setting names none. */
export function refuseHomeless(fresh: string, place: string | null): void {
  if (archived(fresh) === null || folderOf(place) !== null) return;
  throw new FeedmillError(
    'BAD_REQUEST',
    'it holds the pages of a folder. Set FEEDMILL_SNAPSHOTS to disk: with the folder in which they are to lie.',
  );
}

/** Brings the pages that were unpacked into `fresh` to the folder of `place`; what the rows must learn of it. */
export async function unpackPages(
  fresh: string,
  place: string | null,
): Promise<{ from: string; to: string } | null> {
  const from = archived(fresh);
  const folder = folderOf(place);
  if (from === null || place === null || folder === null) return null;
  // Files are named after their content, so what lies there already is the same, or of another backup and no harm.
  await cp(join(fresh, PAGES, encodeURIComponent(from)), folder, { recursive: true });
  await rm(join(fresh, PAGES), { recursive: true });
  return from === place ? null : { from, to: place };
}
