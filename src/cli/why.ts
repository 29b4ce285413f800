// `feedmill why`: the story of an article, or what is known about one that never came in.
import type { Command } from 'commander';
import { type WhyAnswer, whySchema } from '../http/contract-articles.js';
import { exitCodes } from './exit.js';
import { withQuery } from './options.js';
import type { Output } from './output.js';
import { tablePart } from './sections.js';
import { type Cli, withClient } from './session.js';
import { webAddress } from './sources.js';
import { dateText } from './words.js';

export function addWhy(program: Command, cli: Cli): void {
  program
    .command('why <article>')
    .description(
      'tell why an article (id, address or a part of its title) is stored or missing, with each attempt of each stage',
    )
    .option('--json', 'answer with JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  feedmill why https://example.com/2026/harbour-opens.html\n  feedmill why "harbour opens"',
    )
    .action(async (named: string, { json }: { json?: boolean }) => {
      const why = await withClient({ command: 'why' }, ({ client }) =>
        client.request('GET', withQuery('/api/why', { url: webAddress(named) ?? named }), null, whySchema),
      );
      if (json === true) cli.output.json(why);
      else showWhy(why, cli.output);
      if (why.status === 'invalid') cli.exitCode = exitCodes.usage;
    });
}

function showWhy(why: WhyAnswer, output: Output): void {
  output.print(why.answer, output.colors.bold);
  switch (why.status) {
    case 'invalid':
      return;
    case 'unknown':
      tablePart(
        output,
        { title: 'Feeds of this site', label: 'feed' },
        [
          { head: 'feed', align: 'right' },
          { head: 'polled' },
          { head: 'next poll' },
          { head: 'address' },
          { head: 'how it is', wrap: true },
        ],
        why.feeds.map((feed) => [
          String(feed.id),
          dateText(feed.polledAt),
          dateText(feed.nextPollAt),
          feed.url,
          feed.says,
        ]),
      );
      return;
    case 'several':
      tablePart(
        output,
        { title: 'Articles', label: 'article' },
        [
          { head: 'article', align: 'right' },
          { head: 'state' },
          { head: 'title', wrap: true },
          { head: 'address' },
        ],
        why.matches.map(({ id, state, title, url }) => [String(id), state, title ?? '', url]),
      );
      return;
    case 'known': {
      const { article, feeds, life } = why;
      output.pairs([
        ['article', String(article.id)],
        ['state', article.state],
        ['title', article.title ?? ''],
        ['address', article.url],
        ['feeds', feeds.map(({ feedUrl }) => feedUrl).join(', ')],
      ]);
      tablePart(
        output,
        { title: 'What happened', label: 'attempt' },
        [
          { head: 'at' },
          { head: 'stage' },
          { head: 'outcome' },
          { head: 'ms', align: 'right' },
          { head: 'what', wrap: true },
        ],
        life.map(({ at, stage, outcome, ms, text }) => [dateText(at), stage, outcome, String(ms), text]),
      );
      return;
    }
    default:
      why satisfies never;
  }
}
