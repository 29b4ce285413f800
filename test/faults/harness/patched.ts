// A build of the program from a copy of its sources with one line changed: what happens without a guard. The product
// has no switch for that.
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, type OtherProgram, parts, root } from './other-program.js';

export interface Patch {
  /** In src. */
  file: string;
  /** What stands there, once or more often. */
  from: string;
  to: string;
}

/** Builds the program with `patch`; `remove` deletes it. @throws when the source does not hold what is to be changed. */
export async function patchedProgram(...patches: Patch[]): Promise<OtherProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-patched-'));
  for (const name of parts) await cp(join(root, name), join(folder, name), { recursive: true });
  for (const { file, from, to } of patches) {
    const path = join(folder, 'src', file);
    const source = await readFile(path, 'utf8');
    if (!source.includes(from)) throw new Error(`${file} has no ${from}`);
    await writeFile(path, source.replaceAll(from, to));
  }
  return built(folder);
}
