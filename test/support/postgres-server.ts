// A PostgreSQL server of a test's own, for faults that nobody else may feel.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './redis-server.js';
import type { SmallDisk } from './small-disk.js';
import { until } from './until.js';

export interface PostgresServer {
  readonly url: string;
  /** The first process of the server, for signals; its children serve the connections. */
  pid(): number;
  /** Whether its first process is gone. */
  hasEnded(): boolean;
  /** Ends the server as a crash would: nothing is written any more. */
  crash(): Promise<void>;
  /** Ends the server in order, but cuts every connection. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Starts it again as a replica, which takes no changes. */
  becomeReplica(): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian, and package managers elsewhere, put the server's programs; null where there are none. */
function binaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/bin', '/usr/bin'];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** Whether this machine has the programs of a server. */
export const hasPostgresPrograms = binaries() !== null;

/** PostgreSQL refuses to run as root; there it runs as the user of the packages. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Starts a server on a disk of its own, or on the disk of everybody. */
export async function ownPostgres(disk: SmallDisk | null = null): Promise<PostgresServer> {
  const bin = binaries();
  if (bin === null) throw new Error('this machine has no initdb');
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-postgres-'));
  const user = owner();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(disk?.folder ?? folder, 'data');
  // Whoever enters the disk's namespace must be who made it, and becomes the owner there.
  const surroundings = { ...(disk === null ? user : {}), cwd: folder, stdio: 'ignore' } as const;
  const command = (name: string, args: string[]): [string, string[]] => {
    const [file = '', ...rest] = [...(disk?.through ?? []), join(bin, name), ...args];
    return [file, rest];
  };
  execFileSync(
    ...command('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync']),
    surroundings,
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | null = null;
  const answers = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      // Still starting; the caller asks again until its deadline.
      return false;
    }
  };
  const start = async (): Promise<void> => {
    const options = ['-D', data, '-p', String(port), '-c', `unix_socket_directories=${folder}`];
    // Ten services at once take some four hundred.
    options.push('-c', 'max_connections=500');
    // A small disk is not to be full of what is kept for later.
    if (disk !== null) options.push('-c', 'min_wal_size=32MB', '-c', 'max_wal_size=64MB');
    child = spawn(...command('postgres', options), surroundings);
    await until('the test PostgreSQL answers', answers);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, every connection cut. SIGINT is its fast one.
  const crash = (): Promise<void> => end('SIGQUIT');
  await start();
  return {
    url,
    pid: () => child?.pid ?? 0,
    hasEnded: () => child !== null && (child.exitCode !== null || child.signalCode !== null),
    start,
    crash,
    stop: () => end('SIGINT'),
    becomeReplica: async () => {
      await crash();
      // Such a server reads its own log to the end and then waits for a primary for ever.
      writeFileSync(join(data, 'standby.signal'), '');
      await start();
    },
    remove: async () => {
      await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
