import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipeline, retryDelayMs, stageAfter, stages } from '../src/pipeline.js';

describe('stageAfter', () => {
  it('goes from poll to store and ends there', () => {
    expect(stages.map(stageAfter)).toEqual(['scrape', 'clean', 'tag', 'store', null]);
  });
});

describe('retryDelayMs', () => {
  it('stays between half and all of the doubled pause, and below the maximum', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stages),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (stage, failures, chance) => {
          const { backoffMs, backoffMaxMs } = pipeline[stage];
          const full = Math.min(backoffMaxMs, backoffMs * 2 ** (failures - 1));
          const delay = retryDelayMs(stage, failures, () => chance, null);
          expect(delay).toBeGreaterThanOrEqual(Math.floor(full / 2));
          expect(delay).toBeLessThanOrEqual(Math.ceil(full));
        },
      ),
    );
  });

  it('is never shorter than the other side asked for', () => {
    expect(retryDelayMs('scrape', 1, () => 0, 90_000)).toBe(90_000);
  });
});
