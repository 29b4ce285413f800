// Politeness as a reservation. A site has a plan and a gate:
//
//   reserve ─▶ plan: next_slot moves on by a delay for each job, and each job waits for its slot
//   take    ─▶ gate: next_at moves on by a delay for each request; who comes too early gets a new slot
//
// The plan spreads the jobs, so that few have to come twice. The gate holds whatever the plan came to: jobs that waited
// for a service to start, retries, a delay that has grown meanwhile. Each is one statement, right for any number of
// processes. The delay in force is the one set by hand, else the largest of the usual one, what robots.txt asks for,
// what "slow down" answers have taught, and what slow answers have.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Schema } from './schema.js';
import type { HostsTable } from './schema-hosts.js';

export type Host = Omit<Selectable<HostsTable>, 'next_at'>;

/** Whether it is this request's turn. */
export type Turn =
  | { status: 'go'; afterMs: number; crawlDelayMs: number | null; isSlowed: boolean }
  /** The time of another slot, which is the caller's alone. */
  | { status: 'later'; until: Date; pausedUntil: Date | null; delayMs: number };

export interface Hosts {
  /** Reserves `count` slots; slot k is k * delayMs after the first. `usualMs` is the delay of sites without their own. */
  reserve(site: string, count: number, usualMs: number): Promise<{ first: Date; delayMs: number }>;
  /** Plans anew from now on, for jobs that are about to reserve their slots again; the gate stays as it is. */
  replan(site: string): Promise<void>;
  /** Takes the next turn if it comes soon, else another slot. */
  take(site: string, usualMs: number): Promise<Turn>;
  /** The request whose turn it was begins only now: the next turn counts from here. */
  beganLate(site: string, usualMs: number): Promise<void>;
  /** No slot and no turn of this site before `until`: it asked for a pause. */
  pause(site: string, until: Date): Promise<void>;
  /** Doubles the delay, because the site said that it is asked too often. */
  slowDown(site: string, usualMs: number): Promise<void>;
  /** Learns from an answer that took `ms`: of a site that answers slowly, or that was slowed down before. */
  answered(site: string, ms: number, usualMs: number): Promise<void>;
  setCrawlDelay(site: string, delayMs: number): Promise<void>;
  find(site: string): Promise<Host | null>;
  /** Sites by name, those after `after`. */
  list(after: string, limit: number): Promise<Host[]>;
  /** Sets what is given: a delay (null: learn it again), an end of the pause. Makes the site known. */
  set(site: string, changes: { delayMs?: number | null; resume?: boolean }): Promise<Host>;
}

/** Waiting in a worker for a turn that is nearer than this costs less than to come again. */
const PATIENCE_MS = 3_000;
// Whoever is late may catch up by so much with each request; the gaps stay within the 5 % that are promised.
const CATCH_UP = 0.98;
/** The longest delay that "slow down" answers lead to. */
const MAX_BACKOFF_MS = 60_000;
/** The delay that the first of them leads to, for sites that are asked without any. */
const MIN_BACKOFF_MS = 1_000;
/** The longest delay that slow answers lead to. */
const MAX_LATENCY_MS = 10_000;

type Clock = () => ReturnType<typeof sql<Date>>;

const span = (ms: ReturnType<typeof sql<number>>) => sql<Date>`make_interval(secs => (${ms}) / 1000.0)`;
const delay = (usualMs: number) =>
  sql<number>`coalesce(hosts.set_delay_ms, greatest(${usualMs}::int, hosts.crawl_delay_ms, hosts.backoff_ms, least(hosts.latency_ms, ${MAX_LATENCY_MS}::int)))`;

/** The delay in force at a site, as the statements reckon it, and why it is that. */
export function delayOf(host: Host, usualMs: number): { delayMs: number; delayReason: string } {
  if (host.set_delay_ms !== null) return { delayMs: host.set_delay_ms, delayReason: 'set by hand' };
  const causes: [number, string][] = [
    [usualMs, 'the usual one'],
    [host.crawl_delay_ms ?? 0, 'its robots.txt asks for it'],
    [host.backoff_ms, 'it asked to slow down'],
    [Math.min(MAX_LATENCY_MS, host.latency_ms), 'it answers slowly'],
  ];
  const [delayMs, delayReason] = causes.reduce((most, one) => (one[0] > most[0] ? one : most));
  return { delayMs, delayReason };
}

