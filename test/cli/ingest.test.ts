// `feedmill ingest` as a process of its own on an embedded database, and what other commands then find there.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestReport } from '../../src/cli/ingest-report.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { runProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const ARTICLES = 12;
let origin: Origin;
let place: TestPlace;
beforeAll(async () => {
  [origin, place] = await Promise.all([startOrigin(ARTICLES), testPlace('embedded')]);
  await copyEmptyDatabase(place);
});
afterAll(() => Promise.all([origin.close(), place.remove()]));
const run = (...args: string[]) => runProgram(args, { env: place.env, cwd: place.folder });

describe('feedmill ingest', () => {
  it('stores what the feeds of a list offer and accounts for it', async () => {
    const ended = await run('ingest', origin.opmlUrl, '--json');
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      ended: 'finished',
      feeds: { total: 2, added: 2, failed: [] },
      new: ARTICLES,
      stored: ARTICLES,
      dropped: { count: 0 },
      failed: { count: 0 },
      unfinished: 0,
      problems: [],
    });
    expect(ended.stderr).toMatch(
      /poll 2\/2 {2}scrape 12\/12 {2}clean 12\/12 {2}tag 12\/12 {2}store 12\/12\n$/,
    );
  });

  it('finds nothing new the second time, and ends with code 1 for a page that is no feed', async () => {
    const file = join(place.folder, 'list.opml');
    const outlines = origin.feedUrls.map((url, n) => `<outline type="rss" text="${n}" xmlUrl="${url}"/>`);
    await writeFile(file, `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
    const before = origin.pageRequests();
    const ended = await run('ingest', file, `${origin.url}/`);
    expect(ended, ended.stderr).toMatchObject({ code: 1 });
    expect(ended.stdout).toMatch(/^feeds\t2\t0 added, 2 unchanged\nnew\t0\t/);
    expect(ended.stdout).toMatch(/^stored\t0\t/m);
    expect(ended.stderr).toContain(`feedmill feeds add ${origin.url}/feed/0`);
    expect(origin.pageRequests()).toBe(before);
  });
});

describe('feedmill ingest at Ctrl-C', () => {
  it('stops in order, says how to go on, and the next run finishes it', async () => {
    const held: (() => void)[] = [];
    origin.fault = (article, response) => {
      if (article !== 1) return false;
      held.push(() => response.destroy());
      return true;
    };
    const fresh = await testPlace('embedded', { FEEDMILL_SHUTDOWN_MS: '200', FEEDMILL_SWEEP_MS: '1000' });
    const options = { env: fresh.env, cwd: fresh.folder };
    const program = startProgram(['ingest', origin.opmlUrl], options);
    await until('the held page is asked for', () => held.length > 0, 60_000);
    program.child.kill('SIGINT');
    expect(await program.ended, program.stderr()).toBe(130);
    expect(program.stderr()).toMatch(/Stopped with [1-9]\d* articles unfinished\. What was found is kept\./);
    expect(program.stderr()).not.toContain('do not end');
    origin.fault = null;
    for (const end of held) end();
    const next = await runProgram(['ingest', origin.opmlUrl, '--json'], options);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    const { ended, unfinished, failed, stored } = JSON.parse(next.stdout) as IngestReport;
    expect({ ended, unfinished, failed }).toEqual({
      ended: 'finished',
      unfinished: 0,
      failed: { count: 0, reasons: [] },
    });
    expect(stored).toBeGreaterThan(0);
    await fresh.remove();
  });
});
