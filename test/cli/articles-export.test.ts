import { readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WARCParser } from 'warcio';
import { closeService, openService } from '../../src/cli/transport.js';
import { createLog } from '../../src/log.js';
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
      `2 articles in ${file}, up to article ${ids[1]}; \`--after ${ids[1]}\` goes on from there.`,
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
  });

  // From here on a service holds the data folder, as it does where one runs, and commands ask it: that takes a fraction
  // of opening the database each time.
  describe('beside a service', () => {
    let stop: () => Promise<void>;
    beforeAll(async () => {
      const log = createLog(place.settings, 2);
      const opened = await openService(place.settings, log, { command: 'start' });
      stop = () => closeService(opened, log);
    });
    afterAll(() => stop());

    it('writes CSV that is read as it was, but for what a spreadsheet would run', async () => {
      const { stdout } = await run('--format', 'csv');
      const rows: Record<string, string>[] = parse(stdout, { columns: true });
      expect(rows.map((row) => row['text'])).toEqual([text, 'Two.']);
      expect(rows[0]?.['title']).toBe(`'${FORMULA}`);
    });

    it('writes Parquet, and goes on with it in a file beside it', async () => {
      const file = join(place.folder, 'out.parquet');
      const texts = async (path: string) =>
        (await parquetReadObjects({ file: await asyncBufferFromFile(path) })).map((row) => row['text']);
      await run('--format', 'parquet', '--out', file);
      expect(await texts(file)).toEqual([text, 'Two.']);
      const again = await run('--format', 'parquet', '--out', file, '--after', String(ids[0]));
      const part = join(place.folder, `out.after-${ids[0]}.parquet`);
      expect(again.stderr).toContain(`1 articles in ${part}`);
      expect(await texts(part)).toEqual(['Two.']);
    });

    it('goes on with a WARC file that a killed process has left', async () => {
      const file = join(place.folder, 'out.warc.gz');
      const urls = async () => {
        const found: (string | null | undefined)[] = [];
        for await (const record of WARCParser.iterRecords([await readFile(file)])) {
          await record.skipFully();
          if (record.warcType === 'response') found.push(record.warcTargetURI);
        }
        return found;
      };
      const whole = await run('--format', 'warc', '--out', file);
      expect(whole.stderr).toContain(`2 pages in ${file}, up to article ${ids[1]}`);
      const both = await urls();
      expect(both).toHaveLength(2);
      // Into the last record, which is the second article's result; its page stays and is known again by its id.
      await truncate(file, (await stat(file)).size - 20);
      await run('--format', 'warc', '--out', file, '--after', String(ids[0]));
      expect(await urls()).toEqual([...both, both[1]]);
    });

    it('follows no link, and overwrites nothing without being told to', async () => {
      const file = join(place.folder, 'kept.txt');
      await writeFile(file, 'kept');
      await symlink(file, join(place.folder, 'link'));
      for (const args of [['--force'], ['--after', '1']]) {
        const answer = await run('--out', join(place.folder, 'link'), ...args);
        expect(answer).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('is a link') as string,
        });
      }
      expect(await run('--out', file, '--format', 'warc', '--after', '1')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('does not end as a WARC file does') as string,
      });
      expect(await readFile(file, 'utf8')).toBe('kept');
      expect(await run('--out', file, '--force')).toMatchObject({ code: 0 });
      expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
    });

    it('knows its formats', async () => {
      expect(await run('--format', 'xlsx')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          'xlsx is no format; the formats are ndjson, csv, parquet, warc.',
        ) as string,
      });
    });
  });
});
