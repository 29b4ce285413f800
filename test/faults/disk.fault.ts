// What is under the service: writes that are cut off, an I/O error, a full disk for the database or for the log, a log
// that nobody reads.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { hasSmallDisks, type SmallDisk, smallDisk } from '../support/small-disk.js';
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
    // Beside the program and not above it: a kill of one does not leave the other behind.
    through: ['strace', '-D', ...quick(what), '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`].concat(
      segments,
      ['-e', inject],
    ),
  });
}

/** A filter in the kernel holds up these calls only, so that the service is hardly slower; signals are lost by it. */
const quick = (what: string): string[] => (what.startsWith('error') ? ['--seccomp-bpf'] : []);

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
      // It ends by itself, and names the file.
      expect(code, lastWords(service)).toBe(4);
      expect(lastWords(service)).toMatch(/could not write to log file "[0-9A-F]{24}" .*I\/O error/);
    }
    const service = await trial.system.start();
    await trial.ingest(service);
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: 4, parked: true });
  });

/** What is left when the disk fills up: nothing at all, less and more than a segment of the database's log. */
const ROOMS_KB = [0, 64, 512, 2_048, 8_192, 20_480];
/** The service looks every three seconds; with more room than this it has not begun to rest. */
const REST_MS = 10_000;
const END_MS = 10_000;
const FULL = /the disk is full/;

/**
 * Fills the disk under a service at work: it rests and says so, or ends with that reason; while the disk is full a new
 * one does the same. Resolves with the service that goes on once there is room.
 */
async function fillUnder(
  trial: Trial,
  service: FaultService,
  disk: SmallDisk,
  kilobytes: number,
): Promise<FaultService> {
  const rests = service
    .nextLine('it rests', ({ msg }) => msg.includes('work pauses'), REST_MS)
    .then(
      () => 'rests' as const,
      () => 'neither' as const,
    );
  disk.fill(kilobytes);
  trial.caused();
  const came = await Promise.race([service.program.ended.then(() => 'ended' as const), rests]);
  expect(came, `it rests or ends with ${kilobytes} KB left: ${lastWords(service)}`).not.toBe('neither');
  // One that rests still keeps its leases, and may come to the end of its room by that.
  await Promise.race([service.program.ended, pause(END_MS, null, { ref: false })]);
  if (!service.hasEnded()) {
    await trial.tells(false, service);
    disk.makeRoom();
    await trial.tells(true, service);
    return service;
  }
  expect(lastWords(service)).toMatch(FULL);
  await startOnFull(trial, disk);
  disk.makeRoom();
  return trial.system.start({ through: disk.through });
}

/** A start on a full disk is over within half a minute: it ends and says why, or it listens and rests. */
async function startOnFull(trial: Trial, disk: SmallDisk): Promise<'ended' | 'listens'> {
  const service = await trial.system.launch({ through: disk.through });
  const came = await Promise.race([
    service.program.ended.then(() => 'ended' as const),
    service
      .nextLine('it listens', ({ msg }) => msg.startsWith('listening'), 30_000)
      .then(
        () => 'listens' as const,
        () => 'neither' as const,
      ),
  ]);
  if (came === 'ended') expect(lastWords(service)).toMatch(FULL);
  await service.kill();
  expect(came, `a start on a full disk: ${lastWords(service)}`).not.toBe('neither');
  return came === 'ended' ? 'ended' : 'listens';
}

const FEEDS_A_ROOM = 5;

if (hasSmallDisks)
  fault(
    20,
    {
      by: 'under load',
      modes: ['embedded'],
      articles: ROOMS_KB.length * FEEDS_A_ROOM * 10,
      env: { FEEDMILL_MIN_FREE_MB: '64' },
      timeoutMs: 900_000,
    },
    async (trial) => {
      const disk = await smallDisk({ folder: trial.system.settings.dataDir, megabytes: 400 });
      try {
        let service = await trial.system.start({ through: disk.through });
        for (const [index, kilobytes] of ROOMS_KB.entries()) {
          const feeds = trial.newsroom.feedUrls.slice(index * FEEDS_A_ROOM, (index + 1) * FEEDS_A_ROOM);
          const before = trial.newsroom.journal.pages.length;
          await trial.ingest(service, feeds);
          await trial.whenPages(before + 5);
          service = await fillUnder(trial, service, disk, kilobytes);
          await trial.ended(service);
          await trial.quiet(service);
        }
        await trial.stop();
        await disk.moveOut();
        await trial.check({ extraRequests: 2, stopped: true });
      } finally {
        await disk.close();
      }
    },
  );

const DISKS_MB = [4, 16, 30, 38, 46, 54, 62, 70, 78, 86, 94, 102, 110];

if (hasSmallDisks)
  fault(
    20,
    {
      by: 'at the first start',
      modes: ['embedded'],
      articles: 20,
      env: { FEEDMILL_MIN_FREE_MB: '64' },
      timeoutMs: 900_000,
    },
    async (trial) => {
      const disk = await smallDisk({ folder: trial.system.settings.dataDir, megabytes: 400 });
      try {
        const came = new Set<string>();
        for (const megabytes of DISKS_MB) {
          disk.resize(megabytes);
          came.add(await startOnFull(trial, disk));
          trial.caused();
          // What it left behind is no hindrance once there is room.
          if (megabytes % 4 === 2) await disk.empty();
        }
        expect([...came].sort()).toEqual(['ended', 'listens']);
        disk.resize(400);
        const service = await trial.system.start({ through: disk.through });
        await trial.ingest(service);
        await trial.ended(service);
        await trial.quiet(service);
        await trial.stop();
        await disk.moveOut();
        await trial.check({ stopped: true });
      } finally {
        await disk.close();
      }
    },
  );

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
      disk.fill(0);
      trial.caused();
      await pause(NO_ROOM_MS);
      await exhaustLog(postgres.url, postgres.hasEnded);
      await trial.tells(false, service);
      disk.makeRoom();
      await postgres.start();
      await Promise.all([trial.ended(service), trial.tells(true, service)]);
      await trial.quiet(service);
      await trial.check({ extraRequests: 3 });
    },
  );
