// The wall clock jumps, for one process or for all. Pauses are measured, feeds are neither polled in a row nor
// forgotten, and no healthy job is taken away.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import type { FaultService } from './harness/service.js';
import type { Trial } from './harness/trial.js';

const library = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find(existsSync);
const AT_A_JUMP_MS = 3_000;

interface Clock {
  env: Record<string, string>;
  set(offset: string): void;
}

/** A wall clock of a process' own; its monotonic one stays. */
function clockOf({ system }: Trial): Clock {
  const file = join(system.folder, 'clock');
  const set = (offset: string): void => writeFileSync(file, `${offset}\n`);
  set('+0');
  return {
    set,
    env: {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}

const MONTH_MS = 31 * 86_400_000;

async function noneAsleep(service: FaultService): Promise<boolean> {
  const { json } = await service.ask('/api/feeds?limit=100');
  const { feeds } = json as { feeds: { nextPollAt: string }[] };
  return feeds.every(({ nextPollAt }) => Date.parse(nextPollAt) < Date.now() + MONTH_MS);
}

const jumps: Record<string, string[]> = {
  'two hours ahead and back': ['+2h', '+0'],
  'two hours back and ahead': ['-2h', '+0'],
  'a year ahead and back': ['+400d', '+0'],
};

if (library !== undefined)
  for (const [by, offsets] of Object.entries(jumps))
    fault(30, { by, articles: 60 }, async (trial) => {
      const clock = clockOf(trial);
      const service = await trial.system.start({ env: clock.env });
      const feeds = trial.newsroom.feedUrls;
      const left = feeds.length - 1;
      await trial.ingest(service, feeds.slice(0, left));
      await trial.whenPages(10);
      for (const offset of offsets) {
        clock.set(offset);
        trial.caused();
        await pause(AT_A_JUMP_MS);
      }
      await trial.ended(service);
      // The timers run, and no feed is asleep: one that is added is polled by the next tick.
      await trial.add(service, feeds.slice(left));
      await until('a new feed is polled', () => trial.newsroom.journal.polls.has(left), 60_000);
      await trial.quiet(service);
      await until('no feed waits for a wrong clock to come again', () => noneAsleep(service), 60_000);
      // Once by hand, and once for each clock by which its turn had come.
      const most = Math.max(...trial.newsroom.journal.polls.values());
      expect(most, 'polls of one feed').toBeLessThanOrEqual(2 + offsets.length);
      await trial.check({ extraRequests: 2 });
    });

if (library !== undefined)
  fault(30, { by: 'a second worker two minutes ahead', modes: ['postgres', 'redis'] }, async (trial) => {
    const clock = clockOf(trial);
    clock.set('+2m');
    const service = await trial.load();
    const ahead = await trial.system.start({ env: clock.env });
    trial.caused();
    await trial.ended(service, ahead);
    await trial.quiet(service);
    await trial.check({ extraRequests: 1 });
  });
