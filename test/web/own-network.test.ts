import { describe, expect, it } from 'vitest';
import { createOwnNetwork } from '../../src/web/own-network.js';

describe('createOwnNetwork', () => {
  it('is there for a while after each answer, without a probe', async () => {
    let now = 0;
    const network = createOwnNetwork(
      () => Promise.reject(new Error('probed')),
      () => now,
    );
    network.answered();
    now = 4_999;
    expect(await network.isAway()).toBe(false);
  });

  it('is away when nothing answers, asked once for many lookups, and back with the next answer', async () => {
    let now = 0;
    let probes = 0;
    const network = createOwnNetwork(
      async () => {
        probes += 1;
        return false;
      },
      () => now,
    );
    expect(await Promise.all([1, 2, 3].map(() => network.isAway()))).toEqual([true, true, true]);
    now = 4_999;
    expect(await network.isAway()).toBe(true);
    expect(probes).toBe(1);
    now = 5_000;
    expect(await network.isAway()).toBe(true);
    expect(probes).toBe(2);
    network.answered();
    expect(await network.isAway()).toBe(false);
  });
});
