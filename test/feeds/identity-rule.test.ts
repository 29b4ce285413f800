import { describe, expect, it } from 'vitest';
import {
  type IdentityTally,
  identityRule,
  isMassChange,
  learnsSigns,
  noEvidence,
  tallyWith,
} from '../../src/feeds/identity-rule.js';

const tally = (overrides: Partial<IdentityTally>): IdentityTally => ({
  ...noEvidence,
  known: 100,
  items: 100,
  ...overrides,
});

describe('identityRule', () => {
  it.each<[string, Partial<IdentityTally>, string, string]>([
    ['nothing was seen', { known: 0, items: 0 }, 'guid', 'no poll has shown anything else yet'],
    ['nothing was seen twice', { known: 0 }, 'guid', 'no item was seen a second time yet'],
    [
      'guids stay',
      { linkChanged: 12 },
      'guid',
      '12 of 100 known items came with a new address, and none of the guids is in doubt',
    ],
    ['there are none', { withoutGuid: 95 }, 'link', 'the items have no guid'],
    [
      'guids change',
      { guidChanged: 40 },
      'link',
      '40 of 100 known items came with a new guid and the same address',
    ],
    ['guids are reused', { guidReused: 4 }, 'guid-and-link', "4 items came with another article's guid"],
    [
      'everything changes',
      { bothChanged: 60 },
      'title-and-date',
      '60 of 100 known items came with both a new guid and a new address',
    ],
  ])('is chosen by what the feed does: %s', (_, seen, rule, why) =>
    expect(identityRule(tally(seen))).toEqual({ rule, why }),
  );

  it('is not changed by one accident', () => {
    const accident = { guidReused: 1, guidChanged: 1, bothChanged: 1 };
    expect(identityRule(tally(accident)).rule).toBe('guid');
  });

  it('forgets what a feed did long ago', () => {
    let now = tally({ guidReused: 10 });
    for (let poll = 0; poll < 20; poll++) now = tallyWith(now, { ...noEvidence, known: 10, items: 10 });
    expect(identityRule(now).rule).toBe('guid');
  });
});

describe('learnsSigns', () => {
  const mass = { ...noEvidence, known: 10, items: 10, linkChanged: 9 };
  it('is true of single changes and of a move, and false where every request brings new signs', () => {
    expect(isMassChange(mass)).toBe(true);
    expect(learnsSigns({ ...mass, linkChanged: 2 }, 0)).toBe(true);
    expect(learnsSigns(mass, null)).toBe(true);
    expect(learnsSigns(mass, 1)).toBe(false);
    expect(learnsSigns(mass, 100)).toBe(true);
  });
});
