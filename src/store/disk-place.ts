// Pages in a folder, 65,536 folders deep in two steps, so that none grows beyond what tools can list. A mark lies in
// the folder: one without it is a mount that is missing, and not a place that has lost everything.
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PagePlace } from './page-place.js';

export const DISK = 'disk:';
/** On the same disk, so that a file can be renamed to where it belongs; backups leave it out. */
export const UNFINISHED = 'unfinished';
const MARK = 'feedmill-pages';
const MARK_TEXT =
  'Feedmill keeps pages here. Without this file it takes the folder for one that is not mounted.\n';

const meanings: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full (ENOSPC)',
  EDQUOT: 'its quota is used up (EDQUOT)',
  EACCES: 'this process may not write there (EACCES)',
  EPERM: 'this process may not write there (EPERM)',
  EROFS: 'its disk is mounted read-only (EROFS)',
};

export function openDiskPlace(name: string): PagePlace {
  const folder = name.slice(DISK.length);
  const pathOf = (file: string): string => join(folder, file.slice(0, 2), file.slice(2, 4), file);
  const mark = join(folder, MARK);
  const isMarked = (): Promise<boolean> => exists(mark);
  return {
    name,
    put: (file, bytes) =>
      explained(async () => {
        if (!(await isMarked())) throw missing(mark);
        await writeWhole(pathOf(file), join(folder, UNFINISHED), bytes);
      }),
    get: (file) =>
      explained(async () => {
        const bytes = await readFile(pathOf(file)).catch(ifMissing);
        if (bytes === null && !(await isMarked())) throw missing(mark);
        return bytes;
      }),
    has: (file) => explained(() => exists(pathOf(file))),
    delete: (file) =>
      explained(async () => {
        if (!(await isMarked())) throw missing(mark);
        await rm(pathOf(file), { force: true });
      }),
    check: (isNew) =>
      explained(async () => {
        if (isNew) await begin(folder, mark);
        else if (!(await isMarked())) throw missing(mark);
        await access(folder, constants.W_OK | constants.R_OK);
      }),
    close: () => undefined,
  };
}

async function begin(folder: string, mark: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await exists(mark))) await writeFile(mark, MARK_TEXT);
}

/** A file under its name is whole and on the disk; what a crash left half-written lies in a folder of its own. */
async function writeWhole(path: string, beside: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(beside, randomBytes(9).toString('hex'));
  await mkdir(beside, { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // The first error says what is wrong; what is left of the file harms nobody.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Brings the new name onto the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code);

async function exists(path: string): Promise<boolean> {
  return (await access(path).then(() => true, ifMissing)) ?? false;
}

function ifMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

const missing = (mark: string): Error => new Error(`${mark} is missing; is the folder mounted?`);

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const meaning = meanings[codeOf(error)];
    throw meaning === undefined ? error : new Error(meaning, { cause: error });
  }
}
