import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultOf } from '../../src/operations/captured-result.js';
import { lockDataFolder } from '../../src/store/data-folder.js';
import { openDatabase } from '../../src/store/database.js';
import { packSnapshot } from '../../src/store/snapshots.js';
import { createStore } from '../../src/store/store.js';
import { asJson, readCaptured } from '../support/captured.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { articleText, articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { runProgram } from '../support/program.js';
import { addArticle, keepSnapshot, newSnapshot } from '../support/rows.js';

const url = 'https://news.example/kept';
const bytes = Buffer.from(
  `<h1>Gr\xfc\xdfe</h1><p>${'F\xfcnf W\xf6rter und noch einige mehr. '.repeat(20)}</p>`,
  'latin1',
);
const headers = { 'content-type': 'text/html; charset=iso-8859-1' };

describe('feedmill capture', () => {
  let place: TestPlace;
  let origin: Origin;
  beforeAll(async () => {
    origin = await startOrigin(1);
    place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    const lock = await lockDataFolder(place.settings.dataDir, 'test');
    const database = await openDatabase(place.settings, lock.databaseFolder);
    const store = createStore(database.db);
    const hints = { title: null, byline: ['Ada'], publishedAt: null, language: 'de' };
    const articleId = await addArticle(store, { url, hints });
    await keepSnapshot(store, await packSnapshot(newSnapshot(articleId, { url, headers, body: bytes })));
    await database.close(5_000);
    await lock.release();
  });
  afterAll(() => Promise.all([place.remove(), origin.close()]));

  const run = (...args: string[]) => runProgram(['capture', ...args], { env: place.env, cwd: place.folder });

  it('writes what a test needs to come to the same result, byte for byte', async () => {
    const ended = await run(url, '--out', 'kept');
    expect(ended, ended.stderr).toMatchObject({ code: 0, stdout: '' });
    const folder = join(place.folder, 'kept');
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'expected.json',
      'headers.json',
      'item.json',
      'page.html',
    ]);
    expect((await readFile(join(folder, 'page.html'))).equals(bytes)).toBe(true);
    const { page, expected } = await readCaptured(folder);
    expect(page).toMatchObject({ url, headers, item: { byline: ['Ada'], language: 'de' }, rule: null });
    expect(expected).toMatchObject({ title: 'Grüße', byline: ['Ada'], language: { tag: 'de' } });
    expect(asJson(await resultOf(page))).toEqual(expected);
    expect(await run(url, '--out', 'kept')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('kept exists already.') as string,
    });
  });

  it('requests what is not stored only if it is told to, and then stores nothing', async () => {
    const unknown = `${origin.url}/article/0`;
    const refused = await run(unknown, '--out', 'new');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`There is no article ${unknown}.`);
    expect(refused.stderr).toContain('With --fetch the page is requested.');
    expect(await readdir(place.folder)).not.toContain('new');
    const fetched = await run(unknown, '--out', 'new', '--fetch');
    expect(fetched, fetched.stderr).toMatchObject({ code: 0 });
    const { page, expected } = await readCaptured(join(place.folder, 'new'));
    expect(page).toMatchObject({ url: unknown, status: 200 });
    expect(expected).toMatchObject({ title: articleTitle(0), text: articleText(0) });
    expect(await run(unknown, '--out', 'again')).toMatchObject({ code: 1 });
  });
});
