// What the benches of the pipeline share: a service of its own, and an ingest of a list of feeds in it.
import { createLog } from '../src/log.js';
import { addUrls, pollNow } from '../src/operations/feeds.js';
import { stages } from '../src/pipeline.js';
import { type Service, startService } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import { testPlace } from '../test/support/databases.js';

export const POLL_MS = 250;
// Who asks how far the ingest is takes time of the database that it would have for articles: four times a second it was
// a seventh of it.
const PROGRESS_MS = 1_000;
export const pause = (ms = POLL_MS): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What became of a list of feeds. */
export interface Ingested {
  /** The addresses that were stored. */
  urls: string[];
  seconds: number;
  /** How long each of them took from the poll that found it, in ms, the shortest first. */
  latencies: number[];
}

/**
 * Ingests a list of feeds to the end: all of them polled at once, or with `feedMs` one after the other, so many
 * milliseconds apart.
 */
export async function ingest({ ports }: Service, list: string, feedMs = 0): Promise<Ingested> {
  const started = performance.now();
  const since = new Date();
  const { feeds } = await addUrls([list], [], ports);
  const ids = feeds.map(({ feed }) => feed.id);
  const mark = await ports.store.progress.mark();
  if (feedMs === 0) await pollNow(ids, ports);
  else
    for (const id of ids) {
      await pollNow([id], ports);
      await new Promise((resolve) => setTimeout(resolve, feedMs));
    }
  while (!(await ports.store.progress.since(mark, ids)).finished) await pause(PROGRESS_MS);
  const seconds = (performance.now() - started) / 1000;
  const latencies: number[] = [];
  const urls: string[] = [];
  let before: number | null = null;
  for (;;) {
    const page = await ports.store.library.list({ since, state: 'stored' }, { before, limit: 500 });
    for (const { url, discoveredAt, storedAt } of page) {
      urls.push(url);
      if (storedAt !== null) latencies.push(storedAt.getTime() - discoveredAt.getTime());
    }
    before = page.at(-1)?.id ?? null;
    if (before === null) break;
  }
  return { urls, seconds, latencies: latencies.sort((a, b) => a - b) };
}

/** A service of its own on an empty database, for as long as `use` takes, that may ask the hosts of the lists. */
export async function withService<T>(
  mode: Mode,
  lists: readonly string[],
  use: (service: Service) => Promise<T>,
): Promise<T> {
  const place = await testPlace(mode, {
    FEEDMILL_LOG_LEVEL: 'info',
    FEEDMILL_LOG_FORMAT: 'json',
    FEEDMILL_ALLOW_PRIVATE: lists.map((list) => new URL(list).host).join(','),
  });
  // The log is written as in production, to nobody: the pipeline pays for its lines here as well.
  const service = await startService(place.settings, createLog(place.settings, 2), {
    command: 'bench',
    stages,
  });
  try {
    return await use(service);
  } finally {
    await service.stop();
    await place.remove();
  }
}
