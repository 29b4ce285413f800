// `feedmill audit`: whether the database keeps what the service promises; exit code 1 when it does not.
import type { Command } from 'commander';
import { type AuditAnswer, auditSchema } from '../http/contract-keeping.js';
import { exitCodes } from './exit.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';

interface AuditOptions {
  deep?: boolean;
  repair?: boolean;
  json?: boolean;
}

export function addAudit(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description('check that every item and article is accounted for; exit code 1 when something is amiss')
    .option('--deep', 'read every stored page as well, and compare it with what came')
    .option('--repair', 'mend what can be mended, and tell what is left')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill audit --deep')
    .action(async ({ deep = false, repair = false, json }: AuditOptions) => {
      const answer = await withClient({ command: 'audit' }, ({ client }) =>
        client.request('POST', '/api/audit', { deep, repair }, auditSchema),
      );
      if (json === true) cli.output.json(answer);
      else showAudit(answer, repair, cli.output);
      if (!answer.sound) cli.exitCode = exitCodes.failed;
    });
}

function showAudit({ findings, pages, mended, sound }: AuditAnswer, repair: boolean, output: Output): void {
  for (const { name, holds, remedy, count, examples } of findings) {
    output.print(`${name}: ${count}`, output.colors.red);
    output.print(`  ${holds}`);
    for (const { what } of examples) output.print(`  - ${what}`);
    if (count > examples.length) output.print(`  - and ${count - examples.length} more`);
    output.print(
      `  ${remedy === null ? 'No repair is known: please look at them.' : `With --repair: ${remedy}`}`,
    );
  }
  for (const { url, why } of pages?.damaged ?? [])
    output.print(`damaged page: ${url}: ${why}`, output.colors.red);
  output.pairs([
    ...(pages === null ? [] : [['pages read', String(pages.checked)] as const]),
    ...(repair ? [['mended', String(mended)] as const] : []),
    ['result', sound ? 'nothing is amiss' : 'something is amiss'],
  ]);
}
