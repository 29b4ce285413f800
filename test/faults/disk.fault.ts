// What is under the service: writes that are cut off, an I/O error, a full disk for the database or for the log, a log
// that nobody reads.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { hasSmallDisks } from '../support/small-disk.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { faultOptions, seeded } from './harness/options.js';
import { type FaultService, lastWords, vitalsOf, whenReady } from './harness/service.js';
import type { Trial } from './harness/trial.js';

const { rounds } = faultOptions();
const hasStrace = ((): boolean => {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Starts the program so that something befalls its n-th write into the log of its database. */
async function atWrite(trial: Trial, what: string, n: number): Promise<FaultService> {
  const wal = join(trial.system.settings.dataDir, 'database', 'pg_wal');
  const segments = [1, 2, 3].flatMap((number) => [
    '-P',
    join(wal, String(number).padStart(24, '0').replace(/^0{8}/, '00000001')),
  ]);
  const calls = 'pwrite64,write';
  const inject = `inject=${calls}:${what}:when=${n}`;
  return trial.system.launch({
    through: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, ...segments, '-e', inject],
  });
}

const KILLS = 6;
const LAST_WRITE = 300;

if (hasStrace)
  fault(2, { articles: 60, timeoutMs: 900_000 * rounds }, async (trial) => {
    const random = seeded(trial.options.seed);
    // The first start makes the database, which is another fault.
    await (await trial.system.start()).terminate();
    for (let kill = 0; kill < KILLS * rounds; kill++) {
      const service = await atWrite(trial, 'signal=KILL', 1 + Math.floor(random() * LAST_WRITE));
      await whenReady(service, 120_000).then(
        () => trial.ingest(service).catch(() => undefined),
        // It was killed while it started.
        () => undefined,
      );
      await Promise.race([service.program.ended, pause(60_000, null, { ref: false })]);
      if (service.hasEnded()) trial.caused();
      await service.kill();
    }
    const service = await trial.system.start();
    await trial.ingest(service);
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: KILLS * rounds, parked: true });
  });

if (hasStrace)
  fault(23, { articles: 40, timeoutMs: 900_000 }, async (trial) => {
    await (await trial.system.start()).terminate();
    for (const n of [3, 40, 150]) {
      const service = await atWrite(trial, 'error=EIO', n);
      await whenReady(service, 120_000).then(
        () => trial.ingest(service).catch(() => undefined),
        () => undefined,
      );
      const code = await Promise.race([service.program.ended, pause(60_000, 'runs on', { ref: false })]);
      trial.caused();
      if (code !== 'runs on')
        expect(lastWords(service)).toMatch(/could not|I\/O error|Aborted|has stopped|does not open/);
      await service.kill();
    }
    const service = await trial.system.start();
    await trial.ingest(service);
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: 4, parked: true });
  });

/** Where the log goes instead of to this test: a redirection of bash, which then becomes the program. */
const loggingTo = (redirection: string): { through: string[] } => ({
  through: ['bash', '-c', `exec "$@" ${redirection}`, 'bash'],
});

const logs: Record<number, Record<string, string>> = {
  21: { '': '> /dev/full' },
  22: {
    'it leaves after a line': '> >(head -1)',
    'it reads nothing': '> >(exec sleep 90 > /dev/null 2>&1)',
  },
};

for (const [number, ways] of Object.entries(logs))
  for (const [by, redirection] of Object.entries(ways))
    fault(Number(number), by === '' ? {} : { by }, async (trial) => {
      const service = await trial.system.launch(loggingTo(redirection));
      await whenReady(service);
      await trial.ingest(service);
      trial.caused();
      await trial.ended(service);
      await trial.quiet(service);
      expect(await service.isAlive()).toBe(true);
      await until('its memory is bounded', () => (vitalsOf(service.pid)?.rssMb ?? 0) < 1_500);
      await trial.check();
    });

const SMALL_DISK_MB = 300;
/** How long the service works while PostgreSQL still runs and finds no room. */
const NO_ROOM_MS = 10_000;

/** Asks for new files of the log until the server, which finds no room for one, gives itself up. */
async function exhaustLog(url: string, hasEnded: () => boolean): Promise<void> {
  await until(
    'PostgreSQL gives itself up',
    async () => {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
      client.on('error', () => undefined);
      // Where nothing was written since the last one, no new file is begun.
      await client
        .connect()
        .then(() => client.query(`select pg_logical_emit_message(false, 'trial', ''), pg_switch_wal()`))
        .catch(() => undefined);
      await client.end().catch(() => undefined);
      return hasEnded();
    },
    60_000,
  );
}

if (hasSmallDisks)
  fault(
    20,
    { by: 'that of a server', modes: ['postgres', 'redis'], diskMb: SMALL_DISK_MB },
    async (trial) => {
      const { postgres, disk } = trial.system;
      if (postgres === null || disk === null) throw new Error('this trial has no PostgreSQL on a small disk');
      const service = await trial.load();
      disk.fill();
      trial.caused();
      await pause(NO_ROOM_MS);
      await exhaustLog(postgres.url, postgres.hasEnded);
      await trial.tells(false, service);
      disk.clear();
      await postgres.start();
      await Promise.all([trial.ended(service), trial.tells(true, service)]);
      await trial.quiet(service);
      await trial.check({ extraRequests: 3 });
    },
  );
