import { describe, expect, it } from 'vitest';
import { noEvidence } from '../../src/feeds/identity-rule.js';
import {
  afterRead,
  afterUnchanged,
  doubtsValidators,
  memoryOf,
  type ReadPoll,
  settledMove,
} from '../../src/feeds/memory.js';
import { noRhythm } from '../../src/feeds/rhythm.js';

const DAY = 86_400_000;
const now = new Date('2024-05-06T12:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * DAY);
const evidence = { ...noEvidence, items: 10, known: 9 };
const read = (overrides: Partial<ReadPoll> = {}): ReadPoll => ({
  evidence,
  published: { fresh: [], all: [] },
  missed: 0,
  hints: memoryOf({}).hints,
  validatorsLied: false,
  lookedForHub: false,
  permanentUrl: null,
  ...overrides,
});
const unchanged = { isNotModified: true, cacheSeconds: null, permanentUrl: undefined };

describe('memoryOf', () => {
  it('fills in what an older version did not remember', () =>
    expect(memoryOf({ notModified: 3 })).toMatchObject({ notModified: 3, hadOverlap: false, moved: null }));
});

describe('doubtsValidators', () => {
  it('is true after many answers 304 in a row, until the feed was read in full', () => {
    let memory = memoryOf({});
    for (let poll = 0; poll < 29; poll++) memory = afterUnchanged(memory, unchanged, DAY, now);
    expect(doubtsValidators(memory, now)).toBe(false);
    memory = afterUnchanged(memory, unchanged, DAY, now);
    expect(doubtsValidators(memory, now)).toBe(true);
    expect(doubtsValidators(afterRead(memory, read(), DAY, now), now)).toBe(false);
    expect(
      doubtsValidators(afterUnchanged(memory, { ...unchanged, isNotModified: false }, DAY, now), now),
    ).toBe(false);
  });

  it('is true for a month after they lied', () => {
    const memory = afterRead(memoryOf({}), read({ validatorsLied: true }), DAY, now);
    expect(doubtsValidators(memory, later(29))).toBe(true);
    expect(doubtsValidators(memory, later(31))).toBe(false);
  });
});

describe('settledMove', () => {
  const [here, there] = ['https://new.example/f', 'https://other.example/f'];
  const moving = afterRead(memoryOf({}), read({ permanentUrl: here }), DAY, now);

  it('is the address that permanent redirects have led to for a week', () => {
    expect(settledMove(moving, later(6.9))).toBeNull();
    const still = afterUnchanged(
      afterRead(moving, read({ permanentUrl: here }), DAY, later(3)),
      unchanged,
      DAY,
      later(7),
    );
    expect(settledMove(still, later(7))).toBe(here);
  });

  it('begins anew with another address, and ends with a redirect that is not permanent', () => {
    expect(settledMove(afterRead(moving, read({ permanentUrl: there }), DAY, later(7)), later(8))).toBeNull();
    const back = afterUnchanged(moving, { ...unchanged, permanentUrl: null }, DAY, later(1));
    expect(settledMove(back, later(30))).toBeNull();
  });
});

describe('afterRead', () => {
  const memory = memoryOf({ hadOverlap: true, rhythm: { ...noRhythm, perDay: 100 } });
  it('adds up what was missed', () => {
    const once = afterRead(memory, read({ missed: 3 }), DAY, now);
    expect(afterRead(once, read({ missed: 4 }), DAY, later(1)).missed).toEqual({
      items: 7,
      at: later(1).toISOString(),
    });
    expect(afterRead(once, read(), DAY, later(1)).missed).toEqual(once.missed);
  });
  it('learns the rhythm from the dates of the first poll, then from what the polls bring', () => {
    const all = Array.from({ length: 24 }, (_, n) => later(-n / 24));
    const first = afterRead(memoryOf({}), read({ published: { fresh: all, all } }), null, now);
    expect(first.rhythm.perDay).toBeGreaterThan(20);
    const quiet = afterRead(first, read({ published: { fresh: [], all } }), DAY, later(1));
    expect(quiet.rhythm.perDay).toBeLessThan(first.rhythm.perDay ?? 0);
    expect(afterUnchanged(first, unchanged, DAY, later(1)).rhythm).toEqual(quiet.rhythm);
  });
});
