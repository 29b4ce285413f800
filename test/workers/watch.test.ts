// Whatever the watch does not notice nobody does, so it is tried with every kind of queue, and as a service runs it.
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { startService } from '../../src/service.js';
import type { Ports } from '../../src/workers/ports.js';
import { readiness } from '../../src/workers/readiness.js';
import { keepWatch, look } from '../../src/workers/watch.js';
import { modes, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle } from '../support/rows.js';
import { until } from '../support/until.js';

describe.each(modes)('look on %s', (mode) => {
  let idle: IdleService;
  const lines: Record<string, unknown>[] = [];
  let later: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    const log = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });
    later = { ...idle.ports, log, now: () => new Date(Date.now() + 300_000) };
  });
  afterAll(() => idle.close());

  it('raises once that nobody works on a stage whose jobs wait, and ends it when somebody does', async () => {
    const { store, queues } = later;
    const [run] = await store.runs.start([await addArticle(store)], 'scrape', null);
    if (run !== undefined) await queues.add('scrape', [{ data: run }]);
    const worker = { id: 'a-worker', host: 'here', pid: 1 };
    await store.workers.beat({ ...worker, stages: ['poll'] });
    expect([await look(later), await look(later)]).toEqual([1, 1]);
    expect(await store.alerts.open()).toMatchObject([
      { kind: 'worker-missing', subject: 'scrape', severity: 'critical', resolved_at: null },
    ]);
    await store.workers.beat({ ...worker, stages: ['poll', 'scrape'] });
    expect(await look(later)).toBe(0);
    expect(lines.map(({ level, msg, kind, subject }) => [level, msg, kind, subject])).toEqual([
      [40, expect.stringMatching(/^alert: Nobody works on scrape: 1 job waits/), 'worker-missing', 'scrape'],
      [30, expect.stringMatching(/^the alert is over: Nobody works on scrape/), 'worker-missing', 'scrape'],
    ]);
  });
});

describe('keepWatch', () => {
  it('complains in /readyz while it cannot look, and no longer than that', async () => {
    const idle = await startIdle('embedded');
    let now = Date.now();
    let isAway = true;
    let looks = 0;
    const heads = async (at: Date) => {
      looks++;
      if (isAway) throw new Error('the queue is away');
      return idle.ports.queues.heads(at);
    };
    const queues = { ...idle.ports.queues, heads };
    const watch = keepWatch({ ...idle.ports, queues, now: () => new Date(now) });
    const own = {
      pingStore: async () => undefined,
      spaceComplaint: () => null,
      watchComplaint: watch.complaint,
    };
    const check = async () => (await readiness(idle.ports, own)).checks.find(({ name }) => name === 'watch');
    try {
      expect(await check()).toMatchObject({ ok: true });
      await expect(watch.look()).rejects.toThrow('the queue is away');
      expect(await check()).toEqual({
        name: 'watch',
        ok: false,
        detail: 'the service could not look after itself: the queue is away',
      });
      isAway = false;
      looks = 0;
      expect(await Promise.all([check(), check()])).toMatchObject([{ ok: true }, { ok: true }]);
      expect(looks, 'looks of two questions at once').toBe(1);
      expect(await check()).toMatchObject({ ok: true });
      expect(looks, 'looks where the last one went well').toBe(1);
      isAway = true;
      await expect(watch.look()).rejects.toThrow();
      now += 10 * idle.ports.settings.watchMs;
      expect(await check()).toMatchObject({ ok: true });
    } finally {
      await idle.close();
    }
  });
});

describe('a service that watches', () => {
  it('raises alerts and sends heartbeats by its clocks, and says that it works until it stops', async () => {
    const { createServer } = await import('node:http');
    let beats = 0;
    const watcher = createServer((_request, response) => {
      beats++;
      response.end('OK');
    }).listen(0, '127.0.0.1');
    await until('the watcher listens', () => watcher.listening);
    const { port } = watcher.address() as { port: number };
    const place = await testPlace('embedded', {
      FEEDMILL_WATCH_MS: '500',
      FEEDMILL_ALERT_WORKERS_MS: '1000',
      FEEDMILL_HEARTBEAT_MS: '1000',
      FEEDMILL_HEARTBEAT_URL: `http://127.0.0.1:${port}/a-secret`,
    });
    await copyEmptyDatabase(place);
    const service = await startService(place.settings, createLog(place.settings, 2), {
      command: 'test',
      stages: ['tag'],
      watches: true,
    });
    try {
      const { store, queues, workerId } = service.ports;
      expect(await store.workers.alive()).toMatchObject([
        { id: workerId, stages: ['tag'], pid: process.pid },
      ]);
      await until('the watcher has heard it', () => beats > 0);
      const [run] = await store.runs.start([await addArticle(store)], 'scrape', null);
      if (run !== undefined) await queues.add('scrape', [{ data: run }]);
      await until('it is raised', async () => (await store.alerts.open()).length === 1);
      expect(await store.alerts.open()).toMatchObject([{ kind: 'worker-missing', subject: 'scrape' }]);
    } finally {
      await service.stop();
      watcher.close();
      await place.remove();
    }
  });
});
