// `feedmill alerts`: what is wrong with the service, what was, and what to do about it.
import type { Command } from 'commander';
import { type AlertView, alertPageSchema, alertSchema } from '../http/contract-alerts.js';
import type { ApiClient } from './client.js';
import { wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { dateText } from './words.js';

const LISTED = 50;
/** Alerts that one request asks for; the API's largest page. */
const PAGE = 500;

interface ListOptions {
  all?: boolean;
  limit: number;
  json?: boolean;
}

export function addAlerts(program: Command, { output }: Cli): void {
  const alerts = program
    .command('alerts')
    .description('show what is wrong with the service now, and what to do about it')
    .option('--all', 'also what was wrong and is no more, newest first')
    .option('--limit <number>', 'with --all: how many at most', wholeNumber(1), LISTED)
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill alerts --all')
    .action(async ({ all, limit, json }: ListOptions) => {
      const found = await withClient({ command: 'alerts' }, ({ client }) =>
        listAlerts(client, all === true, limit),
      );
      if (json === true) output.json({ alerts: found });
      else showAlerts(found, output);
      if (found.length === 0) output.note(all === true ? 'No alert was raised yet.' : 'No alert is open.');
    });
  alerts
    .command('accept <alert>')
    .description('take what the articles of a site look like now as its new normal')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill alerts accept 12')
    .action(async (alert: string, { json }: { json?: boolean }) => {
      const path = `/api/alerts/${encodeURIComponent(alert)}/accept`;
      const accepted = await withClient({ command: 'alerts accept' }, ({ client }) =>
        client.request('POST', path, null, alertSchema),
      );
      if (json === true) output.json(accepted);
      else output.print(`${accepted.subject} is taken as it looks now.`);
    });
}

async function listAlerts(client: ApiClient, all: boolean, limit: number): Promise<AlertView[]> {
  const found: AlertView[] = [];
  for (let before: number | null | undefined; before !== null && found.length < limit; ) {
    const query = all ? { all: 'true', before, limit: Math.min(PAGE, limit - found.length) } : {};
    const path = withQuery('/api/alerts', query);
    const page: { alerts: AlertView[]; next: number | null } = await client.request(
      'GET',
      path,
      null,
      alertPageSchema,
    );
    found.push(...page.alerts);
    before = page.next;
  }
  return found;
}

function showAlerts(alerts: readonly AlertView[], output: Output): void {
  output.table(
    [
      { head: 'alert', align: 'right' },
      { head: 'severity' },
      { head: 'since' },
      { head: 'until' },
      { head: 'what', wrap: true },
      { head: 'what to do', wrap: true },
    ],
    alerts.map(({ id, severity, since, resolvedAt, resolution, message, todo }) => [
      String(id),
      severity,
      dateText(since),
      resolution === 'accepted' ? `${dateText(resolvedAt)}, accepted` : dateText(resolvedAt),
      message,
      resolvedAt === null ? todo : '',
    ]),
  );
}
