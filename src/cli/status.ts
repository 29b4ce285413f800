// `feedmill status`: queues, feeds, articles and the last hour on one page.
import type { Command } from 'commander';
import { type StatusAnswer, statusSchema } from '../http/contract-work.js';
import type { Output } from './output.js';
import { tablePart } from './sections.js';
import { type Cli, withClient } from './session.js';
import { dateText, durationText } from './words.js';

export function addStatus(program: Command, { output }: Cli): void {
  program
    .command('status')
    .description('show queues, feeds, articles, the last hour and what fails')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill status')
    .action(async ({ json }: { json?: boolean }) => {
      const { status, runs } = await withClient({ command: 'status' }, async ({ client }) => {
        const answer = await client.request('GET', '/api/status', null, statusSchema);
        const { holder } = client;
        return {
          status: answer,
          runs: holder === null ? null : `feedmill ${holder.command}, process ${holder.pid}`,
        };
      });
      if (json === true) output.json(status);
      else showStatus(status, runs, output);
    });
}

function showStatus(status: StatusAnswer, runs: string | null, output: Output): void {
  const { feeds, articles } = status;
  output.pairs([
    ['mode', status.mode],
    ...(status.mode === 'embedded' ? [['running', runs ?? 'no service on this data folder'] as const] : []),
    ['alerts', alertsText(status.alerts)],
    ['workers', String(status.workers)],
    ['oldest waiting job', durationText(status.oldestWaitingMs)],
    ['feeds', feedsText(feeds)],
    ['articles', countsText(articles.states)],
    ['unfinished', countsText(articles.stages)],
    ['languages', countsText(articles.languages)],
  ]);
  showQueues(status.queues, output);
  showTrouble(status, output);
}

const number = (head: string) => ({ head, align: 'right' }) as const;

function showQueues(queues: StatusAnswer['queues'], output: Output): void {
  tablePart(
    output,
    { title: 'Queues', label: 'queue' },
    [
      { head: 'queue' },
      number('waiting'),
      number('active'),
      number('delayed'),
      number('failed'),
      number('completed'),
    ],
    queues.map((one) => [
      one.queue,
      ...[one.waiting, one.active, one.delayed, one.failed, one.completed].map(String),
    ]),
  );
}

const MEGABYTE = 1_000_000;

function showTrouble({ lastHour, storage, failingFeeds }: StatusAnswer, output: Output): void {
  tablePart(
    output,
    { title: 'On the disk', label: 'disk' },
    [{ head: 'what' }, number('MB')],
    storage
      .filter(({ bytes }) => bytes >= MEGABYTE)
      .map(({ name, bytes }) => [name, (bytes / MEGABYTE).toFixed(1)]),
  );

  tablePart(
    output,
    { title: 'The last hour', label: 'last hour' },
    [{ head: 'stage' }, { head: 'outcome' }, number('attempts')],
    lastHour.map(({ stage, outcome, count }) => [stage, outcome, String(count)]),
  );
  tablePart(
    output,
    { title: 'Failing feeds', label: 'failing' },
    [
      number('feed'),
      number('failures'),
      { head: 'next poll' },
      { head: 'address' },
      { head: 'last error', wrap: true },
    ],
    failingFeeds.map((feed) => [
      String(feed.id),
      String(feed.failures),
      dateText(feed.nextPollAt),
      feed.url,
      feed.lastError ?? '',
    ]),
  );
}

function alertsText({ critical, warning }: StatusAnswer['alerts']): string {
  return critical + warning === 0
    ? 'none'
    : `${critical} critical, ${warning} to look at; feedmill alerts tells which`;
}

function feedsText({ active, paused, gone, failing, due, missed }: StatusAnswer['feeds']): string {
  const counts = [`${active} active, ${paused} paused, ${failing} failing, ${due} due`];
  if (gone > 0) counts.push(`${gone} gone for good`);
  if (missed > 0) counts.push(`probably missed ${missed} items in the last week`);
  return counts.join(', ');
}

function countsText(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.length === 0 ? 'none' : sorted.map(([name, count]) => `${count} ${name}`).join(', ');
}
