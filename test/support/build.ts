// Builds the program once for all suites, which run it as a child process and start its threads from it: from its
// sources each start would take a second longer, and there are some hundred.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildFolder } from './program.js';

const root = resolve(import.meta.dirname, '../..');
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);

/** Only what has changed since the last time is compiled again; one run of the tests builds once, and a watch as often as it runs. */
export default function setup(project: TestProject): void {
  build();
  project.onTestsRerun(async () => build());
}

function build(): void {
  const args = ['-p', 'tsconfig.build.json', '--outDir', buildFolder, '--incremental'];
  execFileSync(
    process.execPath,
    [compiler, ...args, '--tsBuildInfoFile', join(buildFolder, '.tsbuildinfo')],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}
