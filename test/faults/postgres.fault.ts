// PostgreSQL restarts, hangs, cuts connections, is locked, full of connections, read-only.
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import type { PostgresServer } from '../support/postgres-server.js';
import { openNetwork } from '../support/slow-network.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { seeded } from './harness/options.js';
import { outage } from './harness/outage.js';
import type { Trial } from './harness/trial.js';

/** Longer than a statement of the service waits for its answer. */
const HANG_MS = 40_000;

function postgresOf({ system }: Trial): PostgresServer {
  if (system.postgres === null) throw new Error('this trial has no PostgreSQL');
  return system.postgres;
}

/** Runs `work` on a connection of its own; what the server does to it meanwhile is the trial's. */
async function connected<T>(trial: Trial, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: postgresOf(trial).url,
    application_name: 'the trial',
    options: '-c search_path=feedmill,public',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The processes that serve the service's connections. */
async function backends(trial: Trial): Promise<number[]> {
  return connected(trial, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'feedmill'`,
    );
    return rows.map(({ pid }) => pid);
  });
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    // pgrep says so with its exit code when there are none.
    return [];
  }
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

fault(13, { by: 'restarted in order', articles: 300, short: ['postgres'] }, async (trial) => {
  const postgres = postgresOf(trial);
  await outage(trial, { begin: () => postgres.stop(), end: () => postgres.start() });
});

fault(13, { by: 'crashed' }, async (trial) => {
  const postgres = postgresOf(trial);
  await outage(trial, { begin: () => postgres.crash(), end: () => postgres.start() });
});

fault(13, { by: 'kill -9 of a backend' }, async (trial) => {
  const service = await trial.load();
  // One that dies so takes all connections with it: the server starts itself again.
  const [victim] = await backends(trial);
  process.kill(victim ?? 0, 'SIGKILL');
  trial.caused();
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 2 });
});

fault(13, { by: 'kill -9 of all of it' }, async (trial) => {
  const postgres = postgresOf(trial);
  await outage(trial, {
    begin: async () => {
      const children = childrenOf(postgres.pid());
      for (const pid of [postgres.pid(), ...children]) process.kill(pid, 'SIGKILL');
      await until('all of it is gone', () => children.every(isGone));
    },
    end: () => postgres.start(),
  });
});

fault(14, { articles: 300 }, async (trial) => {
  const random = seeded(trial.options.seed);
  const service = await trial.load();
  const deadline = Date.now() + 15_000;
  await connected(trial, async (client) => {
    while (Date.now() < deadline) {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'feedmill'`,
      );
      const victim = rows[Math.floor(random() * rows.length)];
      if (victim !== undefined) await client.query('select pg_terminate_backend($1)', [victim.pid]);
      trial.caused();
      await pause(100);
    }
  });
  await trial.ended(service);
  await trial.quiet(service);
  // Its store has 12 connections at most, and the queues 24 and one that listens for each worker.
  expect((await backends(trial)).length).toBeLessThan(60);
  await trial.check({ extraRequests: 6 });
});

fault(15, { by: 'one backend' }, async (trial) => {
  const service = await trial.load();
  const [victim] = await backends(trial);
  process.kill(victim ?? 0, 'SIGSTOP');
  trial.caused();
  await pause(HANG_MS);
  process.kill(victim ?? 0, 'SIGCONT');
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 2 });
});

fault(15, { by: 'all of it' }, async (trial) => {
  const postgres = postgresOf(trial);
  let all: number[] = [];
  await outage(trial, {
    begin: async () => {
      all = [postgres.pid(), ...childrenOf(postgres.pid())];
      for (const pid of all) process.kill(pid, 'SIGSTOP');
    },
    lastsMs: HANG_MS,
    end: async () => {
      for (const pid of all) process.kill(pid, 'SIGCONT');
    },
  });
});

