// Guards against silent loss: a folder that the database would initialise over.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holderOf, lockDataFolder } from '../../src/store/data-folder.js';
import { databaseIsMade } from '../../src/store/database-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the folder of the embedded database', () => {
  it('refuses a folder that has lost its PG_VERSION, and leaves it as it is', async () => {
    await mkdir(join(folder, 'database'));
    await writeFile(join(folder, 'database', 'precious'), 'data');
    await expect(lockDataFolder(folder, 'start')).rejects.toMatchObject({
      code: 'DATA_FOLDER_DAMAGED',
      message: expect.stringContaining('no file PG_VERSION') as string,
    });
    expect(await readdir(join(folder, 'database'))).toEqual(['precious']);
    expect(await holderOf(folder)).toBeNull();
  });

  it('puts a database aside whose making was interrupted, and keeps one that was made', async () => {
    const database = join(folder, 'database');
    const halfMade = await lockDataFolder(folder, 'start');
    await mkdir(database);
    await writeFile(join(database, 'half'), '');
    await halfMade.release();
    const made = await lockDataFolder(folder, 'start');
    expect(await readdir(`${database}.unfinished`)).toEqual(['half']);
    await mkdir(database);
    await writeFile(join(database, 'PG_VERSION'), '18\n');
    await databaseIsMade(database);
    await made.release();
    const again = await lockDataFolder(folder, 'start');
    expect(await readdir(database)).toEqual(['PG_VERSION']);
    await again.release();
  });

  it('refuses the database of another PostgreSQL version', async () => {
    await mkdir(join(folder, 'database'));
    await writeFile(join(folder, 'database', 'PG_VERSION'), '17\n');
    await expect(lockDataFolder(folder, 'start')).rejects.toMatchObject({
      message: expect.stringContaining('PostgreSQL 17') as string,
    });
  });
});
