// `feedmill hosts …`: how politely each site is asked, and which hosts do not answer.
import type { Command } from 'commander';
import type { z } from 'zod';
import { type HostView, hostPageSchema, hostViewSchema } from '../http/contract-hosts.js';
import type { ApiClient } from './client.js';
import { delayOrAuto, withQuery } from './options.js';
import type { Output } from './output.js';
import { tablePart } from './sections.js';
import { type Cli, withClient } from './session.js';
import { dateText, durationText } from './words.js';

type Silent = z.output<typeof hostPageSchema>['silent'];
const PAGE = 500;

export function addHosts(program: Command, { output }: Cli): void {
  const hosts = program
    .command('hosts')
    .description('show and set the pause between two pages of a site, and show hosts that do not answer')
    .addHelpText('after', '\nExample:\n  feedmill hosts set example.com --delay 5s');
  hosts
    .command('list')
    .description('list sites with their pause and what it comes from, and hosts that do not answer')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill hosts list')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await withClient({ command: 'hosts list' }, ({ client }) => allHosts(client));
      if (json === true) return output.json(found);
      showHosts(found.hosts, output);
      showSilent(found.silent, output);
      if (found.hosts.length === 0) output.note('No site has been asked for a page yet.');
    });
  hosts
    .command('set <host>')
    .description('set the pause of the site that a host belongs to')
    .option('--delay <time>', 'pause between two pages: 500ms, 2s, 1min; auto lets it be learnt', delayOrAuto)
    .option('--resume', 'end a pause that the site asked for, and try its silent hosts again')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill hosts set www.example.com --delay 2s')
    .action(async (host: string, options: SetOptions, command: Command) => {
      const { delay, resume, json } = options;
      if (delay === undefined && resume !== true) command.error('error: give --delay or --resume');
      const body = {
        ...(delay === undefined ? {} : { delayMs: delay === 'auto' ? null : delay }),
        ...(resume === true ? { resume } : {}),
      };
      const path = `/api/hosts/${encodeURIComponent(host)}`;
      const set = await withClient({ command: 'hosts set' }, ({ client }) =>
        client.request('PATCH', path, body, hostViewSchema),
      );
      if (json === true) output.json(set);
      else showHosts([set], output);
    });
}

interface SetOptions {
  delay?: number | 'auto';
  resume?: boolean;
  json?: boolean;
}

async function allHosts(client: ApiClient): Promise<{ hosts: HostView[]; silent: Silent }> {
  const all: { hosts: HostView[]; silent: Silent } = { hosts: [], silent: [] };
  for (let after: string | null = ''; after !== null; ) {
    const path = withQuery('/api/hosts', { after, limit: PAGE });
    const page: z.output<typeof hostPageSchema> = await client.request('GET', path, null, hostPageSchema);
    all.hosts.push(...page.hosts);
    all.silent.push(...page.silent);
    after = page.next;
  }
  return all;
}

function showHosts(hosts: readonly HostView[], output: Output): void {
  output.table(
    [
      { head: 'site' },
      { head: 'pause', align: 'right' },
      { head: 'because', wrap: true },
      { head: 'last asked' },
      { head: 'planned until' },
      { head: 'left alone until' },
    ],
    hosts.map((host) => [
      host.host,
      pauseText(host.delayMs),
      host.delayReason,
      dateText(host.askedAt),
      dateText(host.plannedUntil),
      dateText(host.pausedUntil),
    ]),
  );
}

function pauseText(ms: number): string {
  return ms > 0 && ms < 1_000 ? `${ms} ms` : durationText(ms);
}

function showSilent(silent: Silent, output: Output): void {
  tablePart(
    output,
    { title: 'Hosts that do not answer', label: 'silent' },
    [
      { head: 'host' },
      { head: 'since' },
      { head: 'tried again at' },
      { head: 'failures', align: 'right' },
      { head: 'reason', wrap: true },
    ],
    silent.map(({ host, since, until, failures, reason }) => [
      host,
      dateText(since),
      dateText(until),
      String(failures),
      reason,
    ]),
  );
}
