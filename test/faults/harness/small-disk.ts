// A file system of a trial's own under the data folder, as large as it wants. It is mounted in a namespace that a
// process holds, so that it outlives the services which are started in it, and needs no right on the machine.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { System } from './system.js';

export interface SmallDisk {
  /** What a service is started through, so that it finds the disk under its data folder. */
  readonly through: string[];
  /** Takes room away, as another program would, until no more than `kilobytes` are left. */
  fill(kilobytes: number): void;
  /** Gives back what was taken. */
  makeRoom(): void;
  /** Makes the disk itself larger or smaller. */
  resize(megabytes: number): void;
  /** Empties it, for another beginning. */
  empty(): Promise<void>;
  /** Puts what is on the disk where the data folder is for everybody else; no service runs meanwhile. */
  moveOut(): Promise<void>;
  close(): Promise<void>;
}

const LOOKS = 20;

// A superuser needs no namespace of users, and a container may forbid one.
const ways: readonly { unshare: string[]; enter: string[] }[] = [
  { unshare: ['-Urm'], enter: ['--user', '--preserve-credentials', '--mount'] },
  { unshare: ['-m'], enter: ['--mount'] },
];
const way = ways.find(({ unshare }) => spawnSync('unshare', [...unshare, 'true']).status === 0);

/** Whether this machine lets a program mount something for itself. */
export const hasSmallDisks = way !== undefined;

/** Mounts a disk of `megabytes` under the data folder of `system`. */
export async function smallDisk({ folder, settings }: System, megabytes: number): Promise<SmallDisk> {
  if (way === undefined) throw new Error('this machine allows no mount namespace');
  const { dataDir } = settings;
  await mkdir(dataDir, { recursive: true });
  const mount = `mount -t tmpfs -o size=${megabytes}m none "$0" && echo mounted && exec sleep infinity`;
  const holder = spawn('unshare', [...way.unshare, 'bash', '-c', mount, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const mounted = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
  if (!String(mounted[0]).startsWith('mounted')) throw new Error('the disk could not be mounted');
  const through = ['nsenter', ...way.enter, '--target', String(holder.pid), `--wd=${folder}`, '--'];
  // What is in the namespace, seen from here.
  const inside = `/proc/${holder.pid}/root${dataDir}`;
  const ballast = join(inside, 'ballast');
  const run = (...command: string[]): void => {
    const [file = '', ...args] = [...through, ...command];
    execFileSync(file, args);
  };
  const makeRoom = (): void => rmSync(ballast, { force: true });
  return {
    through,
    fill: (kilobytes) => {
      // Who works meanwhile takes room as well, so that the first look may be out of date.
      for (let look = 0; look < LOOKS; look++) {
        const { bavail, bsize } = statfsSync(inside);
        const taken = bavail * bsize - kilobytes * 1_024;
        if (taken <= 0) return;
        if (spawnSync('fallocate', ['--length', String(taken), ballast]).status === 0) return;
        makeRoom();
      }
      throw new Error('the disk could not be filled');
    },
    makeRoom,
    resize: (size) => run('mount', '-o', `remount,size=${size}m`, dataDir),
    empty: async () => {
      for (const name of await readdir(inside)) await rm(join(inside, name), { recursive: true });
    },
    moveOut: async () => {
      makeRoom();
      await cp(inside, dataDir, { recursive: true });
    },
    close: async () => {
      if (holder.exitCode !== null) return;
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    },
  };
}
