// Clocks are set back, by hand or by a virtual machine that was moved: no worker may oversleep for it.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { until } from '../support/until.js';

const TWO_HOURS_MS = 7_200_000;
const BEHIND_FOR_MS = 2_000;
/** The longest wait before another look, and what a slow machine adds to it. */
const FOUND_WITHIN_MS = 25_000;

describe.each(modes)('a worker on %s', (mode) => {
  let idle: IdleService;
  beforeAll(async () => {
    idle = await startIdle(mode);
  });
  afterAll(() => idle.close());

  it('finds what has become due although its clock was two hours behind when it looked', async () => {
    const { backend } = idle.ports.queues;
    const queue = backend.queue('late', { maxEvents: 10 });
    await queue.add('late', {}, { delay: BEHIND_FOR_MS / 2 });
    const rightly = Date.now;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => rightly() - TWO_HOURS_MS);
    let runs = 0;
    const worker = backend.worker(
      'late',
      async () => {
        runs++;
      },
      { concurrency: 1 },
    );
    await pause(BEHIND_FOR_MS);
    clock.mockRestore();
    expect(runs).toBe(0);
    await until('the job is found', async () => runs === 1, FOUND_WITHIN_MS);
    await worker.close();
    await queue.close();
  });
});
