// The program as it was before: what an upgrade finds in the database and in the queues was left by that one.
import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, type OtherProgram, parts, root } from './other-program.js';

/**
 * The last commit before the sweep looked after polls (migration 0019) and pages left the database (0016): its tables
 * are the oldest on which a service can have been left with work in hand. The next release's trial takes this one's tag.
 */
const REVISION = '3972812';

/** Whether this clone has the commit; a shallow one has not. */
export const hasEarlier = ((): boolean => {
  try {
    execFileSync('git', ['cat-file', '-e', `${REVISION}^{commit}`], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`left out: upgrades from ${REVISION}, because this clone has no such commit\n`);
    return false;
  }
})();

const MAX_ARCHIVE_BYTES = 100_000_000;

/** Builds the program of that commit. */
export async function earlierProgram(): Promise<OtherProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-earlier-'));
  const archive = execFileSync('git', ['archive', REVISION, ...parts], {
    cwd: root,
    maxBuffer: MAX_ARCHIVE_BYTES,
  });
  execFileSync('tar', ['-x'], { cwd: folder, input: archive });
  return built(folder);
}
