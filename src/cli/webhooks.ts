// `feedmill webhooks …`: who is told what happens, and what became of it.
import type { Command } from 'commander';
import { removedSchema } from '../http/contract-feeds.js';
import {
  replayedSchema,
  webhookDetailSchema,
  webhookListSchema,
  webhookSecretSchema,
  webhookTestSchema,
  webhookViewSchema,
} from '../http/contract-webhooks.js';
import { eventTypes } from '../store/schema-events.js';
import { typeList } from './events.js';
import { feedId } from './feed-requests.js';
import { wholeNumber } from './options.js';
import { type Cli, withClient } from './session.js';
import { showDeliveries, showSecret, showWebhooks } from './webhook-views.js';

interface Asked {
  json?: boolean;
}

export function addWebhooks(program: Command, cli: Cli): void {
  const webhooks = program
    .command('webhooks')
    .description('tell other programs what happens, by signed requests to addresses of theirs')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill webhooks add https://example.com/hook --types article.stored',
    );
  addAdd(webhooks, cli);
  addList(webhooks, cli);
  addShow(webhooks, cli);
  addState(webhooks, 'pause', 'paused', 'stop telling a webhook; what happens meanwhile waits', cli);
  addState(webhooks, 'resume', 'active', 'go on telling a webhook, beginning where it was', cli);
  addRemove(webhooks, cli);
  addRotate(webhooks, cli);
  addTest(webhooks, cli);
  addReplay(webhooks, cli);
}

function addAdd(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('add <url>')
    .description('add a webhook that is told what happens from now on, and show its secret this once')
    .option('--types <types>', `only these, separated by commas: ${eventTypes.join(', ')}`, typeList)
    .option('--feed <feed>', 'only of this feed (id or address) and of what it lists')
    .option('--language <tag>', 'only of articles in this language')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks add https://example.com/hook --language de')
    .action(async (url: string, { types, feed, language, json }: AddOptions) => {
      const added = await withClient({ command: 'webhooks add' }, async ({ client }) => {
        const filter = { types: types?.split(','), language, feed: await feedId(feed, client) };
        return client.request('POST', '/api/webhooks', { url, ...filter }, webhookSecretSchema);
      });
      showSecret(added, json, output);
    });
}

interface AddOptions extends Asked {
  types?: string;
  feed?: string;
  language?: string;
}

function addList(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('list')
    .description('list webhooks with their state and what waits for them')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks list')
    .action(async ({ json }: Asked) => {
      const found = await withClient({ command: 'webhooks list' }, ({ client }) =>
        client.request('GET', '/api/webhooks', null, webhookListSchema),
      );
      if (json === true) return output.json(found);
      showWebhooks(found.webhooks, output);
      if (found.webhooks.length === 0) output.note('There is no webhook; `feedmill webhooks add` adds one.');
    });
}

function addShow(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('show <webhook>')
    .description('show a webhook with its newest deliveries and those that are parked')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks show 1')
    .action(async (named: string, { json }: Asked) => {
      const found = await withClient({ command: 'webhooks show' }, ({ client }) =>
        client.request('GET', pathOf(named), null, webhookDetailSchema),
      );
      if (json === true) return output.json(found);
      showWebhooks([found.webhook], output);
      showDeliveries('Newest deliveries', 'delivery', found.deliveries, output);
      showDeliveries('Parked', 'parked', found.parked, output);
    });
}

function addState(
  webhooks: Command,
  name: 'pause' | 'resume',
  state: 'paused' | 'active',
  description: string,
  { output }: Cli,
): void {
  webhooks
    .command(`${name} <webhook>`)
    .description(description)
    .option('--json', 'answer with JSON')
    .addHelpText('after', `\nExample:\n  feedmill webhooks ${name} 1`)
    .action(async (named: string, { json }: Asked) => {
      const changed = await withClient({ command: `webhooks ${name}` }, ({ client }) =>
        client.request('PATCH', pathOf(named), { state }, webhookViewSchema),
      );
      if (json === true) output.json(changed);
      else
        output.pairs([
          ['webhook', String(changed.id)],
          ['state', changed.state],
        ]);
    });
}

function addRemove(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('remove <webhook>')
    .description('remove a webhook, and what it has not been told with it')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks remove 1')
    .action(async (named: string, { json }: Asked) => {
      await withClient({ command: 'webhooks remove' }, ({ client }) =>
        client.request('DELETE', pathOf(named), null, removedSchema),
      );
      if (json === true) output.json({ removed: named });
      else output.pairs([['removed', named]]);
    });
}

function addRotate(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('rotate <webhook>')
    .description('make a new secret and show it this once; the one before signs as well for 24 hours')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks rotate 1')
    .action(async (named: string, { json }: Asked) => {
      const made = await withClient({ command: 'webhooks rotate' }, ({ client }) =>
        client.request('POST', `${pathOf(named)}/rotate`, {}, webhookSecretSchema),
      );
      showSecret(made, json, output);
    });
}

function addTest(webhooks: Command, cli: Cli): void {
  webhooks
    .command('test <webhook>')
    .description('send a message of the type webhook.test now, and tell what came back')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks test 1')
    .action(async (named: string, { json }: Asked) => {
      const answer = await withClient({ command: 'webhooks test' }, ({ client }) =>
        client.request('POST', `${pathOf(named)}/test`, {}, webhookTestSchema),
      );
      if (!answer.isTaken) cli.exitCode = 1;
      if (json === true) cli.output.json(answer);
      else
        cli.output.pairs([
          ['taken', answer.isTaken ? 'yes' : 'no'],
          ['answer', answer.error ?? String(answer.status ?? '')],
        ]);
    });
}

function addReplay(webhooks: Command, { output }: Cli): void {
  webhooks
    .command('replay <webhook>')
    .description('send parked deliveries again, all or one')
    .option('--delivery <id>', 'only this one', wholeNumber(1))
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill webhooks replay 1')
    .action(async (named: string, { delivery, json }: Asked & { delivery?: number }) => {
      const answer = await withClient({ command: 'webhooks replay' }, ({ client }) =>
        client.request('POST', `${pathOf(named)}/replay`, { delivery }, replayedSchema),
      );
      if (json === true) output.json(answer);
      else output.pairs([['replayed', String(answer.replayed)]]);
    });
}

const pathOf = (named: string): string => `/api/webhooks/${encodeURIComponent(named)}`;
