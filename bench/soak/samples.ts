// What is looked at again and again while a service runs: its processes from outside (proc(5)), and what it and its
// servers say of themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestPlace } from '../../test/support/databases.js';
import type { RedisServer } from '../../test/support/redis-server.js';

export interface ProcessSample {
  /** Which process it is; one that is started again keeps its name and counts on. */
  name: string;
  pid: number;
  rssMb: number;
  descriptors: number;
}
export interface Sample {
  /** Since the beginning, in seconds. */
  at: number;
  /** Whether every process has just collected its garbage, so that its memory is what it holds. */
  collected: boolean;
  processes: ProcessSample[];
  /** Timers, sockets and the like that keep the first process alive. */
  handles: number | null;
  redisMb: number | null;
  databaseMb: number;
  published: number;
  stored: number;
  /** Of the articles stored since the last sample, from their publication on; null when there were none. */
  latencySeconds: number | null;
}

/** A process as proc(5) shows it; null once it is gone. */
export function processSample(name: string, pid: number): ProcessSample | null {
  try {
    const [, kb = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { name, pid, rssMb: Number(kb) / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    // It ended between two looks, or is about to be started again.
    return null;
  }
}

/** The value of a metric without labels in the text of /metrics; null where it is missing. */
export function metricIn(text: string, name: string): number | null {
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
  return value === undefined ? null : Number(value);
}

export async function redisMb(redis: RedisServer | null): Promise<number | null> {
  if (redis === null) return null;
  const [, bytes = '0'] = /used_memory:(\d+)/.exec(String(await redis.command('INFO', 'memory'))) ?? [];
  return Number(bytes) / 1e6;
}

/** What the store takes on the disk, without its write-ahead log, which grows to its limit and is used again. */
export async function databaseMb({ env, settings }: Pick<TestPlace, 'env' | 'settings'>): Promise<number> {
  const connectionString = env['DATABASE_URL'];
  if (connectionString === undefined) return (await bytesIn(join(settings.dataDir, 'database'))) / 1e6;
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    return Number(rows[0]?.bytes ?? 0) / 1e6;
  } finally {
    await client.end();
  }
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('pg_wal'))
      // A file that the server has removed since is none.
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
