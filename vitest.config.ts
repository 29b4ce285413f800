import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import WaitingFirst from './test/support/sequencer.js';

/** Suites of pure functions. */
const pure = [
  'test/dates/**/*.test.ts',
  'test/extract/**/*.test.ts',
  'test/feeds/**/*.test.ts',
  'test/language/**/*.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    // Files that run in one process share its modules: loading them anew takes a second or two for each of a hundred
    // files. What a suite sets in its process (a fake clock, a spy) it therefore puts back.
    isolate: false,
    // Each of some hundred databases and programs lives for seconds: what V8 spends on making the embedded PostgreSQL fast
    // for hours is a fifth of their processor time.
    execArgv: ['--liftoff-only'],
    sequence: { sequencer: WaitingFirst },
    // Tests wait for databases and timers more than they compute, so even two cores hold four files at once.
    maxWorkers: Math.max(4, availableParallelism()),
    // For what never ends. How long something may take is asserted where it matters; a machine with other work takes
    // ten times as long as a quiet one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: pure,
          // Here and not above, where it would build once for each project and once for none.
          globalSetup: ['test/support/build.ts'],
          alias: [
            {
              find: /^\.\.\/thread\.js$/,
              replacement: fileURLToPath(new URL('test/support/built-thread.ts', import.meta.url)),
            },
          ],
        },
      },
    ],
  },
});
