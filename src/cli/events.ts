// `feedmill events`: what happened, and with --follow what happens.
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { type EventPageView, type EventView, eventPageSchema } from '../http/contract-events.js';
import { type EventType, eventTypes } from '../store/schema-events.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { feedId } from './feed-requests.js';
import { pause } from './ingest-follow.js';
import { wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { listenForCtrlC } from './signals.js';
import { dateText } from './words.js';

interface EventsOptions {
  follow?: boolean;
  after?: number;
  types?: string;
  feed?: string;
  language?: string;
  limit: number;
  json?: boolean;
}

const SHOWN = 50;
/** What happens is told about a second later. */
const ASK_AGAIN_MS = 1_000;

export function addEvents(program: Command, cli: Cli): void {
  program
    .command('events')
    .description('tell what happened: articles stored and revised, feeds failing and well again, alerts')
    .option('--follow', 'go on telling what happens, until Ctrl-C')
    .option('--after <id>', 'only what happened after the event with this id', wholeNumber(0))
    .option('--types <types>', `only these, separated by commas: ${eventTypes.join(', ')}`, typeList)
    .option('--feed <feed>', 'only of this feed (id or address) and of what it lists')
    .option('--language <tag>', 'only of articles in this language')
    .option(
      '--limit <number>',
      'how many at most, the newest where --after is not given',
      wholeNumber(1),
      SHOWN,
    )
    .option('--json', 'answer with JSON, one line for each event')
    .addHelpText('after', '\nExample:\n  feedmill events --follow --types article.stored --json')
    .action((options: EventsOptions) =>
      withClient({ command: 'events' }, ({ client }) => tell(options, client, cli)),
    );
}

async function tell(options: EventsOptions, client: ApiClient, cli: Cli): Promise<void> {
  const { follow = false, after, limit, types, language, json = false } = options;
  const filter = { types, language, feed: await feedId(options.feed, client) };
  const ask = (query: { after: number | undefined; limit: number }): Promise<EventPageView> =>
    client.request('GET', withQuery('/api/events', { ...filter, ...query }), null, eventPageSchema);
  const { signal, release } = listenForCtrlC(cli.output);
  let page = await ask({ after, limit });
  show(page, json, cli.output);
  if (!follow && page.events.length === 0) cli.output.note('No event matches.');
  while (follow && !signal.aborted) {
    if (page.events.length === 0) await pause(ASK_AGAIN_MS, signal);
    if (signal.aborted) break;
    page = await ask({ after: page.next, limit });
    show(page, json, cli.output);
  }
  release();
  if (signal.aborted) cli.exitCode = exitCodes.interrupted;
}

function show({ events, gap }: EventPageView, json: boolean, output: Output): void {
  if (gap === 'expired') output.note('What happened before is no longer kept (FEEDMILL_EVENT_DAYS).');
  if (gap === 'ahead') output.note('No event has had that id yet.');
  for (const event of events) {
    if (json) output.document(`${JSON.stringify(event)}\n`);
    else output.print(`${event.id}  ${dateText(event.at)}  ${event.type}  ${aboutWords(event)}`);
  }
}

const aboutWords = ({ articleId, feedId: feed, language, data }: EventView): string =>
  [
    articleId === null ? null : `article ${articleId}`,
    articleId === null && feed !== null ? `feed ${feed}` : null,
    language,
    data['title'],
    data['url'],
    data['error'],
  ]
    .filter((word) => typeof word === 'string')
    .join('  ');

/** Types of events separated by commas, as they were given. */
export function typeList(value: string): string {
  const unknown = value.split(',').filter((name) => !eventTypes.includes(name as EventType));
  if (unknown.length > 0)
    throw new InvalidArgumentError(
      `${unknown.join(', ')} is no type; the types are ${eventTypes.join(', ')}.`,
    );
  return value;
}
