// What a browser makes of the first page: when it paints, what it loads, and how long an event takes to reach it.
// usage: bench:paint [-- --rounds N]
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { seedNewsroom } from '../test/http/pages-seed.js';
import { type Serving, startServing, TOKEN } from '../test/http/serving.js';
import { summaryOf } from './timing.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);

interface Load {
  paintMs: number;
  /** As they came over the wire, headers left out. */
  bytes: number;
}

/** One visit with an empty cache. */
async function visit(browser: Browser, { url }: Serving): Promise<Load> {
  const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const load = await page.evaluate(() => {
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return {
      paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      bytes: all.reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    };
  });
  await context.close();
  return load;
}

/** How long each of some events takes from its recording to the browser that listens, in ms. */
async function told(browser: Browser, { url, service }: Serving): Promise<number[]> {
  const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` } });
  const page = await context.newPage();
  await page.goto(url);
  const times: number[] = [];
  let arrived = (): void => undefined;
  await page.exposeFunction('toldOf', () => arrived());
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const source = new EventSource('/api/events/stream');
        source.addEventListener('feed.failing', () => void (globalThis as unknown as Told).toldOf());
        source.addEventListener('open', () => resolve());
      }),
  );
  for (let round = 0; round < rounds; round++) {
    const heard = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const started = performance.now();
    await service.ports.store.events.record({ type: 'feed.failing', data: { round } });
    await heard;
    times.push(performance.now() - started);
  }
  await context.close();
  return times;
}
interface Told {
  toldOf(): Promise<void>;
}

const serving = await startServing('embedded');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
await seedNewsroom(serving.service);
const loads: Load[] = [];
for (let round = 0; round < rounds; round++) loads.push(await visit(browser, serving));
const paint = summaryOf(loads.map(({ paintMs }) => paintMs));
const heard = summaryOf(await told(browser, serving));
console.log(
  JSON.stringify({
    paintMs: Math.round(paint.median),
    slowestPaintMs: Math.round(paint.slowest),
    bytes: loads.at(-1)?.bytes,
    toldMs: Math.round(heard.median),
    slowestToldMs: Math.round(heard.slowest),
  }),
);
await browser.close();
await serving.stop();
process.exit(0);
