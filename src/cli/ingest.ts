// `feedmill ingest`: takes in what feeds list now, and stays until it is done.
import type { Command } from 'commander';
import type { z } from 'zod';
import { ingestProgressSchema, ingestStartedSchema } from '../http/contract-work.js';
import { stages } from '../pipeline.js';
import { hasFailed, noteProblems } from './added-sources.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { allFeeds } from './feed-requests.js';
import { type FollowLimits, followIngest, gaugesOf } from './ingest-follow.js';
import { type IngestReport, ingestReport, showIngestReport } from './ingest-report.js';
import { collect, wholeNumber } from './options.js';
import type { Output } from './output.js';
import { createProgressView } from './progress-view.js';
import { type Cli, withClient } from './session.js';
import { listenForCtrlC } from './signals.js';
import { readSources, type Sources } from './sources.js';

interface IngestOptions {
  tag?: string[];
  timeout?: number;
  patience: number;
  json?: boolean;
}

/** Longer than a job takes to come back after a worker died with it, so that a crash is no reason to stop. */
export const PATIENCE_SECONDS = 180;

export function addIngest(program: Command, cli: Cli): void {
  program
    .command('ingest <source...>')
    .description(
      'take in what feeds list now: feed addresses, or OPML lists as files or addresses; ends when every article has',
    )
    .option('--tag <tag>', 'tag for each of the feeds; may be given several times', collect)
    .option('--timeout <seconds>', 'stop after this time, whatever is left', wholeNumber(1))
    .option(
      '--patience <seconds>',
      'stop when nothing has moved for this time',
      wholeNumber(1),
      PATIENCE_SECONDS,
    )
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill ingest https://example.com/feed.xml subscriptions.opml')
    .action(async (named: string[], options: IngestOptions) => {
      const sources = await readSources(named);
      const { signal, release } = listenForCtrlC(cli.output);
      const limits = {
        timeoutMs: options.timeout === undefined ? null : options.timeout * 1_000,
        patienceMs: options.patience * 1_000,
        signal,
      };
      const { report, problems } = await withClient({ command: 'ingest', stages }, async ({ client }) => {
        return runIngest(client, { ...sources, tags: options.tag ?? [] }, limits, cli.output);
      });
      release();
      if (options.json === true) cli.output.json({ ...report, problems });
      else showIngestReport(report, cli.output);
      cli.exitCode = exitCodeOf(report, hasFailed(report.feeds.total, problems));
    });
}

function exitCodeOf({ ended, feeds }: IngestReport, sourceFailed: boolean): number {
  if (ended === 'interrupted') return exitCodes.interrupted;
  const nothingWorked = feeds.total > 0 && feeds.failed.length === feeds.total;
  return sourceFailed || nothingWorked || ended === 'timeout' ? exitCodes.failed : exitCodes.ok;
}

/** Starts an ingest through the API and follows it to its end. Problems are noted at once, since the rest may take long. */
export async function runIngest(
  client: ApiClient,
  body: Sources & { tags: string[] },
  limits: FollowLimits,
  output: Output,
): Promise<{ report: IngestReport; problems: z.infer<typeof ingestStartedSchema>['problems'] }> {
  const startedAt = performance.now();
  const { mark, feedIds, added, problems } = await client.request(
    'POST',
    '/api/ingest',
    body,
    ingestStartedSchema,
  );
  noteProblems(problems, output);
  const view = createProgressView(output);
  const ask = () => client.request('POST', '/api/ingest/progress', { mark, feedIds }, ingestProgressSchema);
  try {
    const { progress, ended } = await followIngest(ask, (now) => view.show(gaugesOf(now)), limits);
    const failedFeeds = progress.feeds.failed === 0 ? [] : await failedOf(client, new Set(feedIds));
    const seconds = (performance.now() - startedAt) / 1_000;
    return {
      report: ingestReport({ progress, added, failedFeeds, ended, seconds, holder: client.holder }),
      problems,
    };
  } finally {
    view.end();
  }
}

async function failedOf(
  client: ApiClient,
  feedIds: ReadonlySet<number>,
): Promise<{ url: string; reason: string }[]> {
  const failed: { url: string; reason: string }[] = [];
  for await (const { id, url, lastError } of allFeeds(client, true))
    if (feedIds.has(id)) failed.push({ url, reason: lastError ?? 'no reason recorded' });
  return failed;
}
