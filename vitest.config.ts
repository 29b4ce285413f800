import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Worker threads of the code under test start from TypeScript sources as well.
    execArgv: ['--import', './typescript-loader.mjs'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
