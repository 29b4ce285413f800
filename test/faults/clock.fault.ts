// The wall clock jumps, for one process or for all. Pauses are measured, feeds are neither polled in a row nor
// forgotten, and no healthy job is taken away.
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { slopeOf } from '../../bench/soak/verdict.js';
import { until } from '../support/until.js';
import { clockOf, hasClocks } from './harness/clock.js';
import { fault } from './harness/fault.js';
import {
  type Collectable,
  collectable,
  daysOf,
  daysOfServer,
  livedThrough,
  type Month,
} from './harness/months.js';
import type { FaultService } from './harness/service.js';
import type { Trial } from './harness/trial.js';

const AT_A_JUMP_MS = 3_000;

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

if (hasClocks)
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

if (hasClocks)
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

/** Feeds without an item, which are not changed each time that they are asked for. */
const QUIET_FEEDS = 400;
const ADDED_AT_ONCE = 50;
const POLLS = 100_000;
/** On a slow machine it takes as long as it takes: fewer polls tell nothing of a slope. */
const FEWEST_POLLS = 30_000;
const SOME_MINUTES_MS = 240_000;
/** Until caches are full and code is compiled. */
const WARM_UP_POLLS = 10_000;
const PER = 10_000;
const MOST_MB_PER = 1;
/** Rows that are kept a day may stand a day longer before the sweep has taken them. */
const KEPT_DAYS = 3;

const months = {
  articles: 20,
  timeoutMs: 3_600_000,
  env: {
    FEEDMILL_POLL_MIN_MS: '60000',
    FEEDMILL_POLL_START_MS: '60000',
    FEEDMILL_POLL_MAX_MS: '3600000',
    FEEDMILL_POLL_CONCURRENCY: '32',
    FEEDMILL_LEDGER_DAYS: '1',
    FEEDMILL_EVENT_DAYS: '1',
  },
};

async function monthsOf(
  trial: Trial,
  service: FaultService,
  nextDay: (day: number) => Promise<void>,
  collect: Collectable['collect'],
): Promise<void> {
  await trial.ingest(service);
  await trial.quiet(service);
  const [first = ''] = trial.newsroom.feedUrls;
  for (let n = 0; n < QUIET_FEEDS; n += ADDED_AT_ONCE) {
    const urls = Array.from({ length: ADDED_AT_ONCE }, (_, i) =>
      first.replace(/\d+$/, String(1_000 + n + i)),
    );
    await trial.add(service, urls);
  }
  await trial.quiet(service);
  const feeds = QUIET_FEEDS + trial.newsroom.feedUrls.length;
  const month = await livedThrough(trial, service, nextDay, {
    collect,
    feeds,
    polls: POLLS,
    fewest: FEWEST_POLLS,
    withinMs: SOME_MINUTES_MS,
  });
  await expectStandstill(trial, month, feeds);
}

/** Neither the memory of the process nor what is kept of polls, in rows and on the disk, grows with their number. */
async function expectStandstill(
  trial: Trial,
  { polls, days, memory, room }: Month,
  feeds: number,
): Promise<void> {
  const perTenThousand = (values: [polls: number, mb: number][]): number =>
    slopeOf(values.filter(([count]) => count > WARM_UP_POLLS)) * PER;
  const [held, taken] = [perTenThousand(memory), perTenThousand(room)];
  const { rows } = await trial.check({ forgotten: true });
  const grown = `MB of memory ${held.toFixed(2)}, of the disk ${taken.toFixed(2)} per ${PER} polls, of ${polls}`;
  trial.measured(
    `${grown}, in ${days} days; ${rows.ledger} rows of the ledger and ${rows.events} events are left`,
  );
  expect(Math.max(held, taken), `I5: ${grown}`).toBeLessThan(MOST_MB_PER);
  expect(rows.ledger, 'rows of the ledger').toBeLessThan(KEPT_DAYS * feeds);
  expect(rows.events, 'events of the first day').toBe(0);
}

if (hasClocks)
  fault(53, { ...months, modes: ['embedded'] }, async (trial) => {
    const clock = clockOf(trial);
    const nextDay = daysOf(clock);
    await nextDay(0);
    const { env, collect } = await collectable();
    const service = await trial.system.start({ env: { ...clock.env, ...env } });
    await monthsOf(trial, service, nextDay, collect);
  });

fault(53, { ...months, modes: ['redis'] }, async (trial) => {
  const { env, collect } = await collectable();
  const service = await trial.system.start({ env });
  const { nextDay, close } = await daysOfServer(trial.system.env['DATABASE_URL'] ?? '');
  await monthsOf(trial, service, nextDay, collect).finally(close);
});
