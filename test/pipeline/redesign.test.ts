// A site that is made anew breaks nothing that fails: its articles come in, short and without author, as they would for
// months. Nothing but the watch notices.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAlerts } from '../../src/operations/alerts.js';
import { batchProgress } from '../../src/operations/reingest.js';
import type { Service } from '../../src/service.js';
import type { BatchSelection } from '../../src/store/schema-batches.js';
import { startReingest } from '../../src/workers/reingest.js';
import { countSelection, versionsInForce } from '../../src/workers/selection.js';
import { look } from '../../src/workers/watch.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { articleText, articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { allArticles, ingest, startIn } from '../support/running.js';
import { until } from '../support/until.js';

/** Articles of the site as it was, and as it is afterwards; ten to a feed. */
const BEFORE = 40;
const ALL = 60;

let origin: Origin;
let place: TestPlace;
let service: Service;
let site: string;
beforeAll(async () => {
  origin = await startOrigin(ALL);
  site = new URL(origin.url).host;
  origin.fault = (n, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(n < BEFORE ? oldPage(n) : newPage(n));
    return true;
  };
  const first = await testPlace('embedded');
  place = { ...first, settings: { ...first.settings, siteRules: first.folder } };
  await copyEmptyDatabase(place);
  service = await startIn(place);
});
afterAll(async () => {
  await service.stop();
  await place.remove();
  await origin.close();
});

const paragraphs = (n: number): string =>
  articleText(n)
    .split('\n\n')
    .map((text) => `<p>${text}</p>`)
    .join('');
const page = (n: number, body: string): string =>
  `<!doctype html><html lang="en"><head><title>${articleTitle(n)}</title></head><body><h1>${articleTitle(n)}</h1>${body}</body></html>`;
const oldPage = (n: number): string =>
  page(n, `<article><p class="byline">By Ada Example</p>${paragraphs(n)}</article>`);
/** The text stands where pages have what is no text, and its author in words of the site's own. */
const newPage = (n: number): string =>
  page(
    n,
    `<main><p>District ${n} opens it again after a long while, as our reporter saw on the spot. Read all of it below.</p></main>
    <footer class="story-sheet"><span class="pen">Ada Example</span>${paragraphs(n)}</footer>`,
  );

/** Runs what is selected again from its stored pages; how many articles that were. */
async function cleanAgain(selection: BatchSelection): Promise<number> {
  const { ports } = service;
  const { batchId, articles } = await startReingest({ selection, from: 'clean', dryRun: false }, ports);
  await until('the batch is finished', async () => (await batchProgress(batchId, ports)).finished);
  return articles;
}
const marked = async (): Promise<string[]> =>
  (await allArticles(service)).filter(({ driftAlert }) => driftAlert !== null).map(({ url }) => url);

describe('a site that is made anew', () => {
  it('is told of once, with its new articles marked', async () => {
    await ingest(service, origin.feedUrls.slice(0, BEFORE / 10));
    expect(await look(service.ports)).toBe(0);
    await ingest(service, origin.feedUrls.slice(BEFORE / 10));
    expect([await look(service.ports), await look(service.ports)]).toEqual([1, 1]);
    const [alert] = await openAlerts(service.ports);
    expect(alert).toMatchObject({ kind: 'drift', subject: site, severity: 'warning', resolved_at: null });
    expect(alert?.message).toMatch(
      /: texts have 1\d\d characters in the middle, usually 1,\d\d\d; .*100 % have no author, usually 0 %/,
    );
    expect(await allArticles(service)).toHaveLength(ALL);
    const newer = Array.from({ length: ALL - BEFORE }, (_, n) => `${origin.url}/article/${BEFORE + n}`);
    expect((await marked()).sort()).toEqual(newer.sort());
  });

  it('is well again when its articles are, and cleaning them again makes them no further articles of it', async () => {
    const { ports } = service;
    const [alert] = await openAlerts(ports);
    const rule = `${new URL(origin.url).hostname}:\n  body: .story-sheet\n  author: .pen\n  remove: .pen\n`;
    await writeFile(join(place.folder, 'redesign.yaml'), rule);
    await until('the rule is in force', () => ports.siteRules.marks().length === 1);
    const isOlder = { olderThan: versionsInForce(ports) };
    expect(await countSelection(isOlder, 'clean', ports)).toBe(ALL);
    expect(await cleanAgain({ alert: alert?.id ?? 0 })).toBe(ALL - BEFORE);
    expect(await countSelection(isOlder, 'clean', ports)).toBe(BEFORE);
    expect(await look(ports)).toBe(0);
    expect(await ports.store.alerts.find(alert?.id ?? 0)).toMatchObject({ resolution: 'over' });
    expect(await marked()).toEqual([]);
    expect(await cleanAgain({ all: true })).toBe(ALL);
    expect(await ports.store.transaction((tx) => tx.sites.takeIn(ALL))).toEqual([]);
  });
});
