// `feedmill backup` and `feedmill restore`, for the embedded database.
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadSettings } from '../config.js';
import { FeedmillError } from '../errors.js';
import { auditSchema, backupSchema } from '../http/contract-keeping.js';
import { statusSchema } from '../http/contract-work.js';
import { modeOf } from '../settings.js';
import type { Restored } from '../store/backup.js';
import { lockDataFolder } from '../store/data-folder.js';
import { exitCodes } from './exit.js';
import { type Cli, withClient } from './session.js';

interface BackupOptions {
  out?: string;
  json?: boolean;
}
interface RestoreOptions {
  replace?: boolean;
  json?: boolean;
}

export function addBackup(program: Command, cli: Cli): void {
  program
    .command('backup')
    .description('write the embedded database into one file, also while the service runs')
    .option('--out <file>', 'where to, in place of backups/ in the data folder')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill backup --out /mnt/backups/feedmill-monday.tar.gz')
    .action(async ({ out, json }: BackupOptions) => {
      if (out !== undefined) await refuseTaken(out);
      const answer = await withClient({ command: 'backup' }, ({ client }) =>
        client.request('POST', '/api/backup', {}, backupSchema),
      );
      const file = out === undefined ? answer.file : await moved(answer.file, resolve(out));
      if (json === true) cli.output.json({ ...answer, file });
      else cli.output.print(`${file}: ${(answer.bytes / 1e6).toFixed(1)} MB in ${answer.ms} ms`);
    });
}

async function refuseTaken(file: string): Promise<void> {
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (there)
    throw new FeedmillError('CONFLICT', `${file} is there already. Choose another name, or remove it first.`);
}

/** Moves a file, also to another disk, where it appears when it is whole. */
async function moved(from: string, to: string): Promise<string> {
  const unfinished = `${to}.unfinished`;
  await copyFile(from, unfinished);
  await rename(unfinished, to);
  await rm(from);
  return to;
}

export function addRestore(program: Command, cli: Cli): void {
  program
    .command('restore <file>')
    .description('put a backup in the place of the embedded database, while no service runs')
    .option('--replace', 'move the database that is there aside')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill restore feedmill-monday.tar.gz --replace')
    .action(async (file: string, { replace = false, json }: RestoreOptions) => {
      const { settings } = loadSettings();
      if (modeOf(settings) !== 'embedded')
        throw new FeedmillError(
          'BAD_REQUEST',
          'Only the embedded database is restored by Feedmill; for PostgreSQL use pg_restore, as docs/backup.md tells.',
        );
      const { restoreBackup } = await import('../store/backup.js');
      const { renamePlace } = await import('../store/page-rename.js');
      let restored: Restored = { aside: null, pages: null };
      const lock = await lockDataFolder(settings.dataDir, 'restore', async (folder) => {
        const how = { replace, now: new Date(), place: settings.snapshots };
        restored = await restoreBackup(resolve(file), folder, how);
      });
      try {
        if (restored.pages !== null) await renamePlace(settings, lock.databaseFolder, restored.pages);
      } finally {
        await lock.release();
      }
      const { aside } = restored;
      const { sound, articles } = await lookedThrough();
      if (json === true) cli.output.json({ articles, sound, aside });
      else {
        cli.output.print(
          `restored: ${articles} articles${sound ? '' : ', but `feedmill audit` finds something amiss'}`,
        );
        if (aside !== null) cli.output.print(`what was there before: ${aside}`);
      }
      if (!sound) cli.exitCode = exitCodes.failed;
    });
}

/** Opens what was restored, before anybody relies on it. */
async function lookedThrough(): Promise<{ sound: boolean; articles: number }> {
  return withClient({ command: 'restore' }, async ({ client }) => {
    const { sound } = await client.request('POST', '/api/audit', { deep: true, repair: false }, auditSchema);
    const { articles } = await client.request('GET', '/api/status', null, statusSchema);
    return { sound, articles: Object.values(articles.states).reduce((sum, count) => sum + count, 0) };
  });
}
