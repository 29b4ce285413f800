// `feedmill config`: every setting with where its value came from. It opens nothing, so it works when nothing else does.
import type { Command } from 'commander';
import { loadSettings, type SettingReport } from '../config.js';
import type { Output } from './output.js';
import type { Cli } from './session.js';

export function addConfig(program: Command, { output }: Cli): void {
  program
    .command('config')
    .description('show every setting: its value, default and source; secrets stay hidden')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill config')
    .action(({ json = false }: { json?: boolean }) => {
      const { report } = loadSettings();
      if (json) return output.json({ settings: report });
      if (output.terminal) for (const setting of report) showSetting(setting, output);
      else
        output.table(
          [],
          report.map(({ env, value, fallback, source, doc }) => [env, value, fallback, source, doc]),
        );
    });
}

function showSetting({ env, value, fallback, source, doc }: SettingReport, { print, colors }: Output): void {
  const isDefault = source === 'default';
  const from = isDefault ? 'default' : `${source}; default: ${fallback === '' ? 'not set' : fallback}`;
  print(`${env}=${value}  (${from})`, isDefault ? undefined : colors.bold);
  print(`    ${doc}`, colors.dim);
}
