// Migrations that are cut off, that many start at once, and that an older program finds already made; and a database
// that is older than its queue.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { earlierProgram, hasEarlier } from './harness/earlier.js';
import { fault } from './harness/fault.js';
import { leaveInHand } from './harness/in-hand.js';
import { seeded } from './harness/options.js';
import { patchedProgram } from './harness/patched.js';
import type { Trial } from './harness/trial.js';

const KILLS = 8;

/** The first start is killed again and again, each time a little later, until one comes through. */
fault(28, { by: 'killed at random', articles: 20 }, async (trial) => {
  const random = seeded(trial.options.seed);
  for (let kill = 0; kill < KILLS; kill++) {
    const service = await trial.system.launch();
    await pause(400 + random() * 900);
    await service.kill();
    trial.caused();
  }
  const service = await trial.load(1);
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check();
});

fault(28, { by: 'ten starts at once', articles: 20, modes: ['postgres', 'redis'] }, async (trial) => {
  const all = await Promise.all(Array.from({ length: 10 }, () => trial.system.start()));
  trial.caused(all.length);
  const [first] = all;
  if (first === undefined) throw new Error('nothing was started');
  await trial.ingest(first);
  await trial.ended(...all);
  await trial.quiet(first);
  await trial.check();
});

fault(28, { by: 'an older program', articles: 20 }, async (trial) => {
  const newer = await patchedProgram({
    file: 'store/migrations.ts',
    from: `'0015_webhooks': webhooks,`,
    to: `'0015_webhooks': webhooks,\n  '9999_later': { up: async () => undefined },`,
  });
  const first = await trial.system.start({ mainFile: newer.mainFile });
  await first.terminate();
  const older = await trial.system.launch();
  const code = await Promise.race([older.program.ended, pause(30_000, 'still running', { ref: false })]);
  expect({ code, said: older.program.stderr() }).toMatchObject({
    code: 4,
    said: expect.stringMatching(/^The database was written by a newer Feedmill/) as string,
  });
  trial.caused();
  await newer.remove();
});

/** Leaves work in hand with the earlier program, and has this one take over; `between` is what happens before it does. */
async function takenOver(trial: Trial, between: () => Promise<void>): Promise<void> {
  const before = await earlierProgram();
  try {
    const old = await trial.system.start({ mainFile: before.mainFile });
    await leaveInHand(trial, old);
    await between();
    trial.caused();
    const service = await trial.system.start();
    await trial.ended(service);
    await trial.quiet(service);
    await trial.check({ extraRequests: 2 });
    // And back: the older program leaves alone what the newer one has written.
    const back = await trial.system.launch({ mainFile: before.mainFile });
    const code = await Promise.race([back.program.ended, pause(30_000, 'still running', { ref: false })]);
    expect({ code, said: back.program.stderr() }).toMatchObject({
      code: 4,
      said: expect.stringMatching(/^The database was written by a newer Feedmill/) as string,
    });
  } finally {
    await before.remove();
  }
}

if (hasEarlier) {
  fault(29, { by: 'its queues as they were left', articles: 200 }, (trial) =>
    takenOver(trial, async () => undefined),
  );

  // Without the queue nothing but the database knows of the poll that was in hand, and the earlier one did not write
  // down when to look for it.
  fault(29, { by: 'its queues lost', articles: 200, modes: ['redis'] }, (trial) =>
    takenOver(trial, async () => void (await trial.system.redis?.command('FLUSHALL'))),
  );
}

fault(52, { articles: 100 }, async (trial) => {
  const { postgres } = trial.system;
  if (postgres === null) throw new Error('this trial has no PostgreSQL');
  const dump = join(trial.system.folder, 'dump.sql');
  const service = await trial.load(40);
  execFileSync('pg_dump', ['--dbname', postgres.url, '--file', dump, '--clean', '--if-exists']);
  await trial.quiet(service);
  await service.kill();
  execFileSync('psql', [
    '--quiet',
    '--dbname',
    postgres.url,
    '--command',
    'drop schema if exists feedmill cascade',
  ]);
  execFileSync('psql', ['--quiet', '--dbname', postgres.url, '--file', dump], { stdio: 'ignore' });
  trial.caused();
  await rm(dump);
  const next = await trial.system.start();
  await trial.ingest(next);
  await trial.ended(next);
  await trial.quiet(next);
  await trial.check({ extraRequests: 2 });
});
