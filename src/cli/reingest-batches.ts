// `feedmill reingest list|show|pause|resume|cancel|commit|drop`: batches that were started, and what to do with them.
import type { Command } from 'commander';
import {
  type BatchView,
  batchPageSchema,
  batchProgressSchema,
  batchReportSchema,
} from '../http/contract-reingest.js';
import { stages } from '../pipeline.js';
import { wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { askBatch, followBatch } from './reingest-follow.js';
import { showReingest, showReport } from './reingest-report.js';
import { type Cli, withClient } from './session.js';
import { dateText, durationText } from './words.js';

interface Json {
  json?: boolean;
}
const ID = '<batch>';
const id = wholeNumber(1);

const simple = {
  pause: 'hand on no more articles of a batch until it is resumed',
  resume: 'go on with a paused batch',
  cancel: 'end a batch; what is on its way still comes to its end',
  drop: 'delete the drafts of a dry run',
} as const;

export function addBatches(reingest: Command, cli: Cli): void {
  addList(reingest, cli.output);
  addShow(reingest, cli.output);
  for (const [action, description] of Object.entries(simple))
    addAction(reingest, action, description, cli.output);
  reingest
    .command(`commit`)
    .argument(ID, 'its number', id)
    .description('make the drafts of a dry run current, but for articles that have changed since')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill reingest commit 7')
    .action((batch: number, { json = false }: Json) =>
      withClient({ command: 'reingest commit', stages }, async ({ client }) => {
        await client.request('POST', `/api/reingest/${batch}/commit`, null, batchProgressSchema);
        await followBatch(client, batch, json, cli);
      }),
    );
}

function addList(reingest: Command, output: Output): void {
  reingest
    .command('list')
    .description('list batches, newest first')
    .option('--limit <n>', 'batches to list', wholeNumber(1), 20)
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill reingest list')
    .action(async ({ limit, json }: Json & { limit: number }) => {
      const { batches } = await withClient({ command: 'reingest list' }, ({ client }) =>
        client.request('GET', withQuery('/api/reingest', { limit }), null, batchPageSchema),
      );
      if (json === true) return output.json(batches);
      output.table(
        [
          { head: 'batch', align: 'right' },
          { head: 'state' },
          { head: 'articles', align: 'right' },
          { head: 'from' },
          { head: 'begun' },
          { head: 'selection', wrap: true },
        ],
        batches.map(batchRow),
      );
      if (batches.length === 0) output.note('No article has been ingested again yet.');
    });
}

const batchRow = ({
  id: number,
  state,
  dryRun,
  total,
  fromStage,
  createdAt,
  selection,
}: BatchView): string[] => [
  String(number),
  `${state}${dryRun ? ', dry run' : ''}`,
  String(total),
  fromStage,
  dateText(createdAt),
  Object.entries(selection)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', '),
];

function addShow(reingest: Command, output: Output): void {
  reingest
    .command('show')
    .argument(ID, 'its number', id)
    .description('show how a batch stands, what it changes by site, and the texts that change most')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill reingest show 7')
    .action(async (batch: number, { json }: Json) => {
      const [progress, report] = await withClient({ command: 'reingest show' }, async ({ client }) => [
        await askBatch(client, batch),
        await client.request('GET', `/api/reingest/${batch}/report`, null, batchReportSchema),
      ]);
      if (json === true) return output.json({ ...progress, sites: report.sites, largest: report.largest });
      showReport(report, output);
      output.print('');
      showReingest(progress, output);
      if (progress.secondsLeft !== null)
        output.note(`About ${durationText(progress.secondsLeft * 1_000)} left.`);
    });
}

function addAction(reingest: Command, action: string, description: string, output: Output): void {
  reingest
    .command(action)
    .argument(ID, 'its number', id)
    .description(description)
    .option('--json', 'answer with JSON')
    .addHelpText('after', `\nExample:\n  feedmill reingest ${action} 7`)
    .action(async (batch: number, { json }: Json) => {
      const progress = await withClient({ command: `reingest ${action}` }, ({ client }) =>
        client.request('POST', `/api/reingest/${batch}/${action}`, null, batchProgressSchema),
      );
      if (json === true) output.json(progress);
      else output.print(`Batch ${batch} is ${progress.batch.state}.`);
    });
}
