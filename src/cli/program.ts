// The command line: its commands, and what holds for all of them. Wrong usage throws a CommanderError after commander
// has said what is wrong and what is nearest; exit.ts gives it its code.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAlerts } from './alerts.js';
import { addArticles } from './articles.js';
import { addAudit } from './audit.js';
import { addBackup, addRestore } from './backup.js';
import { addCapture } from './capture.js';
import { addChanges } from './changes.js';
import { addConfig } from './config.js';
import { addDemo } from './demo.js';
import { addEvents } from './events.js';
import { exitCodesHelp } from './exit.js';
import { addExtract } from './extract.js';
import { addFeeds } from './feeds.js';
import { addFetch } from './fetch.js';
import { addHosts } from './hosts.js';
import { addIngest } from './ingest.js';
import { addReingest } from './reingest.js';
import type { Cli } from './session.js';
import { addSnapshots } from './snapshots.js';
import { addStart } from './start.js';
import { addStatus } from './status.js';
import { addTokens } from './tokens.js';
import { addWebhooks } from './webhooks.js';
import { addWhy } from './why.js';
import { addWork } from './work.js';

const afterHelp = `
Examples:
  feedmill demo                                  see it work, without network and without settings
  feedmill feeds add https://example.com/feed    find a feed and poll it from now on
  feedmill start                                 run the service with its dashboards
  feedmill ingest subscriptions.opml             take in now what these feeds list
  feedmill why https://example.com/story.html    find out why an article is missing

Settings come from the environment, .env and config/feedmill.env; \`feedmill config\` shows them.

${exitCodesHelp}`;

/** The program with all its commands; they answer through `cli`. */
export function createProgram(cli: Cli): Command {
  const { output } = cli;
  const program = new Command('feedmill')
    .description('Feeds in; clean, language-tagged, searchable articles out.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => output.help(text, 'stdout'),
      writeErr: (text) => output.help(text, 'stderr'),
    })
    .addHelpText('after', afterHelp);
  for (const add of [
    addStart,
    addIngest,
    addFeeds,
    addArticles,
    addWhy,
    addExtract,
    addCapture,
    addReingest,
    addFetch,
    addHosts,
    addEvents,
    addWebhooks,
    addStatus,
    addBackup,
    addRestore,
    addSnapshots,
    addAlerts,
    addAudit,
    addTokens,
    addChanges,
    addWork,
    addConfig,
    addDemo,
  ])
    add(program, cli);
  return program;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  const read = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return read.version;
}
