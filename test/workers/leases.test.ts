// Guards against silence: an article whose lease is not renewed runs twice, one whose lease never ends waits for ever.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DueRun } from '../../src/store/due-run.js';
import { keepLeases, LEASE_MS, type Leases } from '../../src/workers/leases.js';
import type { Ports } from '../../src/workers/ports.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle } from '../support/rows.js';
import { until } from '../support/until.js';

describe.each(storeModes)('keepLeases on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  let leases: Leases;
  let renewals: number;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    renewals = 0;
    const renew: Ports['store']['runs']['renew'] = async (...args) => {
      await ports.store.runs.renew(...args);
      renewals++;
    };
    leases = keepLeases({ renew }, 'tester', ports.log);
  });
  afterEach(() => {
    leases.stop();
    vi.useRealTimers();
  });

  const begun = async (): Promise<DueRun> => {
    const [run] = await ports.store.runs.start([await addArticle(ports.store)], 'scrape', null);
    if (run === undefined) throw new Error('the run was not started');
    await ports.store.runs.begin(run, 'scrape', 'tester', 1);
    return run;
  };
  const leftMs = async ({ articleId }: DueRun): Promise<number> =>
    ((await ports.store.runs.find(articleId))?.due_at.getTime() ?? 0) - Date.now();
  const passLease = async (): Promise<void> => {
    const before = renewals;
    vi.advanceTimersByTime(LEASE_MS);
    await until('the leases are renewed', () => renewals >= before + LEASE_MS / 5_000);
  };

  it('renews the lease of an article for as long as it is in hand', async () => {
    const run = await begun();
    await leases.during(run.articleId, async () => {
      await passLease();
      expect(await leftMs(run)).toBeGreaterThan(LEASE_MS / 2);
    });
    const after = await begun();
    await passLease();
    expect(await leftMs(after)).toBeLessThan(LEASE_MS / 2);
  });

  it('lets go of an article whose stage throws, and keeps one that is held twice', async () => {
    const run = await begun();
    await leases.during(run.articleId, async () => {
      const broken = leases.during(run.articleId, () => Promise.reject(new Error('the store is away')));
      await expect(broken).rejects.toThrow('the store is away');
      await passLease();
      expect(await leftMs(run)).toBeGreaterThan(LEASE_MS / 2);
    });
    await ports.store.runs.renew([run.articleId], 'tester', 1);
    await passLease();
    expect(await leftMs(run)).toBeLessThan(LEASE_MS / 2);
  });
});
