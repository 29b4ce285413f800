import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    pool: 'forks',
    // Tests wait for databases and timers more than they compute, so even two cores hold four files at once.
    maxWorkers: Math.max(4, availableParallelism()),
    // Worker threads of the code under test start from TypeScript sources as well.
    execArgv: ['--import', './typescript-loader.mjs'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
