import { describe, expect, it } from 'vitest';
import { healthOf } from '../../src/operations/feed-health.js';

const now = new Date('2026-03-10T12:00:00Z');
const well = { state: 'active', failures: 0, polled_at: now, last_error: null, memory: {} } as const;

describe('healthOf', () => {
  it('says in words how a feed is, the worst first', () => {
    const missed = { missed: { items: 4, at: '2026-03-08T00:00:00Z' } };
    const cases = [
      [{}, 'well'],
      [{ polled_at: null }, 'not polled yet'],
      [{ memory: missed }, 'answers, but 4 items were probably missed'],
      [{ memory: { missed: { items: 4, at: '2026-02-08T00:00:00Z' } } }, 'well'],
      [{ failures: 1, last_error: 'No answer.' }, 'its last poll failed: No answer.'],
      [{ failures: 3, memory: missed }, 'its last 3 polls failed'],
      [{ state: 'gone', failures: 3 }, 'gone for good, says its server; asked again once a week'],
      [{ state: 'paused', failures: 3 }, 'paused by hand'],
    ] as const;
    for (const [feed, words] of cases) expect(healthOf({ ...well, ...feed }, now).words).toBe(words);
  });
});
