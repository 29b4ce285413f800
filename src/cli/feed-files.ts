// `feedmill feeds import` and `feeds export`: OPML in and out.
import { randomBytes } from 'node:crypto';
import { rename, unlink, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { FeedmillError, messageOf } from '../errors.js';
import { addedSourcesSchema } from '../http/contract-feeds.js';
import { showAdded } from './added-sources.js';
import { type Cli, withClient } from './session.js';
import { readText } from './sources.js';

export function addFeedFiles(feeds: Command, cli: Cli): void {
  feeds
    .command('import <file>')
    .description('add every feed of an OPML file; - reads standard input')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill feeds import subscriptions.opml')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const body = { opml: await readText(file), source: file };
      const added = await withClient({ command: 'feeds import' }, ({ client }) =>
        client.request('POST', '/api/feeds/import', body, addedSourcesSchema),
      );
      showAdded(added, json === true, cli);
    });
  feeds
    .command('export')
    .description('write all feeds as OPML, to standard output or to a file')
    .option('--out <file>', 'the file; it must not exist')
    .option('--force', 'replace the file if it exists')
    .addHelpText('after', '\nExample:\n  feedmill feeds export --out subscriptions.opml')
    .action(async ({ out, force = false }: { out?: string; force?: boolean }) => {
      const opml = await withClient({ command: 'feeds export' }, ({ client }) =>
        client.text('/api/feeds/export'),
      );
      if (out === undefined) cli.output.document(opml);
      else await save(out, opml, force);
    });
}

// A new file is made in either case and never one that a link leads to is written into; a replaced file is whole or
// as it was, whenever the process ends.
async function save(file: string, text: string, force: boolean): Promise<void> {
  const target = force ? `${file}.${randomBytes(4).toString('hex')}.new` : file;
  try {
    await writeFile(target, text, { flag: 'wx' });
    if (force)
      await rename(target, file).catch((error: unknown) => unlink(target).then(() => Promise.reject(error)));
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new FeedmillError(
      'CONFLICT',
      exists
        ? `${file} exists already; --force replaces it.`
        : `${file} cannot be written: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}
