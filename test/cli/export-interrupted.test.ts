import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RowFormat } from '../../src/formats/record.js';
import { lockDataFolder } from '../../src/store/data-folder.js';
import { openDatabase } from '../../src/store/database.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Program, runProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

/** More than are exported while a signal is on its way. */
const ARTICLES = 8_000;

describe('feedmill articles export, stopped by Ctrl-C', () => {
  let place: TestPlace;
  beforeAll(async () => {
    place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    const lock = await lockDataFolder(place.settings.dataDir, 'test');
    const { db, close } = await openDatabase(place.settings, lock.databaseFolder);
    await sql`insert into articles (id, url, url_key, host, state, hints, revision_id)
      overriding system value select n, 'https://a.example/' || n, n, 'a.example', 'stored',
        '{"title":null,"byline":[],"publishedAt":null,"language":null}', n
      from generate_series(1, ${sql.lit(ARTICLES)}) n`.execute(db);
    await sql`insert into snapshots (id, article_id, url, status, headers, sha256, codec, size, body)
      overriding system value select id, id, url, 200, '{}', '', 'identity', 0, '' from articles`.execute(db);
    await sql`insert into revisions (id, article_id, snapshot_id, state, byline, tags, text, html, text_hash, attribution, quality, extractor_version)
      overriding system value select id, id, id, 'current', '{}', '{}', repeat('One line,' || E'\n', 40), '', '',
        '{"publisher":null,"url":null}', '{"confidence":1}', 1 from articles`.execute(db);
    await close(5_000);
    await lock.release();
  });
  // One that a failed test has left would hold the data folder for the next.
  let running: Program | null = null;
  afterEach(async () => {
    running?.child.kill('SIGKILL');
    await running?.ended;
  });
  afterAll(() => place.remove());

  const idsOf = async (format: RowFormat, path: string): Promise<number[]> => {
    if (format === 'parquet')
      return (await parquetReadObjects({ file: await asyncBufferFromFile(path) })).map((row) =>
        Number(row['id']),
      );
    const text = await readFile(path, 'utf8');
    const rows: { id: number | string }[] =
      format === 'csv'
        ? parse(text, { columns: true })
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as { id: number });
    return rows.map(({ id }) => Number(id));
  };

  it.each(['ndjson', 'csv', 'parquet'] as const)(
    'leaves a whole %s file, says how to go on, and goes on from there',
    async (format) => {
      const surroundings = { env: place.env, cwd: place.folder };
      const file = join(place.folder, `out.${format}`);
      const args = ['articles', 'export', '--format', format, '--out', file];
      const program = startProgram(args, surroundings);
      running = program;
      await until(
        'something is written',
        async () => existsSync(file) && statSync(file).size > 10_000,
        100_000,
      );
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(130);
      const said =
        /^Stopped: (\d+) articles in .*, up to article (\d+); `--after \2` goes on from there\.\n$/.exec(
          program.stderr(),
        );
      const last = Number(said?.[2]);
      const first = await idsOf(format, file);
      expect(first).toEqual(Array.from({ length: last }, (_, n) => n + 1));
      expect(first).toHaveLength(Number(said?.[1]));
      expect(last).toBeLessThan(ARTICLES);
      const again = await runProgram([...args, '--after', String(last)], surroundings);
      expect(again, again.stderr).toMatchObject({ code: 0 });
      const rest =
        format === 'parquet' ? await idsOf(format, join(place.folder, `out.after-${last}.parquet`)) : [];
      const whole = [...(await idsOf(format, file)), ...rest];
      expect(whole).toEqual(Array.from({ length: ARTICLES }, (_, n) => n + 1));
    },
    120_000,
  );

  it('leaves no file that it has not begun', async () => {
    const file = join(place.folder, 'early.ndjson');
    const program = startProgram(['articles', 'export', '--out', file], {
      env: place.env,
      cwd: place.folder,
    });
    await until('the file is there', async () => existsSync(file));
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
    expect(program.stderr()).toBe('Stopped before the first article; nothing was written.\n');
    expect(existsSync(file)).toBe(false);
  });
});
