// A build of the program from a copy of its sources with one line changed: what happens without a guard. The product
// has no switch for that.
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

export interface Patch {
  /** In src. */
  file: string;
  /** What stands there, once or more often. */
  from: string;
  to: string;
}

/** Builds the program with `patch`; `remove` deletes it. @throws when the source does not hold what is to be changed. */
export async function patchedProgram(
  ...patches: Patch[]
): Promise<{ mainFile: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-patched-'));
  for (const name of ['src', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'public', 'config'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of patches) {
    const path = join(folder, 'src', file);
    const source = await readFile(path, 'utf8');
    if (!source.includes(from)) throw new Error(`${file} has no ${from}`);
    await writeFile(path, source.replaceAll(from, to));
  }
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noEmitOnError', 'false'], {
    cwd: folder,
    stdio: 'inherit',
  });
  return {
    mainFile: join(folder, 'dist', 'main.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
