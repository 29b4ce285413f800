import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hosts } from '../../src/store/hosts.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

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
      .flatMap((first, n) => Array.from({ length: (n % 3) + 1 }, (_, k) => first.getTime() + k * HOUR_MS))
      .sort((a, b) => a - b);
    const start = slots[0] ?? 0;
    expect(slots.map((slot) => slot - start)).toEqual(slots.map((_, k) => k * HOUR_MS));
  });

  it('starts at once on a host that is free, however long ago it was used', async () => {
    const first = await hosts.reserve('free.example', 1, 0);
    const second = await hosts.reserve('free.example', 1, 0);
    expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime());
    await opened.db
      .updateTable('hosts')
      .set({ next_slot: new Date('2001-01-01') })
      .where('host', '=', 'free.example')
      .execute();
    const third = await hosts.reserve('free.example', 1, HOUR_MS);
    expect(third.getTime()).toBeGreaterThanOrEqual(second.getTime());
  });

  it('keeps the slots of one host from those of another', async () => {
    const one = await hosts.reserve('one.example', 100, HOUR_MS);
    const other = await hosts.reserve('other.example', 1, HOUR_MS);
    expect(other.getTime() - one.getTime()).toBeLessThan(HOUR_MS);
  });

  it.each([
    ['a host that was never asked', false],
    ['a host that was asked before', true],
  ])('gives no slot of %s before the end of its pause', async (name, before) => {
    const until = new Date('2100-01-01T00:00:00Z');
    if (before) await hosts.reserve(name, 1, 0);
    await hosts.pause(name, until);
    expect(await hosts.pausedUntil(name)).toEqual(until);
    expect(await hosts.reserve(name, 2, HOUR_MS)).toEqual(until);
    expect(await hosts.reserve(name, 1, HOUR_MS)).toEqual(new Date(until.getTime() + 2 * HOUR_MS));
  });

  it('keeps the longer of two pauses, and forgets one that is over', async () => {
    const long = new Date('2100-01-01T00:00:00Z');
    await hosts.pause('twice.example', long);
    await hosts.pause('twice.example', new Date('2050-01-01T00:00:00Z'));
    expect(await hosts.pausedUntil('twice.example')).toEqual(long);
    await hosts.pause('over.example', new Date('2001-01-01T00:00:00Z'));
    expect(await hosts.pausedUntil('over.example')).toBeNull();
    expect(await hosts.pausedUntil('unheard.example')).toBeNull();
  });
});
