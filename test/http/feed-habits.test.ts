import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/feeds/memory.js';
import { feedHabitsSchema } from '../../src/http/contract-feeds.js';
import { feedHabits } from '../../src/http/feed-habits.js';
import type { Feed } from '../../src/store/feeds.js';

const now = new Date('2024-05-06T12:00:00Z');
const at = now.toISOString();
const habits = (memory: Feed['memory'], etag: string | null = '"a"') =>
  feedHabits({ memory, etag, last_modified: null }, now);

describe('feedHabits', () => {
  it('are those of a feed that was never polled, where nothing is remembered', () => {
    const none = habits({}, null);
    expect(none).toEqual({
      identity: { rule: 'guid', evidence: 'no poll has shown anything else yet' },
      itemsPerDay: null,
      publisherAsks: [],
      missed: null,
      movingTo: null,
      validators: 'none',
    });
    expect(feedHabitsSchema.parse(none)).toEqual(none);
  });

  it('say in words what the publisher asks for', () => {
    const hints = { ttlMinutes: 59.6, cacheSeconds: 300, skipHours: [1, 2], skipDays: [0] };
    expect(habits({ hints }).publisherAsks).toEqual([
      'ttl of 60 min',
      'fresh for 300 s',
      'no polls in the hours 1, 2 (GMT)',
      'no polls on Sunday',
    ]);
  });

  it('say whether the validators are sent, and why not', () => {
    expect(habits({}).validators).toBe('ETag "a"');
    expect(habits({ notModified: 30 }).validators).toBe(
      'ETag "a"; not sent next time: the feed is due to be read in full',
    );
    expect(habits({ validatorsLiedAt: at }).validators).toBe(
      `ETag "a"; not sent next time: they denied news that was there, at ${at}`,
    );
  });

  it('name what was missed and where the feed moves', () => {
    const memory = memoryOf({ missed: { items: 4, at }, moved: { url: 'https://new.example/f', since: at } });
    expect(habits(memory)).toMatchObject({
      missed: { items: 4, at },
      movingTo: { url: 'https://new.example/f', since: at },
    });
  });
});
