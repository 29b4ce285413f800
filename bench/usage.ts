// What processes and servers have used so far; two readings make a figure.
import { readdirSync, readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type pg from 'pg';

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Seconds of processor time in a `stat` file of /proc, with those of ended children where asked for. */
function seconds(stat: string, children = false): number {
  // The name stands in brackets and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return (user + system + (children ? childUser + childSystem : 0)) / TICKS;
}

/** Processor time of a process by thread, the busiest first, its main thread apart. */
export function threadSeconds(pid: number): { main: number; others: { id: number; used: number }[] } {
  const threads = readdirSync(`/proc/${pid}/task`).map((id) => ({
    id: Number(id),
    used: seconds(readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8')),
  }));
  return {
    main: threads.find(({ id }) => id === pid)?.used ?? 0,
    others: threads.filter(({ id }) => id !== pid).sort((a, b) => b.used - a.used),
  };
}

/** Processor time of every process of this name on the machine, so that nobody else may use the server meanwhile. */
export function namedSeconds(name: string): number {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      if (stat.includes(`(${name})`)) sum += seconds(stat, true);
    } catch {
      // It has ended since the list was read; its parent has its time.
    }
  }
  return sum;
}

export interface CpuSoFar {
  main: number;
  others: { id: number; used: number }[];
  postgres: number;
  redis: number;
}
/** Seconds of processor time so far, of this process by thread and of every PostgreSQL and Redis of the machine. */
export const cpuSoFar = (): CpuSoFar => ({
  ...threadSeconds(process.pid),
  postgres: namedSeconds('postgres'),
  redis: namedSeconds('redis-server'),
});

/**
 * Processor time of an article between two readings, in ms: of the event loop, of the busiest thread (the cleaner's, or
 * that of the embedded database), of all other threads, and of the servers.
 */
export function cpuPerArticle(began: CpuSoFar, ended: CpuSoFar, articles: number) {
  const before = new Map(began.others.map(({ id, used }) => [id, used]));
  const threads = ended.others.map(({ id, used }) => used - (before.get(id) ?? 0)).sort((a, b) => b - a);
  const [busiest = 0, ...rest] = threads;
  const each = (seconds: number): number => Math.round((seconds * 10_000) / articles) / 10;
  return {
    loop: each(ended.main - began.main),
    busiestThread: each(busiest),
    otherThreads: each(rest.reduce((sum, one) => sum + one, 0)),
    postgres: each(ended.postgres - began.postgres),
    redis: each(ended.redis - began.redis),
  };
}

export interface RedisUse {
  commands: number;
  cpuSeconds: number;
}
export async function redisUse(redis: Redis): Promise<RedisUse> {
  const [stats, cpu] = await Promise.all([redis.info('commandstats'), redis.info('cpu')]);
  const sum = (text: string, pattern: RegExp): number =>
    [...text.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
  return {
    commands: sum(stats, /^cmdstat_[^:]+:calls=(\d+)/gm),
    cpuSeconds: sum(cpu, /^used_cpu_(?:sys|user):([\d.]+)/gm),
  };
}

export interface PostgresUse {
  transactions: number;
  rowsWritten: number;
  rowsRead: number;
  walBytes: number;
  bytes: number;
  cpuSeconds: number;
}
export async function postgresUse(client: pg.Client): Promise<PostgresUse> {
  const { rows } = await client.query<Record<string, string>>(
    `select xact_commit, tup_inserted + tup_updated + tup_deleted as written, tup_fetched as read,
      pg_current_wal_lsn() - '0/0'::pg_lsn as wal, pg_database_size(datname) as bytes
    from pg_stat_database where datname = current_database()`,
  );
  const [row = {}] = rows;
  return {
    transactions: Number(row['xact_commit']),
    rowsWritten: Number(row['written']),
    rowsRead: Number(row['read']),
    walBytes: Number(row['wal']),
    bytes: Number(row['bytes']),
    cpuSeconds: namedSeconds('postgres'),
  };
}