/** `now` is the clock of the slots: the database's, because those of several machines differ. */
export function createHosts(db: Kysely<Schema>, now: Clock = () => sql<Date>`clock_timestamp()`): Hosts {
  return { ...turns(db, now), ...lessons(db, now), ...views(db, now) };
}

function turns(db: Kysely<Schema>, now: Clock): Pick<Hosts, 'reserve' | 'replan' | 'take' | 'beganLate'> {
  const reserve: Hosts['reserve'] = async (site, count, usualMs) => {
    const delayMs = delay(usualMs);
    const taken = span(sql<number>`${count}::int * ${delayMs}`);
    return db
      .insertInto('hosts')
      .values({
        host: site,
        next_slot: sql<Date>`${now()} + ${span(sql<number>`${count * usualMs}::bigint`)}`,
      })
      .onConflict((conflict) =>
        conflict.column('host').doUpdateSet({
          next_slot: sql<Date>`greatest(hosts.next_slot, hosts.paused_until, ${now()}) + ${taken}`,
        }),
      )
      .returning([sql<Date>`hosts.next_slot - ${taken}`.as('first'), delayMs.as('delayMs')])
      .executeTakeFirstOrThrow();
  };
  const take: Hosts['take'] = async (site, usualMs) => {
    const turn = await takeTurn(db, now, site, usualMs);
    if (turn !== null) return turn;
    // Nobody has reserved anything: the first turn of a site makes its row.
    await db
      .insertInto('hosts')
      .values({ host: site, next_slot: now() })
      .onConflict((conflict) => conflict.column('host').doNothing())
      .execute();
    return take(site, usualMs);
  };
  const beganLate: Hosts['beganLate'] = async (site, usualMs) => {
    const next = sql<Date>`greatest(hosts.next_at, ${now()} + ${span(sql`${delay(usualMs)} * ${CATCH_UP}::float`)})`;
    await db.updateTable('hosts').set({ next_at: next }).where('host', '=', site).execute();
  };
  const replan: Hosts['replan'] = async (site) => {
    await db.updateTable('hosts').set({ next_slot: now() }).where('host', '=', site).execute();
  };
  return { reserve, replan, take, beganLate };
}

async function takeTurn(db: Kysely<Schema>, now: Clock, site: string, usualMs: number): Promise<Turn | null> {
  const row = await db
    .with('gate', (cte) =>
      cte
        .selectFrom('hosts')
        .select([
          'host',
          sql<Date>`greatest(hosts.next_at, hosts.paused_until, ${now()})`.as('at'),
          sql<Date>`${now()}`.as('asked'),
          delay(usualMs).as('delay_ms'),
        ])
        .where('host', '=', site)
        .forUpdate(),
    )
    .with('turn', (cte) =>
      cte
        .selectFrom('gate')
        .selectAll()
        .select(sql<boolean>`at - asked <= ${span(sql`least(delay_ms, ${PATIENCE_MS}::int)`)}`.as('go')),
    )
    .updateTable('hosts')
    .from('turn')
    .set({
      next_at: sql<Date>`case when turn.go then turn.at + ${span(sql`turn.delay_ms * ${CATCH_UP}::float`)} else hosts.next_at end`,
      asked_at: sql<Date | null>`case when turn.go then turn.at else hosts.asked_at end`,
      next_slot: sql<Date>`case when turn.go then hosts.next_slot else greatest(hosts.next_slot, turn.at) + ${span(sql`turn.delay_ms`)} end`,
    })
    .whereRef('hosts.host', '=', 'turn.host')
    .returning([
      'turn.go',
      'turn.delay_ms as delayMs',
      sql<number>`(extract(epoch from turn.at - turn.asked) * 1000)::float8`.as('afterMs'),
      sql<Date>`hosts.next_slot - ${span(sql`turn.delay_ms`)}`.as('until'),
      sql<Date | null>`case when hosts.paused_until > turn.asked then hosts.paused_until end`.as(
        'pausedUntil',
      ),
      'hosts.crawl_delay_ms as crawlDelayMs',
      sql<boolean>`hosts.backoff_ms > 0 or hosts.latency_ms > 0`.as('isSlowed'),
    ])
    .executeTakeFirst();
  if (row === undefined) return null;
  const { go, delayMs, afterMs, until, pausedUntil, crawlDelayMs, isSlowed } = row;
  return go
    ? { status: 'go', afterMs: Math.max(0, Math.ceil(afterMs)), crawlDelayMs, isSlowed }
    : { status: 'later', until, pausedUntil, delayMs };
}

