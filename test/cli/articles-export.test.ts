import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/store/data-folder.js';
import { openDatabase } from '../../src/store/database.js';
import { createStore } from '../../src/store/store.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { runProgram } from '../support/program.js';
import { publish } from '../support/rows.js';

const FORMULA = '=HYPERLINK("https://evil.example")';
const text = 'A line, with a comma.\n\nA "quoted" line.\n\nSchluß.';

describe('feedmill articles export', () => {
  let place: TestPlace;
  let ids: number[];
  beforeAll(async () => {
    place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    const lock = await lockDataFolder(place.settings.dataDir, 'test');
    const database = await openDatabase(place.settings, lock.databaseFolder);
    const store = createStore(database.db);
    const made = [await publish(store, { title: FORMULA, text }), await publish(store, { text: 'Two.' })];
    ids = made.map(({ articleId }) => articleId);
    await database.close(5_000);
    await lock.release();
  });
  afterAll(() => place.remove());

  const run = (...args: string[]) =>
    runProgram(['articles', 'export', ...args], { env: place.env, cwd: place.folder });

  it('writes an object a line, and goes on with a file after the article that it names', async () => {
    const file = join(place.folder, 'out.ndjson');
    const first = await run('--out', file);
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain(
      `2 articles, up to article ${ids[1]}; \`--after ${ids[1]}\` goes on from there.`,
    );
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([text, 'Two.']);
    expect(await run('--out', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exists already') as string,
    });
    await writeFile(file, `${lines[0]}\n`);
    await run('--out', file, '--after', String(ids[0]));
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toEqual(lines);
  }, 60_000);

  it('writes CSV that is read as it was, but for what a spreadsheet would run', async () => {
    const { stdout } = await run('--format', 'csv');
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows.map((row) => row['text'])).toEqual([text, 'Two.']);
    expect(rows[0]?.['title']).toBe(`'${FORMULA}`);
  });
});
