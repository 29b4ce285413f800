// `feedmill feeds …`: the list of feeds, and what a person does to it by hand.
import type { Command } from 'commander';
import {
  addedSourcesSchema,
  type FeedView,
  feedViewSchema,
  pollQueuedSchema,
  removedSchema,
} from '../http/contract-feeds.js';
import { noteWhoWorks, showAdded } from './added-sources.js';
import type { ApiClient } from './client.js';
import { addFeedFiles } from './feed-files.js';
import { allFeeds, feedPath } from './feed-requests.js';
import { addFeedViews } from './feed-views.js';
import { collect } from './options.js';
import { type Cli, withClient } from './session.js';
import { webAddress } from './sources.js';

export function addFeeds(program: Command, cli: Cli): void {
  const feeds = program
    .command('feeds')
    .description('add, list, pause, poll, import and export feeds')
    .addHelpText('after', '\nExample:\n  feedmill feeds add https://example.com/feed.xml --tag local');
  addAdd(feeds, cli);
  addFeedViews(feeds, cli);
  addState(feeds, cli, 'pause', 'paused', 'stop polling feeds until they are resumed');
  addState(feeds, cli, 'resume', 'active', 'poll paused feeds again, at once');
  addRemove(feeds, cli);
  addPoll(feeds, cli);
  addFeedFiles(feeds, cli);
}

function addAdd(feeds: Command, cli: Cli): void {
  feeds
    .command('add <url...>')
    .description(
      'add feeds, or all feeds of an OPML list; a page that is none is answered with the feeds that it links to',
    )
    .option('--tag <tag>', 'tag for each of them; may be given several times', collect)
    .option('--json', 'answer with JSON')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill feeds add https://example.com/feed.xml --tag local --tag english',
    )
    .action(async (urls: string[], { tag = [], json }: { tag?: string[]; json?: boolean }) => {
      const body = { urls: urls.map((url) => webAddress(url) ?? url), tags: tag };
      const added = await withClient({ command: 'feeds add' }, ({ client }) =>
        client.request('POST', '/api/feeds', body, addedSourcesSchema),
      );
      showAdded(added, json === true, cli);
    });
}

function addState(
  feeds: Command,
  { output }: Cli,
  name: 'pause' | 'resume',
  state: FeedView['state'],
  description: string,
): void {
  feeds
    .command(`${name} <feed...>`)
    .description(description)
    .option('--json', 'answer with JSON')
    .addHelpText('after', `\nExample:\n  feedmill feeds ${name} 3 https://example.com/feed.xml`)
    .action(async (named: string[], { json }: { json?: boolean }) => {
      const changed = await withClient({ command: `feeds ${name}` }, ({ client }) =>
        eachFeed(named, (path) => client.request('PATCH', path, { state }, feedViewSchema)),
      );
      if (json === true) output.json({ feeds: changed });
      else
        output.table(
          [{ head: 'feed', align: 'right' }, { head: 'state' }, { head: 'address' }],
          changed.map((feed) => [String(feed.id), feed.state, feed.url]),
        );
    });
}

async function eachFeed<T>(named: readonly string[], change: (path: string) => Promise<T>): Promise<T[]> {
  const changed: T[] = [];
  for (const one of named) changed.push(await change(feedPath(one)));
  return changed;
}

function addRemove(feeds: Command, { output }: Cli): void {
  feeds
    .command('remove <feed...>')
    .description('remove feeds; their articles stay')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill feeds remove 3')
    .action(async (named: string[], { json }: { json?: boolean }) => {
      await withClient({ command: 'feeds remove' }, ({ client }) =>
        eachFeed(named, (path) => client.request('DELETE', path, null, removedSchema)),
      );
      if (json === true) output.json({ removed: named });
      else
        output.table(
          [{ head: 'removed' }],
          named.map((feed) => [feed]),
        );
    });
}

function addPoll(feeds: Command, cli: Cli): void {
  feeds
    .command('poll [feed...]')
    .description('poll feeds now, whatever their timetable says')
    .option('--all', 'every active feed')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill feeds poll --all')
    .action(
      async (named: string[], { all = false, json }: { all?: boolean; json?: boolean }, command: Command) => {
        if (all === named.length > 0) command.error('error: name feeds, or give --all');
        const queued = await withClient({ command: 'feeds poll' }, async (session) => {
          const paths = all ? await activeFeeds(session.client) : named;
          const answers = await eachFeed(paths, (path) =>
            session.client.request('POST', `${path}/poll`, {}, pollQueuedSchema),
          );
          noteWhoWorks(session, cli.output);
          return answers.reduce((sum, answer) => sum + answer.queued, 0);
        });
        if (json === true) cli.output.json({ queued });
        else cli.output.pairs([['polls queued', String(queued)]]);
      },
    );
}

async function activeFeeds(client: ApiClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id, state } of allFeeds(client, false)) if (state === 'active') ids.push(String(id));
  return ids;
}
