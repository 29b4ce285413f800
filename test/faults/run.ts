// `npm run test:faults -- …`: causes faults to the real service and ends with their table; `--help` has the options.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import type { Mode } from '../../src/settings.js';
import { faults, groups } from './catalogue.js';
import { environmentOf } from './harness/options.js';

const many = (value: string): string[] => value.split(',').map((part) => part.trim());

interface Asked {
  fault?: string[];
  group?: string[];
  mode?: string[];
  rounds: string;
  seed?: string;
  minutes: string;
  short?: boolean;
  markdown?: string;
  json?: string;
  merge?: boolean;
  report?: string;
}

const asked = new Command('test:faults')
  .description(
    `causes the ${faults.length} faults of test/faults/catalogue.ts and checks what must hold after them`,
  )
  .option('--fault <numbers>', 'these faults, such as 1,5,6', many)
  .option('--group <names>', `these groups: ${groups.join(', ')}`, many)
  .option('--mode <names>', 'embedded, postgres, redis', many)
  .option('--rounds <number>', 'how often a fault is repeated that chance has a part in', '1')
  .option('--seed <number>', 'where chance begins; the same seed gives the same schedule')
  .option('--minutes <number>', 'how long faults are mixed (fault 54)', '1')
  .option('--short', 'only the subset that every change is tried with')
  .option('--markdown <file>', 'put the table between the marks of this page')
  .option('--json <file>', 'write the table as JSON')
  .option('--merge', 'keep what the file of --json says of faults that are not run this time')
  .option('--report <file>', "write the test runner's report as JSON")
  .parse()
  .opts<Asked>();

const seed = asked.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(asked.seed);
process.stdout.write(`seed ${seed}\n`);

const environment = environmentOf({
  faults: (asked.fault ?? []).map(Number),
  groups: asked.group ?? [],
  ...(asked.mode === undefined ? {} : { modes: asked.mode as Mode[] }),
  rounds: Number(asked.rounds),
  seed,
  minutes: Number(asked.minutes),
  short: asked.short === true,
  markdown: asked.markdown ?? null,
  json: asked.json ?? null,
  merge: asked.merge === true,
});

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--config',
    'vitest.faults.config.ts',
    ...(asked.report === undefined
      ? []
      : [
          '--reporter=default',
          '--reporter=./test/faults/harness/reporter.ts',
          '--reporter=json',
          `--outputFile=${asked.report}`,
        ]),
  ],
  {
    stdio: 'inherit', // Tests that run meanwhile do not take the program away.
    env: { FEEDMILL_TEST_BUILD: 'dist-faults', ...process.env, ...environment },
  },
);
process.exitCode = status ?? 1;
