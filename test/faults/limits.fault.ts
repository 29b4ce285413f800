// Limits of the machine: descriptors, a port that somebody has, and an event loop that something keeps.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { blockEventLoop, debuggable } from '../support/blocked-loop.js';
import { fault } from './harness/fault.js';
import { lastWords } from './harness/service.js';

fault(44, { by: 'at the start', articles: 100 }, async (trial) => {
  // With 64 Node itself does not come to load the program's modules.
  const service = await trial.system.launch({ through: ['prlimit', '--nofile=128'] });
  const outcome = await Promise.race([
    service.program.ended,
    service.nextLine('it runs', ({ msg }) => msg.startsWith('listening')).then(() => 'runs'),
  ]);
  trial.caused();
  if (outcome === 'runs') {
    await trial.ingest(service);
    await trial.ended(service);
    await trial.quiet(service);
  } else {
    // It says what is missing, and ends.
    expect(lastWords(service)).toMatch(/EMFILE|too many open files/i);
    const next = await trial.load();
    await trial.ended(next);
    await trial.quiet(next);
  }
  await trial.check({ extraRequests: 3 });
});

fault(45, { articles: 20 }, async (trial) => {
  const first = await trial.load(1);
  const port = Number(new URL(first.url).port);
  const second = await trial.system.launch({
    port,
    env: { FEEDMILL_DATA_DIR: join(trial.system.folder, 'other') },
  });
  const code = await Promise.race([second.program.ended, pause(30_000, 'still running', { ref: false })]);
  expect({ code, said: second.program.stderr() }).toMatchObject({
    code: 1,
    said: expect.stringMatching(new RegExp(`${port}.*FEEDMILL_PORT`)) as string,
  });
  trial.caused();
  await trial.ended(first);
  await trial.quiet(first);
  await trial.check();
});

const WATCHDOG_MS = 5_000;
/** The limit, a look, and the time for the line of the log. */
const ENDED_WITHIN_MS = WATCHDOG_MS + 5_000;
const BLOCKED_MS = 30_000;
const watched = { env: { ...debuggable, FEEDMILL_WATCHDOG_MS: String(WATCHDOG_MS) }, articles: 60 };

fault(48, { ...watched, short: ['embedded'] }, async (trial) => {
  const service = await trial.load();
  await blockEventLoop(service.program, BLOCKED_MS);
  trial.caused();
  const code = await Promise.race([
    service.program.ended,
    pause(ENDED_WITHIN_MS, 'still running', { ref: false }),
  ]);
  expect({ code, said: service.lines.at(-1) }).toMatchObject({ code: 'SIGKILL', said: { level: 'fatal' } });
  const next = await trial.system.start();
  await trial.ended(next);
  await trial.quiet(next);
  await trial.check({ extraRequests: 2 });
});
