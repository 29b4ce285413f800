// A service of a test's own in this process, and what tests ask of it again and again.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../src/log.js';
import { addUrls, pollNow } from '../../src/operations/feeds.js';
import { stages } from '../../src/pipeline.js';
import { type Service, startService } from '../../src/service.js';
import { modeOf } from '../../src/settings.js';
import type { ArticleSummary } from '../../src/store/article-summary.js';
import type { IngestProgress } from '../../src/store/progress.js';
import type { TestPlace } from './databases.js';
import { copyEmptyDatabase } from './empty-database.js';
import { until } from './until.js';

/** Starts a service that works on every stage; on an embedded place that has no database yet, on a copied empty one. */
export async function startIn(place: TestPlace): Promise<Service> {
  if (modeOf(place.settings) === 'embedded' && !existsSync(join(place.settings.dataDir, 'database')))
    await copyEmptyDatabase(place);
  return startService(place.settings, createLog(place.settings, 2), { command: 'test', stages });
}

/** Adds what stands at the URLs, polls it, and waits until every article has come to an end. */
export async function ingest(service: Service, urls: string[], withinMs = 60_000): Promise<IngestProgress> {
  const { ports } = service;
  const { feeds } = await addUrls(urls, [], ports);
  const ids = feeds.map(({ feed }) => feed.id);
  const mark = await ports.store.progress.mark();
  await pollNow(ids, ports);
  await until(
    'the ingest is finished',
    async () => (await ports.store.progress.since(mark, ids)).finished,
    withinMs,
  );
  return ports.store.progress.since(mark, ids);
}

/** Every article, oldest first. */
export async function allArticles({ ports }: Service): Promise<ArticleSummary[]> {
  const all: ArticleSummary[] = [];
  let before: number | null = null;
  for (;;) {
    const page = await ports.store.library.list({}, { before, limit: 500 });
    if (page.length === 0) return all.reverse();
    all.push(...page);
    before = page.at(-1)?.id ?? null;
  }
}
