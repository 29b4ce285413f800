// A run that does not hear of the shutdown holds the process up to its deadline and past it.
import { expect, it } from 'vitest';
import type { BullWorker } from '../../src/queues/backend.js';
import { createJobSignals } from '../../src/workers/job-signals.js';

const noWorker = {} as BullWorker;
const heard = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true });
  });

it('tells every run that goes on, two of one job among them, and none that has ended', async () => {
  const signals = createJobSignals();
  const ended = await signals.during(async (signal) => signal);
  const runs = [signals.during(heard), signals.during(heard)];
  signals.over(noWorker).cancelAllJobs('the service stops');
  expect(await Promise.all(runs)).toEqual(['the service stops', 'the service stops']);
  expect(ended.aborted).toBe(false);
});

it('forgets a run that threw', async () => {
  const signals = createJobSignals();
  let kept: AbortSignal | undefined;
  const run = signals.during(async (signal) => {
    kept = signal;
    throw new Error('lost the store');
  });
  await expect(run).rejects.toThrow('lost the store');
  signals.over(noWorker).cancelAllJobs();
  expect(kept?.aborted).toBe(false);
});
