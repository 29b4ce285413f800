import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '../../src/workers/ports.js';
import { tick } from '../../src/workers/tick.js';
import { modes } from '../support/databases.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addFeed } from '../support/rows.js';

describe.each(modes)('tick on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  it('queues one poll of each due feed, however many tick at once', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 12; n++) ids.push(await addFeed(ports.store));
    const paused = ids.pop() ?? 0;
    await ports.store.feeds.setState(paused, 'paused');
    const queued = await Promise.all([tick(ports), tick(ports), tick(ports)]);
    expect(queued.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    for (const feedId of ids)
      expect(await ports.queues.jobState('poll', { feedId, attempt: 1 })).toBe('live');
    expect(await ports.queues.jobState('poll', { feedId: paused, attempt: 1 })).toBe('missing');
    const counts = await ports.queues.byStage.poll.getJobCounts('waiting');
    expect(counts['waiting']).toBe(ids.length);
    expect(await tick(ports)).toBe(0);
  });
});
