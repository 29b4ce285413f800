import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHosts, type Hosts } from '../../src/store/hosts.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { spacingOf } from '../support/spacing.js';

const HOUR_MS = 3_600_000;

describe.each(storeModes)('createHosts on %s', (mode) => {
  let opened: OpenStore;
  let hosts: Hosts;
  beforeAll(async () => {
    opened = await openStore(mode);
    hosts = opened.store.hosts;
  });
  afterAll(() => opened.close());

  it('spaces the slots of twenty reservations at once, and gives none twice', async () => {
    // An hour apart, so that the time which the test takes does not show.
    const firsts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => hosts.reserve('busy.example', (n % 3) + 1, HOUR_MS)),
    );
    const slots = firsts
      .flatMap(({ first }, n) => Array.from({ length: (n % 3) + 1 }, (_, k) => first.getTime() + k * HOUR_MS))
      .sort((a, b) => a - b);
    const start = slots[0] ?? 0;
    expect(slots.map((slot) => slot - start)).toEqual(slots.map((_, k) => k * HOUR_MS));
  });

  it('starts at once on a site that is free, however long ago it was used', async () => {
    const slot = async (delayMs: number) => (await hosts.reserve('free.example', 1, delayMs)).first.getTime();
    const first = await slot(0);
    const second = await slot(0);
    expect(second).toBeGreaterThanOrEqual(first);
    await opened.db
      .updateTable('hosts')
      .set({ next_slot: new Date('2001-01-01') })
      .where('host', '=', 'free.example')
      .execute();
    expect(await slot(HOUR_MS)).toBeGreaterThanOrEqual(second);
  });

  it('keeps the slots of one site from those of another', async () => {
    const one = await hosts.reserve('one.example', 100, HOUR_MS);
    const other = await hosts.reserve('other.example', 1, HOUR_MS);
    expect(other.first.getTime() - one.first.getTime()).toBeLessThan(HOUR_MS);
  });

  it.each([
    ['a site that was never asked', false],
    ['a site that was asked before', true],
  ])('gives no slot and no turn of %s before the end of its pause', async (name, before) => {
    const until = new Date('2100-01-01T00:00:00Z');
    if (before) await hosts.reserve(name, 1, 0);
    await hosts.pause(name, until);
    expect(await hosts.reserve(name, 2, HOUR_MS)).toEqual({ first: until, delayMs: HOUR_MS });
    const next = new Date(until.getTime() + 2 * HOUR_MS);
    expect(await hosts.take(name, HOUR_MS)).toEqual({
      status: 'later',
      until: next,
      pausedUntil: until,
      delayMs: HOUR_MS,
    });
    expect((await hosts.reserve(name, 1, HOUR_MS)).first).toEqual(new Date(next.getTime() + HOUR_MS));
  });

  it('keeps the longer of two pauses, and ends one by hand', async () => {
    const long = new Date('2100-01-01T00:00:00Z');
    await hosts.pause('twice.example', long);
    await hosts.pause('twice.example', new Date('2050-01-01T00:00:00Z'));
    expect(await hosts.find('twice.example')).toMatchObject({ paused_until: long });
    await hosts.set('twice.example', { resume: true });
    expect(await hosts.take('twice.example', HOUR_MS)).toMatchObject({ status: 'go', afterMs: 0 });
  });

  it('lets one of twenty requests at once go, and gives each of the others a slot of its own', async () => {
    const turns = await Promise.all(Array.from({ length: 20 }, () => hosts.take('rush.example', HOUR_MS)));
    const slots = turns.flatMap((turn) => (turn.status === 'later' ? [turn.until.getTime()] : []));
    expect(slots).toHaveLength(19);
    slots.sort((a, b) => a - b);
    const gaps = slots.slice(1).map((slot, n) => slot - (slots[n] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([HOUR_MS]));
  });

  it('spaces the requests of two workers within 5 %, although the queue is late and stops for a while', async () => {
    // The minimal standard generator of Park and Miller: chance that is the same each time.
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { requests, returned } = await spacingOf(opened.db, {
      site: 'spaced.example',
      articles: 200,
      delayMs: 1_000,
      jitterMs: 400,
      outageMs: [50_000, 65_000],
      random,
    });
    const gaps = requests.slice(1).map((at, n) => at - (requests[n] ?? 0));
    expect(gaps).toHaveLength(199);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(950);
    // The outage and the jobs that came back after it are all that is lost.
    expect(requests.at(-1)).toBeLessThan((199 + 15) * 1_050);
    expect(returned).toBeGreaterThan(0);
    expect(returned).toBeLessThan(40);
  });

  it('counts the next turn from where a late request began', async () => {
    let clock = Date.UTC(2030, 0, 1);
    const own = createHosts(opened.db, () => sql<Date>`${new Date(clock)}::timestamptz`);
    await own.take('late-start.example', 1_000);
    clock += 900;
    await own.beganLate('late-start.example', 1_000);
    expect(await own.take('late-start.example', 1_000)).toMatchObject({ status: 'go', afterMs: 980 });
  });

  it('takes the delay that was set by hand before all others', async () => {
    const delayOf = async () => (await hosts.reserve('set.example', 1, 1_000)).delayMs;
    expect(await delayOf()).toBe(1_000);
    await hosts.setCrawlDelay('set.example', 5_000);
    expect(await delayOf()).toBe(5_000);
    expect(await hosts.set('set.example', { delayMs: 250 })).toMatchObject({ set_delay_ms: 250 });
    expect(await delayOf()).toBe(250);
    await hosts.set('set.example', { delayMs: null });
    expect(await delayOf()).toBe(1_000);
    await hosts.set('unheard.example', { delayMs: 7_000 });
    expect((await hosts.reserve('unheard.example', 1, 1_000)).delayMs).toBe(7_000);
  });

  it('doubles the delay with each "slow down" up to a minute, and gives it back with good answers', async () => {
    const delayOf = async () => (await hosts.reserve('slow.example', 1, 1_000)).delayMs;
    const grown: number[] = [];
    for (let times = 0; times < 7; times += 1) {
      await hosts.slowDown('slow.example', 1_000);
      grown.push(await delayOf());
    }
    expect(grown).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    await hosts.answered('slow.example', 100, 1_000);
    expect(await delayOf()).toBe(54_000);
    for (let times = 0; times < 60; times += 1) await hosts.answered('slow.example', 100, 1_000);
    expect(await delayOf()).toBe(1_000);
    expect(await hosts.take('slow.example', 1_000)).toMatchObject({ status: 'go', isSlowed: false });
  });

  it('waits as long as slow answers take, up to ten seconds, until they are fast again', async () => {
    const delayOf = async () => (await hosts.reserve('late.example', 1, 1_000)).delayMs;
    await hosts.reserve('late.example', 1, 1_000);
    await hosts.answered('late.example', 4_000, 1_000);
    expect(await delayOf()).toBe(4_000);
    await hosts.answered('late.example', 9_000, 1_000);
    expect(await delayOf()).toBe(5_000);
    for (let times = 0; times < 30; times += 1) await hosts.answered('late.example', 60_000, 1_000);
    expect(await delayOf()).toBe(10_000);
    for (let times = 0; times < 30; times += 1) await hosts.answered('late.example', 200, 1_000);
    expect(await hosts.find('late.example')).toMatchObject({ latency_ms: 0 });
  });

  it('lists sites by name, page by page', async () => {
    const first = await hosts.list('', 3);
    const rest = await hosts.list(first.at(-1)?.host ?? '', 100);
    const names = [...first, ...rest].map(({ host }) => host);
    expect(first).toHaveLength(3);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toContain('set.example');
  });
});
