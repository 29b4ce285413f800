// `feedmill reingest`: runs articles again, from the page or from what is kept of it, and tells what changed.
import type { Command } from 'commander';
import { reingestProgressSchema, reingestStartedSchema } from '../http/contract.js';
import { type Stage, stages } from '../pipeline.js';
import { noteWhoWorks } from './added-sources.js';
import { feedId } from './articles.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { pause } from './ingest-follow.js';
import { sinceDate, stageName, withQuery } from './options.js';
import type { Output } from './output.js';
import { createProgressView } from './progress-view.js';
import { type ReingestAnswer, showReingest } from './reingest-report.js';
import { type Cli, type Session, withClient } from './session.js';
import { listenForCtrlC } from './signals.js';
import { webAddress } from './sources.js';

interface ReingestOptions {
  feed?: string;
  since?: string;
  failed?: boolean;
  all?: boolean;
  from?: Stage;
  dryRun?: boolean;
  wait: boolean;
  json?: boolean;
}

/** Articles whose change is shown; the API's largest answer. */
const ITEMS_SHOWN = 500;
const ASK_MS = 500;

export function addReingest(program: Command, cli: Cli): void {
  program
    .command('reingest [url...]')
    .description(
      'run articles through the pipeline again, below live traffic; the selections are joined with "and"',
    )
    .option('--feed <feed>', 'articles that this feed (id or address) lists')
    .option('--since <date>', 'articles found since a date (2026-11-23) or an age (12h, 3d)', (value) =>
      sinceDate(value),
    )
    .option('--failed', 'articles that failed')
    .option('--all', 'every article')
    .option(
      '--from <stage>',
      'where to begin: poll, scrape (requests the page again), clean (no network), tag or store',
      stageName,
    )
    .option('--dry-run', 'change nothing; tell for each article what would change')
    .option('--no-wait', 'do not wait for the end')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill reingest --feed 3 --since 2d --from clean --dry-run')
    .action(async (urls: string[], options: ReingestOptions, command: Command) => {
      const { feed, since, failed, all } = options;
      if (urls.length === 0 && [feed, since, failed, all].every((one) => one === undefined))
        command.error(
          'error: name articles by their addresses, or select them with --feed, --since, --failed or --all',
        );
      // A poll starts work that belongs to no batch, so there is no end of it to wait for.
      const waits = options.wait && options.from !== 'poll';
      await withClient({ command: 'reingest', stages: waits ? stages : [] }, (session) =>
        reingest(session, urls, options, waits, cli),
      );
    });
}

async function reingest(
  session: Session,
  urls: string[],
  options: ReingestOptions,
  waits: boolean,
  cli: Cli,
): Promise<void> {
  const { client } = session;
  const { since, failed, all, from, dryRun, json = false } = options;
  const body = {
    ...(urls.length === 0 ? {} : { urls: urls.map((url) => webAddress(url) ?? url) }),
    feed: await feedId(options.feed, client),
    since,
    failed,
    all,
    from,
    dryRun,
  };
  const started = await client.request('POST', '/api/reingest', body, reingestStartedSchema);
  if (!waits) {
    if (json) cli.output.json(started);
    else
      cli.output.pairs([
        ['batch', String(started.batchId)],
        ['articles', String(started.articles)],
      ]);
    noteWhoWorks(session, cli.output);
    return;
  }
  const { signal, release } = listenForCtrlC(cli.output);
  const answer = await follow(client, started.batchId, signal, cli.output);
  release();
  if (json) cli.output.json(answer);
  else showReingest(answer, cli.output);
  if (!answer.finished) cli.exitCode = exitCodes.interrupted;
}

async function follow(
  client: ApiClient,
  batchId: number,
  signal: AbortSignal,
  output: Output,
): Promise<ReingestAnswer> {
  const view = createProgressView(output);
  const ask = (limit: number) =>
    client.request('GET', withQuery(`/api/reingest/${batchId}`, { limit }), null, reingestProgressSchema);
  try {
    for (;;) {
      const { batch, ended, finished } = await ask(1);
      view.show([{ name: 'articles', value: ended, total: batch.total }]);
      if (finished || signal.aborted) return await ask(ITEMS_SHOWN);
      await pause(ASK_MS, signal);
    }
  } finally {
    view.end();
  }
}
