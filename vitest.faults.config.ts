// The faults: a command of their own (`npm run test:faults`), because they take minutes, kill processes and start
// servers. Options come through the environment; see test/faults/run.ts.
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { faults } from './test/faults/catalogue.js';
import { faultOptions } from './test/faults/harness/options.js';

const { faults: numbers, groups, short } = faultOptions();
const chosen = faults.filter(
  ({ number, group }) =>
    (numbers.length === 0 || numbers.includes(number)) && (groups.length === 0 || groups.includes(group)),
);
// The proofs that guards fire belong to no fault.
const guards = numbers.length === 0 && !short && (groups.length === 0 || groups.includes('guards'));
const suites = [...chosen.map(({ group }) => group), ...(guards ? ['guards'] : [])]
  .map((group) => `test/faults/${group}.fault.ts`)
  .filter(existsSync);
// `npm test` runs those tests anyway, and the subset is what comes after it.
const proofs = short ? [] : chosen.flatMap((fault) => (fault.proofs ?? []).map(({ file }) => file));

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    pool: 'forks',
    execArgv: ['--import', './typescript-loader.mjs'],
    include: [...new Set([...suites, ...proofs])],
    // Recovery is measured, so faults do not disturb each other's clocks; the subset measures none.
    maxWorkers: short ? 2 : 1,
    fileParallelism: short,
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/faults/harness/reporter.ts'],
  },
});