function lessons(
  db: Kysely<Schema>,
  now: Clock,
): Pick<Hosts, 'pause' | 'slowDown' | 'answered' | 'setCrawlDelay'> {
  return {
    async pause(site, until) {
      await db
        .insertInto('hosts')
        .values({ host: site, next_slot: until, paused_until: until })
        .onConflict((conflict) =>
          conflict
            .column('host')
            .doUpdateSet({ paused_until: sql<Date>`greatest(hosts.paused_until, excluded.paused_until)` }),
        )
        .execute();
    },
    async slowDown(site, usualMs) {
      const slower = sql<number>`least(${MAX_BACKOFF_MS}::int, 2 * greatest(${MIN_BACKOFF_MS}::int, ${delay(usualMs)}))`;
      await db
        .insertInto('hosts')
        .values({
          host: site,
          next_slot: now(),
          backoff_ms: Math.min(MAX_BACKOFF_MS, 2 * Math.max(MIN_BACKOFF_MS, usualMs)),
        })
        .onConflict((conflict) => conflict.column('host').doUpdateSet({ backoff_ms: slower }))
        .execute();
    },
    async answered(site, ms, usualMs) {
      const mean = sql<number>`case when hosts.latency_ms = 0 then ${ms}::int else (hosts.latency_ms * 4 + ${ms}::int) / 5 end`;
      await db
        .updateTable('hosts')
        .set({
          // A tenth less with each answer: a site that asked once is at its usual pace after some forty.
          backoff_ms: sql<number>`case when hosts.backoff_ms < 200 then 0 else hosts.backoff_ms * 9 / 10 end`,
          // Below the usual delay there is nothing to learn, nor to write down.
          latency_ms: sql<number>`case when (${mean}) > ${usualMs}::int then ${mean} else 0 end`,
        })
        .where('host', '=', site)
        .execute();
    },
    async setCrawlDelay(site, delayMs) {
      await db.updateTable('hosts').set({ crawl_delay_ms: delayMs }).where('host', '=', site).execute();
    },
  };
}

// next_at stays inside: a site that was never asked has a time there that JavaScript cannot hold.
const hostColumns = [
  'hosts.host',
  'hosts.next_slot',
  'hosts.paused_until',
  'hosts.asked_at',
  'hosts.set_delay_ms',
  'hosts.crawl_delay_ms',
  'hosts.backoff_ms',
  'hosts.latency_ms',
] as const;

function views(db: Kysely<Schema>, now: Clock): Pick<Hosts, 'find' | 'list' | 'set'> {
  return {
    find: async (site) =>
      (await db.selectFrom('hosts').select(hostColumns).where('host', '=', site).executeTakeFirst()) ?? null,
    list: (after, limit) =>
      db
        .selectFrom('hosts')
        .select(hostColumns)
        .where('host', '>', after)
        .orderBy('host')
        .limit(limit)
        .execute(),
    set: (site, { delayMs, resume = false }) => {
      const delays =
        delayMs === undefined
          ? {}
          : {
              set_delay_ms: delayMs,
              ...(delayMs === null ? { crawl_delay_ms: null, backoff_ms: 0, latency_ms: 0 } : {}),
            };
      const free = resume ? { paused_until: null, next_at: now(), next_slot: now() } : {};
      return db
        .insertInto('hosts')
        .values({ host: site, next_slot: now(), set_delay_ms: delayMs ?? null })
        .onConflict((conflict) => conflict.column('host').doUpdateSet({ host: site, ...delays, ...free }))
        .returning(hostColumns)
        .executeTakeFirstOrThrow();
    },
  };
}
