// Limits of the machine and of its threads: descriptors, a port that somebody has, an event loop that something keeps,
// pages whose thread hangs, dies or has too little memory.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { blockEventLoop, debuggable } from '../support/blocked-loop.js';
import { articleText } from '../support/origin.js';
import { fault } from './harness/fault.js';
import { patchedProgram } from './harness/patched.js';
import { type FaultService, lastWords, vitalsOf } from './harness/service.js';
import { type Accident, accidentProne, markOf, waitsForThreads } from './harness/thread-losses.js';
import type { Trial } from './harness/trial.js';

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

const limitDescriptors = ({ pid, hasEnded }: FaultService, limit: number): void => {
  if (hasEnded()) return;
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`]);
};
/** How long the descriptors are short, each time. */
const SHORT_MS = 5_000;
const PLENTY = 1_024;
const END_MS = 20_000;

fault(44, { by: 'at work', articles: 100, timeoutMs: 600_000 }, async (trial) => {
  let service = await trial.system.start();
  const idle = vitalsOf(service.pid)?.descriptors ?? 0;
  // Four fifths of them are in use already; then all are.
  for (const limit of [Math.ceil(idle / 0.8), idle]) {
    const feeds = trial.newsroom.feedUrls.splice(0, 5);
    const before = trial.newsroom.journal.pages.length;
    await trial.ingest(service, feeds);
    await trial.whenPages(before + 3);
    limitDescriptors(service, limit);
    trial.caused();
    await Promise.race([service.program.ended, pause(SHORT_MS, null, { ref: false })]);
    service = await afterShortage(trial, service);
    await trial.ended(service);
    await trial.quiet(service);
  }
  const books = await trial.check({ extraRequests: 4 });
  expect(books.ends).toEqual({ stored: 100 });
});

/** A service that got through lives on; one whose database did not ends, and says why. */
async function afterShortage(trial: Trial, service: FaultService): Promise<FaultService> {
  limitDescriptors(service, PLENTY);
  // The database may find out only now that it opens no file any more.
  const code = await Promise.race([service.program.ended, pause(END_MS, null, { ref: false })]);
  if (code === null) {
    expect(await service.isAlive()).toBe(true);
    return service;
  }
  expect(code, lastWords(service)).toBe(4);
  expect(lastWords(service)).toMatch(/The embedded database has stopped \(too many files are open/);
  return trial.system.start();
}

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

fault(48, watched, async (trial) => {
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

const ARTICLES = 60;
const VICTIMS = 6;
/** The clean stage's own. */
const TRIES = 3;
const THREADS = 2;
const CLEAN_LIMIT_MS = 6_000;
/** A pool is full again this long after it lost a thread: the next page that waited has one by then. */
const FULL_AGAIN_MS = 1_000;

/** Six pages in sixty lose their thread, on each of their tries; the others are stored, by as many threads as before. */
async function loseThreads(trial: Trial, accident: Accident, reason: RegExp): Promise<void> {
  const { newsroom } = trial;
  for (let n = 0; n < VICTIMS; n++) newsroom.edited.set(n * 10, `${articleText(n)}\n\n${markOf(accident)}`);
  const momentsFile = join(trial.system.folder, 'moments');
  const { mainFile, remove } = await patchedProgram(...accidentProne(momentsFile));
  const service = await trial.system.start({ mainFile });
  await trial.ingest(service);
  await trial.quiet(service);
  const lost = service.lines.filter((line) => line.stage === 'clean' && line.reason?.match(reason));
  // On a busy machine a sound page may take too long once; it is stored all the same.
  const reasons = new Set(service.lines.filter(({ stage }) => stage === 'clean').map((line) => line.reason));
  expect(lost.length, `tries that cost a thread; they say ${[...reasons].join('; ')}`).toBeGreaterThanOrEqual(
    VICTIMS * TRIES,
  );
  trial.caused(lost.length);
  const waits = await waitsForThreads(momentsFile, service.lines, accident !== 'recurse');
  expect(waits.length, 'pages that waited for a thread').toBeGreaterThan(0);
  for (const ms of waits) trial.recovered(ms);
  expect(Math.max(...waits), 'until a lost thread was replaced').toBeLessThan(FULL_AGAIN_MS);
  const books = await trial.check({ parked: true });
  expect(books.ends).toEqual({ stored: ARTICLES - VICTIMS, failed: VICTIMS });
  await remove();
}

// In the last of its tries the reason stands inside that of the failure.
const losses = [
  [38, 'hang', /the cleaner took longer than 6000 ms/],
  [39, 'exit', /the cleaner broke: worker exited with code: 3/],
  [39, 'recurse', /the cleaner broke: Maximum call stack size exceeded/],
  [39, 'eat', /the cleaner broke: .*memory/],
] as const;

for (const [number, accident, reason] of losses)
  fault(
    number,
    {
      by: `pages that make it ${accident}`,
      articles: ARTICLES,
      env: {
        FEEDMILL_CLEAN_THREADS: String(THREADS),
        // Where a page ends its thread by itself, a busy machine must not end it before.
        ...(accident === 'hang' ? { FEEDMILL_CLEAN_TIMEOUT_MS: String(CLEAN_LIMIT_MS) } : {}),
      },
      timeoutMs: 600_000,
    },
    (trial) => loseThreads(trial, accident, reason),
  );