fault(15, { by: 'connections that lead nowhere' }, async (trial) => {
  const { url } = postgresOf(trial);
  const network = await openNetwork(Number(new URL(url).port));
  try {
    const service = await trial.load(undefined, { DATABASE_URL: network.through(url) });
    network.forget();
    trial.caused();
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: 2 });
  } finally {
    await network.close();
  }
});

fault(16, { articles: 50 }, async (trial) => {
  const url = new URL(postgresOf(trial).url);
  await connected(trial, async (client) => {
    await client.query('create role news login connection limit 2');
    await client.query('create database news owner news');
  });
  url.username = 'news';
  url.pathname = '/news';
  // It ends and says which limit it is, or it runs, where Redis carries the queues, and /readyz says so.
  const first = await trial.system.launch({ env: { DATABASE_URL: url.href } });
  const limit = /too many connections for role "news"/;
  const told = until(
    '/readyz tells of the limit',
    () =>
      first.ask('/readyz').then(
        ({ json }) => limit.test(JSON.stringify(json).replaceAll('\\"', '"')),
        () => false,
      ),
    30_000,
  ).then(() => 'told');
  const came = await Promise.race([first.program.ended, told]);
  if (came === 'told') await first.terminate();
  else expect({ code: came, said: limit.test(first.program.stderr()) }).toEqual({ code: 4, said: true });
  trial.caused();
  await connected(trial, (client) => client.query('alter role news connection limit -1'));
  const service = await trial.system.start({ env: { DATABASE_URL: url.href } });
  await service.terminate();
  const allowed = await trial.load();
  await trial.ended(allowed);
  await trial.quiet(allowed);
  await trial.check();
});

fault(17, { by: 'a table' }, async (trial) => {
  const service = await trial.load();
  await connected(trial, async (client) => {
    await client.query('begin');
    await client.query('lock table articles in access exclusive mode');
    trial.caused();
    const started = performance.now();
    const answer = await fetch(`${service.url}/api/articles?limit=1`, {
      signal: AbortSignal.timeout(60_000),
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    await pause(Math.max(0, HANG_MS - (performance.now() - started)));
    await client.query('rollback');
  });
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 2 });
});

fault(17, { by: 'rows, by one who has gone to lunch' }, async (trial) => {
  const service = await trial.load();
  await connected(trial, async (client) => {
    await client.query('begin');
    await client.query('select 1 from runs order by article_id limit 20 for update');
    trial.caused();
    await pause(HANG_MS);
    await client.query('rollback');
  });
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 2 });
});

fault(18, {}, async (trial) => {
  const random = seeded(trial.options.seed);
  const service = await trial.load();
  const deadlocks = (): Promise<number> =>
    connected(trial, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select deadlocks::int as n from pg_stat_database where datname = current_database()`,
      );
      return rows[0]?.n ?? 0;
    });
  const until = Date.now() + 20_000;
  const tangle = (): Promise<void> =>
    connected(trial, async (client) => {
      while (Date.now() < until) {
        await client.query('begin');
        // Against the order in which the service takes them, and in no order at all.
        const order = random() < 0.5 ? 'article_id desc' : 'random()';
        for (let n = 0; n < 6; n++)
          await client
            .query(
              `select 1 from runs order by ${order} limit 1 offset ${Math.floor(random() * 8)} for update`,
            )
            // The server may choose this session for the one that gives way.
            .catch(() => client.query('rollback').then(() => client.query('begin')));
        await client.query('commit');
      }
    });
  await Promise.all([tangle(), tangle(), tangle(), tangle()]);
  trial.caused(await deadlocks());
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 3 });
});

fault(19, {}, async (trial) => {
  const set = (value: 'on' | 'off'): Promise<unknown> =>
    connected(trial, async (client) => {
      await client.query('set transaction_read_only = off').catch(() => undefined);
      await client.query(`alter system set default_transaction_read_only = ${value}`);
      await client.query('select pg_reload_conf()');
    });
  await outage(trial, {
    tells: false,
    begin: async () => void (await set('on')),
    lastsMs: 12_000,
    end: async () => void (await set('off')),
  });
});
