// Whether the folder of the embedded database may be opened. One that is not empty and has no PG_VERSION is refused,
// because the database would initialise over it. One that was being made when its process died is known by a mark
// beside it; nothing was ever acknowledged from it, so it is made again.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FeedmillError } from '../errors.js';

// The PostgreSQL major version inside PGlite; a folder of another one does not open.
const POSTGRES_MAJOR = '18';

const markOf = (folder: string): string => `${folder}.being-made`;

/** To be called as soon as a database has been made or opened: from now on what is in its folder is kept. */
export async function databaseIsMade(folder: string): Promise<void> {
  await rm(markOf(folder), { force: true });
}

/**
 * Makes the folder ready to be opened; the caller holds its lock. What is put aside is kept until the next time:
 * somebody may have restored a backup into an unfinished folder.
 * @throws FeedmillError DATA_FOLDER_DAMAGED when opening would lose data.
 */
export async function prepareDatabaseFolder(folder: string): Promise<void> {
  if (existsSync(markOf(folder)) && existsSync(folder)) {
    await rm(`${folder}.unfinished`, { recursive: true, force: true });
    await rename(folder, `${folder}.unfinished`);
  }
  if (isEmpty(folder)) await writeFile(markOf(folder), '');
  else checkDatabaseFolder(folder);
}

const isEmpty = (folder: string): boolean =>
  !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0);

/**
 * Refuses a folder that holds no database of the version that is embedded.
 * @throws FeedmillError DATA_FOLDER_DAMAGED
 */
export function checkDatabaseFolder(folder: string): void {
  const versionFile = join(folder, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new FeedmillError(
      'DATA_FOLDER_DAMAGED',
      `${folder} is not empty but has no file PG_VERSION; opening it would overwrite what is there. Nothing was changed. Restore the folder from a backup, or move it away to begin with an empty one.`,
    );
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== POSTGRES_MAJOR) {
    throw new FeedmillError(
      'DATA_FOLDER_DAMAGED',
      `${folder} was written by PostgreSQL ${version}; this Feedmill embeds version ${POSTGRES_MAJOR}. Nothing was changed. Export the articles with the Feedmill that wrote it, or move the folder away.`,
    );
  }
}
