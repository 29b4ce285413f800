// BullMQ 6 forgets the lock of a job that is fetched again before its earlier run has returned: it would then run
// several times at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../../src/workers/job-result.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { until } from '../support/until.js';

describe.each(modes)('answer on %s', (mode) => {
  let idle: IdleService;
  beforeAll(async () => {
    idle = await startIdle(mode);
  });
  afterAll(() => idle.close());

  it('lets no job come back before its run has returned, however soon it is due', async () => {
    const { backend } = idle.ports.queues;
    const queue = backend.queue<object>('answers', { maxEvents: 10 });
    const begun: number[] = [];
    const worker = backend.worker<object>(
      'answers',
      async (job, token = '') => {
        begun.push(Date.now());
        return begun.length === 1
          ? answer({ status: 'delayed', until: new Date(0) }, job, token)
          : { outcome: 'done' };
      },
      { concurrency: 5 },
    );
    try {
      await queue.add('answers', {});
      await until('it has run again', () => begun.length === 2, 20_000);
      const [first = 0, second = 0] = begun;
      expect(second - first).toBeGreaterThanOrEqual(500);
    } finally {
      await worker.close();
      await queue.close();
    }
  });
});
