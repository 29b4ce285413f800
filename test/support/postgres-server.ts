// A PostgreSQL server of a test's own, for faults that nobody else may feel.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './redis-server.js';
import { until } from './until.js';

export interface PostgresServer {
  readonly url: string;
  /** Ends the server as a crash would: nothing is written any more. */
  crash(): Promise<void>;
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

export async function ownPostgres(): Promise<PostgresServer> {
  const bin = binaries();
  if (bin === null) throw new Error('this machine has no initdb');
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-postgres-'));
  const user = owner();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync'], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  });
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
    child = spawn(join(bin, 'postgres'), options, { ...user, cwd: folder, stdio: 'ignore' });
    await until('the test PostgreSQL answers', answers);
  };
  const crash = async (): Promise<void> => {
    if (child === null || child.exitCode !== null) return;
    // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, every connection cut.
    child.kill('SIGQUIT');
    await once(child, 'exit');
  };
  await start();
  return {
    url,
    start,
    crash,
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
