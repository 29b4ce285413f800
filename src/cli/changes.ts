// `feedmill changes …`: who changed what.
import type { Command } from 'commander';
import { type ChangeView, changePageSchema } from '../http/contract-access.js';
import { wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { dateText } from './words.js';

const USUAL_LIMIT = 50;

interface ListOptions {
  who?: string;
  what?: string;
  before?: number;
  limit: number;
  json?: boolean;
}

export function addChanges(program: Command, { output }: Cli): void {
  program
    .command('changes')
    .description('show who changed what, through the API, the pages, the dashboard and the command line')
    .addHelpText('after', '\nExample:\n  feedmill changes list --what feeds')
    .command('list')
    .description('list changes, the newest first')
    .option('--who <text>', 'a part of the name of who made it')
    .option('--what <text>', 'a part of the method and route, or of what it was about')
    .option('--before <id>', 'only those with a smaller id', wholeNumber(1))
    .option('--limit <n>', 'how many', wholeNumber(1), USUAL_LIMIT)
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill changes list --who prometheus')
    .action(async ({ json, ...query }: ListOptions) => {
      const found = await withClient({ command: 'changes list' }, ({ client }) =>
        client.request('GET', withQuery('/api/changes', query), null, changePageSchema),
      );
      if (json === true) return output.json(found);
      showChanges(found.changes, output);
      if (found.changes.length === 0) output.note('No change is known that fits.');
      if (found.next !== null) output.note(`There are more: --before ${found.next}`);
    });
}

function showChanges(changes: readonly ChangeView[], output: Output): void {
  output.table(
    [
      { head: 'id', align: 'right' },
      { head: 'when' },
      { head: 'who' },
      { head: 'what' },
      { head: 'about', wrap: true },
      { head: 'outcome', align: 'right' },
      { head: 'from' },
    ],
    changes.map((change) => [
      String(change.id),
      dateText(change.at),
      change.caller,
      `${change.method} ${change.route}`,
      JSON.stringify(change.subject),
      change.status === null ? 'not ended' : String(change.status),
      change.address ?? '',
    ]),
  );
}
