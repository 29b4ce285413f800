// A disk of a test's own, small enough to be filled: a file system in memory, in a mount namespace that nobody else
// sees. A process that only waits keeps it, since it is gone with the last process that has it.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** What a program is started through to see it, as the user that owns it. */
  readonly through: string[];
  /** Leaves no byte free. */
  fill(): void;
  /** Gives the room back. */
  clear(): void;
  remove(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;
// Without root a namespace of users gives the right to mount; the user stays who it is, because PostgreSQL refuses root.
const own = isRoot ? ['-m'] : ['-U', '--map-current-user', '--keep-caps', '-m'];
const enter = isRoot ? ['-m'] : ['-U', '-m', '--preserve-credentials'];

/** Whether this machine lets a test have a disk of its own. */
export const hasSmallDisks =
  spawnSync('unshare', [...own, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** Makes a disk of `megabytes`, for the user `owner` where this process is root. */
export async function smallDisk(megabytes: number, owner: string): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-disk-'));
  const keeper = await keeping(folder, megabytes, owner);
  const inside = ['nsenter', '-t', String(keeper.pid), ...enter];
  const run = (...words: string[]): void => {
    const [file = '', ...args] = [...inside, ...words];
    execFileSync(file, args, { stdio: 'ignore' });
  };
  const filler = join(folder, 'filler');
  return {
    folder,
    through: isRoot
      ? [...inside, 'setpriv', `--reuid=${owner}`, `--regid=${owner}`, '--clear-groups']
      : inside,
    // dd says that the disk is full, which is what it is asked for.
    fill: () =>
      run('sh', '-c', `dd if=/dev/zero of=${filler} bs=64k; dd if=/dev/zero of=${filler}-2 bs=1k; true`),
    clear: () => run('rm', '-f', filler, `${filler}-2`),
    remove: async () => {
      keeper.kill('SIGKILL');
      await once(keeper, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function keeping(folder: string, megabytes: number, owner: string): Promise<ChildProcess> {
  const options = `size=${megabytes}m,mode=0700${isRoot ? `,uid=${owner},gid=${owner}` : ''}`;
  const script = `mount -t tmpfs -o ${options} none ${folder} && echo kept && exec sleep infinity`;
  const keeper = spawn('unshare', [...own, 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')])) as unknown[];
  if (!String(first).startsWith('kept')) throw new Error(`no disk of ${megabytes} MB could be mounted`);
  return keeper;
}
