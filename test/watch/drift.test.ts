import { describe, expect, it } from 'vitest';
import {
  type Deviation,
  type DriftMeasure,
  deviationsOf,
  driftSentence,
  habitsAccepted,
  habitsAfter,
  habitsCorrected,
  MIN_ARTICLES,
  noHabits,
  type Observation,
  oddOnes,
  type SiteHabits,
  WINDOW,
} from '../../src/watch/drift.js';

let articles = 0;
const observation = (overrides: Partial<Observation> = {}): Observation => ({
  articleId: ++articles,
  characters: 3_000,
  confidence: 0.9,
  hasByline: true,
  hasDate: true,
  isThin: false,
  ...overrides,
});
/** Lengths as a newsroom has them: from a brief to a long read, in an order that repeats. */
const LENGTHS = [900, 2_400, 3_100, 4_800, 1_500, 9_000, 2_900, 3_600, 700, 5_200];
const usual = (n: number): Observation =>
  observation({ characters: LENGTHS[n % LENGTHS.length] ?? 0, hasByline: n % 10 !== 0 });
const broken = (): Observation => observation({ characters: 140, hasByline: false, isThin: true });

const having = (habits: SiteHabits, more: readonly Observation[], hasDrifted = false): SiteHabits =>
  more.reduce((so, one) => habitsAfter(so, one, hasDrifted), habits);
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const settled = having(noHabits, times(100, usual));
const measures = (deviations: readonly Deviation[]): DriftMeasure[] =>
  deviations.map(({ measure }) => measure);

describe('deviationsOf', () => {
  it('finds nothing in a site whose articles differ as they always do', () => {
    for (let n = 0; n < 40; n++)
      expect(
        deviationsOf(
          having(
            settled,
            times(n, (m) => usual(m + n)),
          ),
          false,
        ),
      ).toEqual([]);
  });

  it('finds a redesign by a dozen articles, and takes no offence at seven short ones', () => {
    expect(deviationsOf(having(settled, times(7, broken)), false)).toEqual([]);
    const found = deviationsOf(having(settled, times(12, broken)), false);
    expect(measures(found)).toEqual(['length', 'byline', 'thin']);
    expect(found[0]).toEqual({ measure: 'length', usual: expect.closeTo(2_681, -3), now: 140 });
  });

  it.each([
    ['byline', { hasByline: false }],
    ['date', { hasDate: false }],
    ['confidence', { confidence: 0.5 }],
    ['length', { characters: 30_000 }],
  ] as const)('finds a %s alone', (measure, overrides) => {
    const odd = times(WINDOW, (n) => ({ ...usual(n), ...overrides }));
    expect(measures(deviationsOf(having(settled, odd), false))).toEqual([measure]);
  });

  it('takes no offence at what gets better', () => {
    const poor = having(
      noHabits,
      times(100, () => observation({ hasByline: false, confidence: 0.6 })),
    );
    expect(
      deviationsOf(
        having(
          poor,
          times(WINDOW, () => observation()),
        ),
        false,
      ),
    ).toEqual([]);
  });

  it('says nothing of a site with few articles', () => {
    const few = having(noHabits, times(MIN_ARTICLES - 1, usual));
    expect(deviationsOf(having(few, times(WINDOW, broken)), false)).toEqual([]);
    const enough = having(noHabits, times(MIN_ARTICLES, usual));
    expect(deviationsOf(having(enough, times(WINDOW, broken)), false)).not.toEqual([]);
  });

  it('ends a drift later than it begins one', () => {
    // 9 of 20 articles without a date are enough to stay, and 8 to begin with.
    const some = having(
      settled,
      times(WINDOW, (n) => ({ ...usual(n), hasDate: n >= 7 })),
    );
    expect(deviationsOf(some, false)).toEqual([]);
    expect(measures(deviationsOf(some, true))).toEqual(['date']);
  });
});

describe('habitsAfter', () => {
  it('learns nothing from a site while it has drifted, however long that lasts', () => {
    const drifted = having(settled, times(500, broken), true);
    expect(drifted.usual).toEqual(settled.usual);
    expect(measures(deviationsOf(drifted, true))).toContain('length');
    expect(deviationsOf(having(drifted, times(WINDOW, usual), true), true)).toEqual([]);
  });

  it('follows a site that changes slowly', () => {
    let habits = settled;
    for (let n = 0; n < 400; n++)
      habits = habitsAfter(habits, { ...usual(n), characters: (LENGTHS[n % 10] ?? 0) * 1.003 ** n }, false);
    expect(deviationsOf(habits, false)).toEqual([]);
  });
});

describe('habitsCorrected', () => {
  it('puts an article that was cleaned again in its own place, and leaves out one that is long gone', () => {
    const odd = times(WINDOW, broken);
    const drifted = having(settled, odd);
    const mended = odd.reduce(
      (habits, { articleId }) => habitsCorrected(habits, observation({ articleId })),
      drifted,
    );
    expect(deviationsOf(mended, true)).toEqual([]);
    expect(mended.recent).toHaveLength(WINDOW);
    expect(habitsCorrected(drifted, observation())).toEqual(drifted);
  });
});

describe('habitsAccepted', () => {
  it('makes the new normal of what is recent', () => {
    const accepted = habitsAccepted(having(settled, times(WINDOW, broken), true));
    expect(accepted).toMatchObject({ articles: WINDOW, recent: [] });
    expect(deviationsOf(having(accepted, times(WINDOW, broken)), false)).toEqual([]);
    expect(measures(deviationsOf(having(accepted, times(WINDOW, usual)), false))).toEqual(['length']);
  });
});

describe('oddOnes', () => {
  it('names the articles that deviate as their site does, and no others', () => {
    const fine = times(8, usual);
    const odd = times(12, broken);
    const habits = having(settled, [...fine, ...odd]);
    const found = oddOnes(habits, measures(deviationsOf(habits, false)), habits.recent);
    expect(found).toEqual(expect.arrayContaining(odd.map(({ articleId }) => articleId)));
    // A brief is as short as a broken page; a long read is not.
    expect(found).not.toContain(fine[1]?.articleId);
  });
});

describe('driftSentence', () => {
  it('tells what is different in the numbers of a person', () => {
    expect(
      driftSentence('harbour.example', [
        { measure: 'length', usual: 2_681, now: 140 },
        { measure: 'byline', usual: 0.1, now: 0.95 },
      ]),
    ).toBe(
      'The last 20 articles of harbour.example are not as usual: texts have 140 characters in the middle, usually 2,681; 95 % have no author, usually 10 %.',
    );
  });
});
