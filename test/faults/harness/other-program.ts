// Builds of the program beside the one of this tree.
import { execFileSync } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
/** What a build needs beside its packages. */
export const parts = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'public', 'config'];

export interface OtherProgram {
  mainFile: string;
  remove(): Promise<void>;
}

const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);

/** Builds the program whose {@link parts} stand in `folder`, with the packages of this tree. */
export async function built(folder: string): Promise<OtherProgram> {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noEmitOnError', 'false'], {
    cwd: folder,
    stdio: 'inherit',
  });
  return {
    mainFile: join(folder, 'dist', 'main.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
