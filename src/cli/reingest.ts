// `feedmill reingest`: runs articles again, from the page or from what is kept of it, and tells what changed.
import type { Command } from 'commander';
import { reingestCountSchema, reingestStartedSchema } from '../http/contract-reingest.js';
import { type Stage, stages } from '../pipeline.js';
import { noteWhoWorks } from './added-sources.js';
import type { ApiClient } from './client.js';
import { feedId } from './feed-requests.js';
import { shareOfOne, sinceDate, stageName, wholeNumber } from './options.js';
import { addBatches } from './reingest-batches.js';
import { followBatch } from './reingest-follow.js';
import { type Cli, type Session, withClient } from './session.js';
import { webAddress } from './sources.js';

interface Selection {
  feed?: string;
  host?: string;
  language?: string;
  alert?: number;
  since?: string;
  before?: string;
  failed?: boolean;
  failedAt?: Stage;
  dropped?: string;
  below?: number;
  older?: boolean;
  all?: boolean;
}
interface ReingestOptions extends Selection {
  from?: Stage;
  dryRun?: boolean;
  count?: boolean;
  wait: boolean;
  json?: boolean;
}

export function addReingest(program: Command, cli: Cli): void {
  const reingest = program
    .command('reingest')
    .argument('[url...]', 'articles by their addresses')
    .description(
      'run articles through the pipeline again, below live traffic; the selections are joined with "and"',
    )
    .option('--feed <feed>', 'articles that this feed (id or address) lists')
    .option('--host <host>', 'articles of this host, as their addresses have it')
    .option('--language <tag>', 'articles in this language, such as en; zh takes in zh-Hans and zh-Hant')
    .option('--alert <alert>', 'articles that are marked by this alert', wholeNumber(1))
    .option('--since <date>', 'articles found since a date (2026-11-23) or an age (12h, 3d)', (value) =>
      sinceDate(value),
    )
    .option('--before <date>', 'articles found before a date or an age', (value) => sinceDate(value))
    .option('--failed', 'articles that failed')
    .option('--failed-at <stage>', 'articles that failed at this stage', stageName)
    .option('--dropped <words>', 'articles that were dropped for a reason with these words')
    .option('--below <confidence>', 'articles stored with less confidence than this, 0 to 1', shareOfOne)
    .option('--older', 'articles made by an older cleaner, tagger or site rule than those in force')
    .option('--all', 'every article')
    .option(
      '--from <stage>',
      'where to begin: poll, scrape (requests the page again), clean (no network), tag or store',
      stageName,
    )
    .option('--dry-run', 'change nothing; tell for each article what would change')
    .option('--count', 'tell how many articles are meant, and start nothing')
    .option('--no-wait', 'do not wait for the end')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill reingest --feed 3 --since 2d --from clean --dry-run')
    .action((urls: string[], options: ReingestOptions, command: Command) => {
      if (urls.length === 0 && !selects(options))
        command.error(
          'error: name articles by their addresses, or select them with --feed, --host, --language, --alert, --since, --before, --failed, --failed-at, --dropped, --below, --older or --all',
        );
      // A poll starts work that belongs to no batch, so there is no end of it to wait for.
      const waits = options.wait && options.from !== 'poll' && options.count !== true;
      return withClient({ command: 'reingest', stages: waits ? stages : [] }, (session) =>
        options.count === true
          ? count(session.client, urls, options, cli)
          : start(session, urls, options, waits, cli),
      );
    });
  addBatches(reingest, cli);
}

const selecting = [
  'feed',
  'host',
  'language',
  'alert',
  'since',
  'before',
  'failed',
  'failedAt',
  'dropped',
  'below',
  'older',
  'all',
] as const satisfies readonly (keyof Selection)[];

const selects = (options: Selection): boolean => selecting.some((name) => options[name] !== undefined);

async function selectionOf(urls: string[], options: Selection, client: ApiClient) {
  const { host, language, alert, since, before, failed, failedAt, dropped, below, older, all } = options;
  return {
    ...(urls.length === 0 ? {} : { urls: urls.map((url) => webAddress(url) ?? url) }),
    feed: await feedId(options.feed, client),
    ...{
      host,
      language,
      alert,
      since,
      before,
      failed,
      failedAt,
      dropped,
      belowConfidence: below,
      older,
      all,
    },
  };
}

async function count(
  client: ApiClient,
  urls: string[],
  options: ReingestOptions,
  { output }: Cli,
): Promise<void> {
  const body = { ...(await selectionOf(urls, options, client)), from: options.from };
  const counted = await client.request('POST', '/api/reingest/count', body, reingestCountSchema);
  if (options.json === true) output.json(counted);
  else output.pairs([['articles', String(counted.articles)]]);
}

async function start(
  session: Session,
  urls: string[],
  options: ReingestOptions,
  waits: boolean,
  cli: Cli,
): Promise<void> {
  const { client } = session;
  const { from, dryRun, json = false } = options;
  const body = { ...(await selectionOf(urls, options, client)), from, dryRun };
  const started = await client.request('POST', '/api/reingest', body, reingestStartedSchema);
  if (waits) return followBatch(client, started.batchId, json, cli);
  if (json) cli.output.json(started);
  else
    cli.output.pairs([
      ['batch', String(started.batchId)],
      ['articles', String(started.articles)],
    ]);
  noteWhoWorks(session, cli.output);
}
