// How well the pause between two requests to one site holds: for many articles on a simulated clock, with the slots and
// turns of a real database, a queue that is late by chance and an outage; and for some articles in real time, with two
// services that share PostgreSQL and an origin that notes when it is asked.
// usage: bench:politeness -- --articles 10000 --real-articles 120 --delay 1000
// Database: FEEDMILL_TEST_POSTGRES, as for the tests; what the bench makes it removes.
import { parseArgs } from 'node:util';
import { createLog } from '../src/log.js';
import { addUrls, pollNow } from '../src/operations/feeds.js';
import { stages } from '../src/pipeline.js';
import { startService } from '../src/service.js';
import { testPlace } from '../test/support/databases.js';
import { openStore } from '../test/support/open-store.js';
import { startOrigin } from '../test/support/origin.js';
import { spacingOf } from '../test/support/spacing.js';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    'real-articles': { type: 'string', default: '120' },
    delay: { type: 'string', default: '1000' },
  },
});
const delayMs = Number(values.delay);
const ASK_MS = 250;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ASK_MS));

function report(what: string, times: readonly number[], more: string): void {
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((at, n) => at - (sorted[n] ?? 0));
  const ordered = [...gaps].sort((a, b) => a - b);
  const of = (share: number): number => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const percent = (ms: number): string => `${((100 * ms) / delayMs).toFixed(1)} %`;
  console.log(
    `${what}: ${times.length} requests, gaps in percent of ${delayMs} ms: least ${percent(of(0))}, 1 % ${percent(of(0.01))}, median ${percent(of(0.5))}, 99 % ${percent(of(0.99))}, mean ${percent(mean)}${more}`,
  );
}

async function simulated(): Promise<void> {
  const opened = await openStore('postgres');
  const articles = Number(values.articles);
  const { requests, returned } = await spacingOf(opened.db, {
    site: 'bench.example',
    articles,
    delayMs,
    jitterMs: delayMs * 0.4,
    outageMs: [(articles / 4) * delayMs, (articles / 4 + 60) * delayMs],
    random: Math.random,
  });
  report('simulated', requests, `; ${returned} jobs came twice, after an outage of 60 pauses`);
  await opened.close();
}

async function real(): Promise<void> {
  const origin = await startOrigin(Number(values['real-articles']));
  const times: number[] = [];
  origin.fault = () => {
    times.push(performance.now());
    return false;
  };
  const place = await testPlace('postgres', { FEEDMILL_HOST_DELAY_MS: String(delayMs) });
  const log = createLog(place.settings, 2);
  const services = await Promise.all(
    [1, 2].map(() => startService(place.settings, log, { command: 'bench', stages })),
  );
  const ports = services[0]?.ports;
  if (ports === undefined) throw new Error('no service');
  const { feeds } = await addUrls([origin.opmlUrl], [], ports);
  const ids = feeds.map(({ feed }) => feed.id);
  const mark = await ports.store.progress.mark();
  await pollNow(ids, ports);
  while (!(await ports.store.progress.since(mark, ids)).finished) await pause();
  report('two services in real time', times, '');
  for (const service of services) await service.stop();
  await place.remove();
  await origin.close();
}

await simulated();
await real();
process.exit(0);
