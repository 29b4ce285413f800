// Builds the program once for all suites that run it as a child process: from its sources each start would take a
// second longer, and there are some hundred.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { buildFolder } from './program.js';

const root = resolve(import.meta.dirname, '../..');
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);

export default function build(): void {
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', buildFolder], {
    cwd: root,
    stdio: 'inherit',
  });
}
