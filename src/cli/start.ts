// `feedmill start`: the whole service in one process.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadSettings } from '../config.js';
import { addedSourcesSchema, feedPageSchema } from '../http/contract-feeds.js';
import { createLog, type Log } from '../log.js';
import { stages } from '../pipeline.js';
import { type ApiClient, clientHere, waitForShortCommands } from './client.js';
import { wholeNumber } from './options.js';
import { runService } from './service-command.js';
import type { Cli } from './session.js';

/** The list that an installation without any feed begins with, in the folder that the service is started in. */
const STARTER_LIST = 'config/feeds.opml';

export function addStart(program: Command, { output }: Cli): void {
  program
    .command('start')
    .description(
      'run the service: poll feeds by their timetable, work on every stage, serve the API and the dashboards',
    )
    .option(
      '--port <port>',
      'port of the HTTP server instead of FEEDMILL_PORT; 0 takes any free one',
      wholeNumber(0),
    )
    .addHelpText('after', '\nExample:\n  FEEDMILL_DATA_DIR=/var/lib/feedmill feedmill start')
    .action(async ({ port }: { port?: number }) => {
      const { settings: read } = loadSettings();
      const settings = port === undefined ? read : { ...read, port };
      const log = createLog(settings, 1);
      await waitForShortCommands(settings, 'start');
      const options = { command: 'start', stages, ticks: true, watches: true };
      await runService({ settings, log, output, options, portOptional: false }, (opened) =>
        addStarterList(clientHere(opened, log), log),
      );
    });
}

async function addStarterList(client: ApiClient, log: Log): Promise<void> {
  const file = resolve(STARTER_LIST);
  if (!existsSync(file)) return;
  const { feeds } = await client.request('GET', '/api/feeds?limit=1', null, feedPageSchema);
  if (feeds.length > 0) return;
  const added = await client.request(
    'POST',
    '/api/feeds/import',
    { opml: await readFile(file, 'utf8'), source: STARTER_LIST },
    addedSourcesSchema,
  );
  log.info(
    { file, feeds: added.feeds.length, problems: added.problems },
    `no feeds yet: the starter list ${STARTER_LIST} was imported; \`feedmill feeds list\` shows it, \`feedmill feeds remove\` takes feeds out`,
  );
}
