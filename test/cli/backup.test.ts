// A backup of a running service, restored elsewhere and in its place; and one of PostgreSQL by the tools that the
// manual names.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/operations/audit.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { runProgram, startProgram } from '../support/program.js';
import { allArticles, ingest, startIn } from '../support/running.js';
import { until } from '../support/until.js';

const ARTICLES = 12;
let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin(ARTICLES);
});
afterAll(() => origin.close());

describe('feedmill backup and restore', () => {
  let place: TestPlace;
  let other: TestPlace;
  let file: string;
  beforeAll(async () => {
    place = await testPlace('embedded', { FEEDMILL_LOG_LEVEL: 'info' });
    await copyEmptyDatabase(place);
    other = await testPlace('embedded');
    file = join(place.folder, 'monday.tar.gz');
  });
  afterAll(() => Promise.all([place.remove(), other.remove()]));
  const run = (args: string[], at = place) => runProgram(args, { env: at.env, cwd: at.folder });

  it('backs up a service that runs, and goes on with it', async () => {
    const service = startProgram(['start'], { env: place.env, cwd: place.folder });
    try {
      await until('the service listens', () => service.stdout().includes('listening on'), 60_000);
      expect((await run(['ingest', origin.feedUrls[0] ?? ''])).code).toBe(0);
      const made = await run(['backup', '--out', file, '--json']);
      expect(made.stderr).toBe('');
      expect(JSON.parse(made.stdout)).toMatchObject({ file });
      expect((await run(['ingest', origin.opmlUrl])).code).toBe(0);
    } finally {
      service.child.kill('SIGTERM');
      await service.ended;
    }
  });

  it('restores it elsewhere, sound and with what it had', async () => {
    const restored = await run(['restore', file, '--json'], other);
    expect(restored.stderr).toBe('');
    expect(JSON.parse(restored.stdout)).toEqual({ articles: 10, sound: true, aside: null });
  });

  it('does not restore over a database unless it is told to, and moves that one aside', async () => {
    const refused = await run(['restore', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('holds a database already. --replace moves it aside');
    const replaced = await run(['restore', file, '--replace', '--json']);
    expect(JSON.parse(replaced.stdout)).toMatchObject({ articles: 10, sound: true });
    const left = await readdir(place.settings.dataDir);
    expect(left.filter((name) => name.startsWith('database.replaced-'))).toHaveLength(1);
  });

  it('refuses a damaged file and leaves the database as it is', async () => {
    const whole = await readFile(file);
    const cut = join(place.folder, 'cut.tar.gz');
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    const refused = await run(['restore', cut, '--replace'], other);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('cannot be restored');
    expect(JSON.parse((await run(['status', '--json'], other)).stdout)).toMatchObject({
      articles: { states: { stored: 10 } },
    });
  });
});

describe('a backup with pages in a folder', () => {
  it('has the pages, and puts them into the folder that the settings name', async () => {
    const [place, other] = await Promise.all([testPlace('embedded'), testPlace('embedded')]);
    try {
      const file = join(place.folder, 'pages.tar.gz');
      const env = { ...place.env, FEEDMILL_SNAPSHOTS: `disk:${join(place.folder, 'pages')}` };
      const run = (args: string[], at: { env: Record<string, string>; folder: string }) =>
        runProgram(args, { env: at.env, cwd: at.folder });
      expect((await run(['ingest', origin.feedUrls[0] ?? ''], { ...place, env })).code).toBe(0);
      expect((await run(['backup', '--out', file], { ...place, env })).stderr).toBe('');
      const homeless = await run(['restore', file], other);
      expect(homeless.stderr).toContain('it holds the pages of a folder. Set FEEDMILL_SNAPSHOTS to disk:');
      const there = { ...other.env, FEEDMILL_SNAPSHOTS: `disk:${join(other.folder, 'kept')}` };
      await rm(join(place.folder, 'pages'), { recursive: true });
      const restored = await run(['restore', file, '--json'], { ...other, env: there });
      expect(restored.stderr).toBe('');
      expect(JSON.parse(restored.stdout)).toEqual({ articles: 10, sound: true, aside: null });
      const moved = await run(['snapshots', 'move', '--json'], other);
      expect(JSON.parse(moved.stdout)).toMatchObject({ place: 'database', moved: 10, left: [] });
    } finally {
      await Promise.all([place.remove(), other.remove()]);
    }
  });
});

describe.runIf(modes.includes('postgres'))('a dump of PostgreSQL', () => {
  it('comes back sound, and its queue is made again', async () => {
    const [place, other] = await Promise.all([testPlace('postgres'), testPlace('postgres')]);
    const dump = join(place.folder, 'feedmill.dump');
    const exec = promisify(execFile);
    const service = await startIn(place);
    try {
      await ingest(service, [origin.feedUrls[0] ?? '']);
    } finally {
      await service.stop();
    }
    await exec('pg_dump', [
      '--format=custom',
      '--schema=feedmill',
      `--file=${dump}`,
      place.settings.databaseUrl ?? '',
    ]);
    await exec('pg_restore', ['--no-owner', `--dbname=${other.settings.databaseUrl ?? ''}`, dump]);
    const restored = await startIn(other);
    try {
      expect(await allArticles(restored)).toHaveLength(10);
      expect(await audit({ deep: true, repair: false }, restored.ports)).toMatchObject({ sound: true });
      await ingest(restored, [origin.opmlUrl]);
      expect(await allArticles(restored)).toHaveLength(ARTICLES);
    } finally {
      await restored.stop();
      await Promise.all([place.remove(), other.remove()]);
    }
  });
});
