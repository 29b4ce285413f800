// Redis goes away, comes back empty, is full, read-only, slow, silent, forgetful. The database is the truth and the
// queue is transport, so each of these may cost time and nothing else.
import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RedisServer } from '../support/redis-server.js';
import { clear, type Network, openNetwork } from '../support/slow-network.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { outage } from './harness/outage.js';
import type { Trial } from './harness/trial.js';

/** Longer than a command of the service waits for its answer, shorter than a lock. */
const SPELL_MS = 12_000;
/** Longer than a lock of a job. */
const LONG_MS = 45_000;

function redisOf({ system }: Trial): RedisServer {
  if (system.redis === null) throw new Error('this trial has no Redis');
  return system.redis;
}

fault(5, { by: 'for a moment, saved', articles: 300 }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: async () => {
      // The connection ends with the server, before it answers.
      await redis.command('SHUTDOWN', 'SAVE').catch(() => undefined);
    },
    end: () => redis.start(),
  });
});

fault(5, { by: 'killed, for longer than a lock' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: () => redis.stop(),
    lastsMs: LONG_MS,
    end: () => redis.start(),
  });
});

fault(6, { by: 'FLUSHALL', articles: 300, short: ['redis'] }, async (trial) => {
  const redis = redisOf(trial);
  const service = await trial.load();
  await redis.command('FLUSHALL');
  trial.caused();
  await trial.ended(service);
  await trial.quiet(service);
  const schedulers = async (): Promise<boolean> =>
    Number(await redis.command('ZCARD', 'feedmill:timers:repeat')) > 0;
  await until('the timers are back', schedulers);
  await trial.check({ extraRequests: 1 });
});

fault(6, { by: 'it restarts without its data' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: async () => {
      await redis.command('SHUTDOWN', 'NOSAVE').catch(() => undefined);
    },
    end: () => redis.start(),
  });
});

fault(7, {}, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    // Reads still go through, and so does the ping behind /readyz.
    tells: false,
    begin: async () => {
      await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    },
    lastsMs: SPELL_MS,
    end: async () => {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    },
  });
});

fault(8, { by: 'read-only' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    tells: false,
    begin: async () => {
      await redis.command('REPLICAOF', '127.0.0.1', '1');
    },
    lastsMs: SPELL_MS,
    end: async () => {
      await redis.command('REPLICAOF', 'NO', 'ONE');
    },
  });
});

fault(8, { by: 'too few replicas' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    tells: false,
    begin: async () => {
      await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '1');
    },
    lastsMs: SPELL_MS,
    end: async () => {
      await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '0');
    },
  });
});

fault(9, { by: 'CLIENT PAUSE' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: async () => {
      await redis.command('CLIENT', 'PAUSE', String(LONG_MS), 'ALL');
    },
    lastsMs: LONG_MS,
    // The pause ends by itself.
    end: async () => undefined,
  });
});

fault(9, { by: 'SIGSTOP' }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: async () => void process.kill(redis.pid(), 'SIGSTOP'),
    lastsMs: LONG_MS,
    end: async () => void process.kill(redis.pid(), 'SIGCONT'),
  });
});

/** A network between the service and its Redis, for as long as `run` takes. */
async function throughNetwork(
  trial: Trial,
  run: (network: Network, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const { url } = redisOf(trial);
  const network = await openNetwork(Number(new URL(url).port));
  try {
    await run(network, { REDIS_URL: network.through(url) });
  } finally {
    await network.close();
  }
}

/** Whoever adds jobs is answered within this, whatever becomes of Redis. */
const PRODUCER_MS = 5_000;
/** What the answer takes beside the wait for Redis, on a busy machine. */
const PRODUCER_SLACK_MS = 2_000;

fault(9, { by: 'a slow and narrow network' }, (trial) =>
  throughNetwork(trial, (network, env) =>
    outage(trial, {
      env,
      // It works, only slowly.
      tells: false,
      begin: async () => {
        network.shape = { latencyMs: 2_000, bytesPerSecond: 20_000 };
        const [service] = trial.system.services;
        const started = performance.now();
        const answer = await service?.ask('/api/ingest', { urls: trial.newsroom.feedUrls.slice(0, 1) });
        expect([200, 503]).toContain(answer?.status);
        expect(performance.now() - started).toBeLessThan(PRODUCER_MS + PRODUCER_SLACK_MS);
      },
      lastsMs: LONG_MS,
      end: async () => {
        network.shape = clear;
      },
    }),
  ),
);

fault(9, { by: 'connections that lead nowhere' }, (trial) =>
  throughNetwork(trial, async (network, env) => {
    const service = await trial.load(undefined, env);
    network.forget();
    trial.caused();
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: 2 });
  }),
);

fault(10, {}, async (trial) => {
  const redis = redisOf(trial);
  const service = await trial.load();
  const connections = async (): Promise<number> =>
    String(await redis.command('CLIENT', 'LIST'))
      .trim()
      .split('\n').length;
  const idle = await connections();
  for (let cut = 0; cut < 15; cut++) {
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal').catch(() => undefined);
    trial.caused();
    await pause(1_000);
  }
  await trial.ended(service);
  await trial.quiet(service);
  await until('no more connections than before are open', async () => (await connections()) <= idle + 5);
  expect(service.program.stderr()).not.toContain('MaxListenersExceeded');
  await trial.check({ extraRequests: 2 });
});

fault(12, { by: 'SCRIPT FLUSH' }, async (trial) => {
  const redis = redisOf(trial);
  const service = await trial.load();
  for (let flush = 0; flush < 5; flush++) {
    await redis.command('SCRIPT', 'FLUSH');
    trial.caused();
    await pause(300);
  }
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 1 });
});

fault(12, { by: 'the end of its log is cut', redisOptions: ['--appendonly', 'yes'] }, async (trial) => {
  const redis = redisOf(trial);
  await outage(trial, {
    begin: async () => {
      await redis.stop();
      const folder = join(redis.folder, 'appendonlydir');
      const [last] = readdirSync(folder)
        .filter((name) => name.endsWith('.incr.aof'))
        .sort()
        .reverse();
      if (last === undefined) throw new Error('Redis keeps no log to cut');
      const file = join(folder, last);
      truncateSync(file, statSync(file).size - 20);
    },
    end: () => redis.start(),
  });
});
