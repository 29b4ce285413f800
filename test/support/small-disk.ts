// A disk of a test's own, small enough to be filled: a file system in memory, in a mount namespace that nobody else
// sees. A process that only waits holds the namespace, so that the disk outlives the programs that are started in it,
// and needs no right on the machine.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** What a program is started through, so that it finds the disk at `folder`. */
  readonly through: string[];
  /** Takes room away, as another program would, until no more than `kilobytes` are left. */
  fill(kilobytes: number): void;
  /** Gives back what was taken. */
  makeRoom(): void;
  /** Makes the disk itself larger or smaller. */
  resize(megabytes: number): void;
  /** Empties it, for another beginning. */
  empty(): Promise<void>;
  /** Puts what is on the disk where `folder` is for everybody else; nothing runs on it meanwhile. */
  moveOut(): Promise<void>;
  close(): Promise<void>;
}

/** How a disk is made: where it is mounted, and the user that its programs run as, for those that refuse root. */
export interface DiskPlan {
  folder: string;
  megabytes: number;
  owner?: string;
}

const isRoot = process.getuid?.() === 0;

/** More than a disk is filled in; a writer that is as fast as this ends the filling too. */
const PIECES = 50;

interface Way {
  unshare: string[];
  enter: string[];
}
// Without root a namespace of users gives the right to mount. In it a program is root, or stays who it is.
const asRoot: Way = { unshare: ['-m'], enter: ['-m'] };
const asMappedRoot: Way = { unshare: ['-Urm'], enter: ['-U', '-m', '--preserve-credentials'] };
const asOneself: Way = {
  unshare: ['-U', '--map-current-user', '--keep-caps', '-m'],
  enter: ['-U', '-m', '--preserve-credentials'],
};
const wayFor = (owner: string | undefined): Way => {
  if (isRoot) return asRoot;
  return owner === undefined ? asMappedRoot : asOneself;
};

/** Whether this machine lets a test have a disk of its own; a container may forbid it. */
export const hasSmallDisks =
  spawnSync('unshare', [...wayFor(undefined).unshare, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

/** Mounts a disk by `plan`. */
export async function smallDisk({ folder, megabytes, owner }: DiskPlan): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  const way = wayFor(owner);
  const holder = await holding(way, folder, megabytes, isRoot ? owner : undefined);
  const inside = ['nsenter', '-t', String(holder.pid), ...way.enter, `--wd=${dirname(folder)}`, '--'];
  const become = ['setpriv', `--reuid=${owner}`, `--regid=${owner}`, '--clear-groups'];
  // What is in the namespace, seen from here.
  const seen = `/proc/${holder.pid}/root${folder}`;
  const ballast = join(seen, 'ballast');
  const makeRoom = (): void => rmSync(ballast, { recursive: true, force: true });
  return {
    folder,
    through: owner !== undefined && isRoot ? [...inside, ...become] : inside,
    fill: (kilobytes) => {
      mkdirSync(ballast, { recursive: true });
      // Programs write meanwhile, so that what was free may be so no longer; then it is tried with less.
      for (let [n, share] = [0, 1]; n < PIECES; n++) {
        const { bavail, bsize } = statfsSync(seen);
        const taken = bavail * bsize - kilobytes * 1_024;
        if (taken <= 0) return;
        const length = String(Math.max(bsize, Math.floor(taken * share)));
        const piece = join(ballast, String(n));
        if (spawnSync('fallocate', ['--length', length, piece]).status !== 0) share /= 2;
      }
    },
    makeRoom,
    resize: (size) => {
      const [file = '', ...args] = [...inside, 'mount', '-o', `remount,size=${size}m`, folder];
      execFileSync(file, args);
    },
    empty: async () => {
      for (const name of await readdir(seen)) await rm(join(seen, name), { recursive: true });
    },
    moveOut: async () => {
      makeRoom();
      await cp(seen, folder, { recursive: true });
    },
    close: async () => {
      if (holder.exitCode !== null) return;
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    },
  };
}

async function holding(
  way: Way,
  folder: string,
  megabytes: number,
  owner: string | undefined,
): Promise<ChildProcess> {
  const owned = owner === undefined ? '' : `,mode=0700,uid=${owner},gid=${owner}`;
  const mount = `mount -t tmpfs -o size=${megabytes}m${owned} none "$0" && echo mounted && exec sleep infinity`;
  const holder = spawn('unshare', [...way.unshare, 'sh', '-c', mount, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])) as unknown[];
  if (!String(first).startsWith('mounted')) throw new Error(`no disk of ${megabytes} MB could be mounted`);
  return holder;
}
