import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { clockSentence, keepClock } from '../../src/workers/clock.js';
import { readiness } from '../../src/workers/readiness.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';

const OFF_MS = 120_000;

describe.runIf(modes.includes('postgres'))('keepClock', () => {
  let idle: IdleService;
  beforeAll(async () => {
    idle = await startIdle('postgres');
  });
  afterAll(() => idle.close());

  const clockAt = (aheadMs: number) =>
    keepClock(
      idle.ports.store.workers,
      () => new Date(Date.now() + aheadMs),
      createLog(idle.ports.settings, 2),
    );

  it.each([
    [
      OFF_MS,
      /^this machine's clock is 1(?:19|20)\.\d s ahead of the database's, more than 10 s: .*set both by NTP$/,
    ],
    [-OFF_MS, /^this machine's clock is 1(?:19|20)\.\d s behind the database's, more than 10 s/],
  ])('says by how much the clocks differ: %i ms', async (aheadMs, said) => {
    const clock = await clockAt(aheadMs);
    const state = clock.state();
    clock.stop();
    expect(state.status).toBe('off');
    expect(clockSentence(state)).toMatch(said);
    const own = {
      pingStore: async () => undefined,
      spaceComplaint: () => null,
      watchComplaint: () => null,
      clock: () => state,
    };
    const { ready, checks } = await readiness(idle.ports, own);
    expect(ready).toBe(false);
    expect(checks.find(({ name }) => name === 'clock')).toMatchObject({
      ok: false,
      detail: expect.stringMatching(said),
    });
  });

  it('finds one clock fine, and one that is set right again', async () => {
    let aheadMs = OFF_MS;
    const clock = await keepClock(
      idle.ports.store.workers,
      () => new Date(Date.now() + aheadMs),
      createLog(idle.ports.settings, 2),
    );
    aheadMs = 0;
    expect(await clock.measure()).toMatchObject({ status: 'fine' });
    clock.stop();
  });
});
