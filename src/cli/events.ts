// `feedmill events`: what happened, and with --follow what happens.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { type EventView, eventPageSchema } from '../http/contract-events.js';
import type { ApiClient } from './client.js';
import { wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { aborted, listenForSignals } from './signals.js';
import { dateText } from './words.js';

interface EventOptions {
  after: number;
  types?: string;
  feed?: number;
  language?: string;
  follow?: boolean;
  json?: boolean;
}

/** The API's largest page. */
const PAGE = 500;
const FOLLOW_MS = 1_000;

export function addEvents(program: Command, { output }: Cli): void {
  program
    .command('events')
    .description('show what happened: articles stored and revised, feeds failing, alerts')
    .option('--after <number>', 'only what came after the event with this number', wholeNumber(0), 0)
    .option('--types <types>', 'only these, separated by commas, such as article.stored,feed.failing')
    .option('--feed <id>', 'only of this feed', wholeNumber(1))
    .option('--language <tag>', 'only of articles in this language')
    .option('--follow', 'go on until Ctrl-C')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  feedmill events --types article.stored --language de --follow')
    .action(async (options: EventOptions) => {
      const { signal } = listenForSignals(0);
      await withClient({ command: 'events' }, ({ client }) => show(client, options, output, signal));
    });
}

async function show(
  client: ApiClient,
  { after, follow, json, ...filter }: EventOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  let from = after;
  while (!signal.aborted) {
    const path = withQuery('/api/events', { after: from, limit: PAGE, ...filter });
    const { events, next } = await client.request('GET', path, null, eventPageSchema);
    for (const event of events) {
      if (json === true) output.jsonLine(event);
      else output.print(lineOf(event));
    }
    from = next;
    if (events.length === PAGE) continue;
    if (follow !== true) return;
    await Promise.race([sleep(FOLLOW_MS), aborted(signal)]);
  }
}

function lineOf({ number, at, type, articleId, data }: EventView): string {
  const about = [data['title'] ?? data['message'], data['url']].filter((part) => typeof part === 'string');
  return [number, dateText(at), type, ...(articleId === null ? [] : [articleId]), ...about].join('  ');
}
