// Months of polls in minutes. Days pass in jumps, at each of which every feed is due: for the embedded database by the
// clock of its process, and for a server, whose clock nobody moves, by moving all that it knows into the past.
import pg from 'pg';
import { collectGarbage } from '../../../bench/soak/collect.js';
import { databaseMb } from '../../../bench/soak/samples.js';
import { freePort } from '../../support/redis-server.js';
import { until } from '../../support/until.js';
import type { Clock } from './clock.js';
import type { FaultService } from './service.js';
import { vitalsOf } from './service.js';
import type { Trial } from './trial.js';

export interface Month {
  polls: number;
  days: number;
  /** Memory after so many polls, at the end of each day, when the process has collected its garbage. */
  memory: [polls: number, rssMb: number][];
  /** What the database took on the disk after so many polls, at the end of each day. */
  room: [polls: number, mb: number][];
}

/** A service that can be told to collect its garbage: what it takes then is what it holds. */
export interface Collectable {
  env: Record<string, string>;
  collect(service: FaultService): Promise<void>;
}

export async function collectable(): Promise<Collectable> {
  const port = await freePort();
  return {
    env: { NODE_OPTIONS: `--inspect-port=${port}` },
    collect: ({ pid }) => collectGarbage(pid, port),
  };
}

interface Plan {
  collect: Collectable['collect'];
  feeds: number;
  polls: number;
  /** After this no day begins once there were the fewest polls that tell something. */
  withinMs: number;
  fewest: number;
}

/** A day is over when so many feeds were polled: one whose poll ends when the next day has begun sits that one out. */
const SHARE_OF_FEEDS = 0.9;
const DAY_MS = 120_000;

/** Lets days pass until the newsroom was polled so often; `nextDay` is how one passes. */
export async function livedThrough(
  trial: Trial,
  service: FaultService,
  nextDay: (day: number) => Promise<void>,
  { collect, feeds, polls, fewest, withinMs }: Plan,
): Promise<Month> {
  const counted = (): number => [...trial.newsroom.journal.polls.values()].reduce((all, one) => all + one, 0);
  const begun = performance.now();
  const first = counted();
  const month: Month = { polls: 0, days: 0, memory: [], room: [] };
  const isTime = (): boolean => performance.now() - begun < withinMs || month.polls < fewest;
  while (month.polls < polls && isTime()) {
    const before = counted();
    await nextDay(++month.days);
    trial.caused();
    await until(
      `the feeds are polled on day ${month.days}`,
      () => counted() - before >= SHARE_OF_FEEDS * feeds,
      DAY_MS,
    );
    month.polls = counted() - first;
    await collect(service);
    const vitals = vitalsOf(service.pid);
    if (vitals !== null) month.memory.push([month.polls, vitals.rssMb]);
    month.room.push([month.polls, await databaseMb(trial.system)]);
  }
  return month;
}

/** More than are lived through. */
const MOST_DAYS = 1_000;

/**
 * Days that pass for the clock of the service's own process. They are days of the past, so that nothing that it leaves
 * behind lies in the future of whoever looks at it afterwards; the service starts on the first, day 0.
 */
export const daysOf =
  (clock: Clock) =>
  async (day: number): Promise<void> =>
    clock.set(`-${MOST_DAYS - day}d`);

/** Days that pass for a server: every moment that it has written down becomes one day older. */
export async function daysOfServer(
  url: string,
): Promise<{ nextDay: () => Promise<void>; close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=feedmill' });
  await client.connect();
  const { rows } = await client.query<{ statement: string }>(`
    select format('update %I set %s', table_name,
      string_agg(format('%1$I = %1$I - interval ''1 day''', column_name), ', ')) as statement
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'feedmill' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'
    group by table_name`);
  return {
    nextDay: async () => {
      for (const { statement } of rows) await client.query(statement);
    },
    close: () => client.end(),
  };
}
