import { describe, expect, it } from 'vitest';
import { feedChange } from '../../src/workers/feed-change.js';

type State = 'active' | 'paused' | 'gone';

/** What is told of polls that leave such failures and states, one after the other. */
function told(...polls: [failures: number, state: 'active' | 'gone'][]): (string | null)[] {
  let before: { failures: number; state: State } = { failures: 0, state: 'active' };
  return polls.map(([failures, state]) => {
    const change = feedChange(before, { failures, state });
    before = { failures, state };
    return change;
  });
}

describe('feedChange', () => {
  it('tells of the third failure in a row, and of the first success after it', () => {
    const polls = [1, 2, 3, 4, 5, 0, 0].map((failures) => [failures, 'active'] as [number, 'active']);
    expect(told(...polls)).toEqual([null, null, 'feed.failing', null, null, 'feed.recovered', null]);
  });

  it('tells nothing of a feed that answers before', () => {
    expect(told([1, 'active'], [2, 'active'], [0, 'active'])).toEqual([null, null, null]);
  });

  it('tells at once of a feed that is gone', () => {
    expect(told([1, 'gone'], [2, 'gone'], [3, 'gone'], [0, 'active'])).toEqual([
      'feed.failing',
      null,
      null,
      'feed.recovered',
    ]);
  });

  it('tells of a paused feed by its failures alone', () => {
    expect(feedChange({ state: 'paused', failures: 1 }, { state: 'gone', failures: 2 })).toBeNull();
    expect(feedChange({ state: 'paused', failures: 2 }, { state: 'gone', failures: 3 })).toBe('feed.failing');
  });
});
