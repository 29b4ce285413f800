// `feedmill feeds list` and `feeds show`.
import type { Command } from 'commander';
import { type FeedDetail, type FeedView, feedDetailSchema } from '../http/contract-feeds.js';
import { allFeeds, feedPath } from './feed-requests.js';
import type { Output } from './output.js';
import { tablePart } from './sections.js';
import { type Cli, withClient } from './session.js';
import { dateText, durationText } from './words.js';

export function addFeedViews(feeds: Command, { output }: Cli): void {
  feeds
    .command('list')
    .description('list all feeds')
    .option('--failing', 'only those whose last poll failed')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill feeds list --failing')
    .action(async ({ failing = false, json }: { failing?: boolean; json?: boolean }) => {
      const found: FeedView[] = [];
      await withClient({ command: 'feeds list' }, async ({ client }) => {
        for await (const feed of allFeeds(client, failing)) found.push(feed);
      });
      if (json === true) return output.json({ feeds: found });
      showFeeds(found, output);
      if (found.length === 0)
        output.note(
          failing ? 'No feed is failing.' : 'There are no feeds yet; `feedmill feeds add <url>` adds one.',
        );
    });
  feeds
    .command('show <feed>')
    .description('show one feed: its state, its latest polls, and items that were left out with the reason')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill feeds show https://example.com/feed.xml')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const detail = await withClient({ command: 'feeds show' }, ({ client }) =>
        client.request('GET', feedPath(named), null, feedDetailSchema),
      );
      if (json === true) output.json(detail);
      else showFeed(detail, output);
    });
}

function missedAndMoving({ missed, movingTo }: FeedDetail['habits']): [string, string][] {
  return [
    ...(missed === null
      ? []
      : [
          ['missed', `probably missed ${missed.items} items, last noticed ${dateText(missed.at)}`] as [
            string,
            string,
          ],
        ]),
    ...(movingTo === null
      ? []
      : [['moving to', `${movingTo.url}, since ${dateText(movingTo.since)}`] as [string, string]]),
  ];
}

function showFeeds(feeds: readonly FeedView[], output: Output): void {
  const columns = [
    { head: 'feed', align: 'right' },
    { head: 'state' },
    { head: 'articles', align: 'right' },
    { head: 'polled' },
    { head: 'title' },
    { head: 'address' },
    { head: 'last error', wrap: true },
  ] as const;
  output.table(
    columns,
    feeds.map((feed) => [
      String(feed.id),
      feed.failures > 0 ? `failing (${feed.failures})` : feed.state,
      String(feed.articles ?? ''),
      dateText(feed.polledAt),
      feed.title ?? '',
      feed.url,
      feed.lastError ?? '',
    ]),
  );
}

function hubLine(hub: FeedDetail['hub']): [string, string][] {
  if (hub === null) return [];
  const parts = [
    hub.state,
    ...(hub.state === 'active' && hub.leaseUntil !== null ? [`until ${dateText(hub.leaseUntil)}`] : []),
    `${hub.pushes} ${hub.pushes === 1 ? 'push' : 'pushes'}${hub.pushedAt === null ? '' : `, the last ${dateText(hub.pushedAt)}`}`,
    ...(hub.rejected === 0 ? [] : [`${hub.rejected} ignored for their signature`]),
    ...(hub.reason === null ? [] : [hub.reason]),
  ];
  return [['hub', `${hub.hub} (${parts.join('; ')})`]];
}

function showFeed({ feed, habits, hub, polls, skipped }: FeedDetail, output: Output): void {
  output.pairs([
    ['feed', String(feed.id)],
    ['address', feed.url],
    ['title', feed.title ?? ''],
    ['site', feed.siteUrl ?? ''],
    ['language', feed.language ?? ''],
    ['tags', feed.tags.join(', ')],
    ['state', feed.state],
    ['polled', dateText(feed.polledAt)],
    [
      'next poll',
      `${dateText(feed.nextPollAt)}, every ${durationText(feed.intervalMs)}${feed.intervalReason === null ? '' : ` (${feed.intervalReason})`}`,
    ],
    ['publisher asks', habits.publisherAsks.join('; ')],
    ['items known by', `${habits.identity.rule} (${habits.identity.evidence})`],
    ['validators', habits.validators],
    ...hubLine(hub),
    ...missedAndMoving(habits),
    ['failures', feed.lastError === null ? String(feed.failures) : `${feed.failures}: ${feed.lastError}`],
  ]);
  tablePart(
    output,
    { title: 'Latest polls', label: 'poll' },
    [{ head: 'at' }, { head: 'outcome' }, { head: 'ms', align: 'right' }, { head: 'reason', wrap: true }],
    polls.map(({ at, outcome, ms, reason }) => [dateText(at), outcome, String(ms), reason ?? '']),
  );
  tablePart(
    output,
    { title: 'Items that were left out', label: 'left out' },
    [{ head: 'title' }, { head: 'address' }, { head: 'reason', wrap: true }],
    skipped.map(({ title, url, reason }) => [title ?? '', url ?? '', reason ?? '']),
  );
}
