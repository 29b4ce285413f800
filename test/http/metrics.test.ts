import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/http/server.js';
import { createLog } from '../../src/log.js';
import { type Service, startService } from '../../src/service.js';
import { attempt } from '../../src/workers/attempt.js';
import { dropped } from '../../src/workers/outcome.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { addArticle } from '../support/rows.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** Names of metrics in a text, without what Prometheus adds to those of histograms. */
const namesIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/\b(?:feedmill|nodejs|process)_[a-z0-9_]+\b/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    ),
  ),
];

describe('/metrics', () => {
  let place: TestPlace;
  let service: Service;
  let text: string;
  beforeAll(async () => {
    place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    service = await startService(place.settings, createLog(place.settings, 2), { command: 'test' });
    const articleId = await addArticle(service.ports.store);
    const [run] = await service.ports.store.runs.start([articleId], 'scrape', null);
    const stage = { name: 'scrape', run: async () => dropped('it is a poem') } as const;
    if (run !== undefined) await attempt(stage, run, service.ports, new AbortController().signal);
    const published = { discoveredAt: new Date(0), publishedAt: new Date(0) };
    service.ports.metrics.stored(published, new Date(20_000));
    service.ports.metrics.attempt('poll', 'unchanged', 40);
    const app = await createApp(service);
    await app.inject('/metrics');
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    text = answer.body;
    await app.close();
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
  });

  it('counts each attempt once, and how long stored articles took', () => {
    expect(text).toContain('feedmill_stage_attempts_total{stage="scrape",outcome="dropped"} 1\n');
    expect(text).toContain('feedmill_discovered_to_stored_seconds_bucket{le="15"} 0\n');
    expect(text).toContain('feedmill_published_to_stored_seconds_bucket{le="60"} 1\n');
  });
  it('tells how queues and feeds stand', () => {
    expect(text).toContain('feedmill_ready{check="store"} 1\n');
    expect(text).toContain('feedmill_queue_jobs{queue="scrape",state="waiting"} 0\n');
    expect(text).toContain('feedmill_feeds{state="active"} 0\n');
  });
  it('has a row in the manual for each of its own names, and the manual none beside them', () => {
    const rows = [...read('docs/monitoring.md').matchAll(/^\| `([a-z_]+)` /gm)].map(([, name]) => name);
    const own = namesIn(text).filter((name) => name.startsWith('feedmill_'));
    expect(rows.sort()).toEqual(own.sort());
  });
  it.each(['config/monitoring/alerts.yml', 'config/monitoring/grafana-dashboard.json'])(
    'has every name that %s asks for',
    (file) => {
      const asked = namesIn(read(file));
      expect(asked.length).toBeGreaterThan(4);
      expect(asked.filter((name) => !namesIn(text).includes(name))).toEqual([]);
    },
  );
});
