// A running service on an embedded database, and commands that reach it through the data folder without being told.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { type Program, runProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { controlCharacter } from './control-characters.js';
import { startHostileOrigin } from './hostile-origin.js';

const ARTICLES = 15;
let origin: Origin;
let place: TestPlace;
let service: Program;
const run = (...args: string[]) => runProgram(args, { env: place.env, cwd: place.folder });
async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

beforeAll(async () => {
  origin = await startOrigin(ARTICLES);
  place = await testPlace('embedded', { FEEDMILL_LOG_LEVEL: 'info' });
  await copyEmptyDatabase(place);
  await mkdir(join(place.folder, 'config'));
  await writeFile(
    join(place.folder, 'config', 'feeds.opml'),
    `<opml version="2.0"><body><outline type="rss" text="Starter" xmlUrl="${origin.feedUrls[0]}"/></body></opml>`,
  );
  service = startProgram(['start'], { env: place.env, cwd: place.folder });
  await until('the service has its starter list', () => service.stdout().includes('starter list'), 60_000);
});
afterAll(async () => {
  service.child.kill('SIGKILL');
  await Promise.all([service.ended, origin.close()]);
  await place.remove();
});

describe('feedmill start', () => {
  it('logs where it listens and which private addresses may be requested', () => {
    expect(service.stdout()).toMatch(/"url":"http:\/\/127\.0\.0\.1:\d+"/);
    expect(service.stdout()).toContain('"allowPrivate":["127.0.0.1"]');
  });
  it('keeps a second service off its data folder, naming the first', async () => {
    const ended = await run('start');
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(`is held by \`feedmill start\` (process ${service.child.pid})`);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
  it('works on what other commands hand to it', async () => {
    expect(await json('ingest', origin.opmlUrl)).toMatchObject({
      ended: 'finished',
      feeds: { total: 2, added: 1 },
    });
    expect(await json('status')).toMatchObject({
      mode: 'embedded',
      feeds: { active: 2 },
      articles: { states: { stored: ARTICLES } },
    });
  });
});

describe('feedmill feeds', () => {
  it('answers a page that is no feed with the feeds that it links to', async () => {
    const ended = await run('feeds', 'add', `${origin.url}/`);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(`feedmill feeds add ${origin.url}/feed/0`);
  });
  it('adds tags to a feed that is there already', async () => {
    expect(
      await json('feeds', 'add', origin.feedUrls[0] ?? '', '--tag', 'local', '--tag', 'english'),
    ).toMatchObject({ feeds: [{ added: false, tags: ['english', 'local'] }], problems: [] });
  });
  it('lists one line for each feed, separated by tabs', async () => {
    const { stdout } = await run('feeds', 'list');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[5]),
    ).toEqual(origin.feedUrls);
  });
  it('shows a feed by its address, pauses and resumes it', async () => {
    const url = origin.feedUrls[1] ?? '';
    expect(await json('feeds', 'pause', url)).toMatchObject({ feeds: [{ state: 'paused' }] });
    expect(await json('feeds', 'show', url)).toMatchObject({
      feed: { url, state: 'paused' },
      polls: expect.arrayContaining([expect.objectContaining({ outcome: 'done' })]) as unknown,
    });
    expect(await json('feeds', 'resume', url)).toMatchObject({ feeds: [{ state: 'active' }] });
  });
  it('exports what import reads back, and replaces no file unasked', async () => {
    const file = join(place.folder, 'out.opml');
    expect(await run('feeds', 'export', '--out', file)).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(file, 'utf8')).toContain(origin.feedUrls[1] ?? '');
    expect(await run('feeds', 'export', '--out', file)).toMatchObject({
      code: 1,
      stderr: `${file} exists already; --force replaces it.\n`,
    });
    expect(await run('feeds', 'export', '--out', file, '--force')).toMatchObject({ code: 0 });
    const { feeds } = await json('feeds', 'import', file);
    expect(feeds).toEqual([
      expect.objectContaining({ added: false }),
      expect.objectContaining({ added: false }),
    ]);
  });
  it('says so when there is no such feed', async () => {
    const ended = await run('feeds', 'show', '4711');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^There is no feed 4711\.[^\n]*\n$/);
  });
});

describe('feedmill articles', () => {
  it('finds an article by its words', async () => {
    const { hits } = await json('articles', 'search', 'district', 'opening', '--limit', '3');
    expect(hits).toHaveLength(3);
  });
  it('shows an article by its address, or its text alone', async () => {
    const url = `${origin.url}/article/4`;
    expect(await json('articles', 'show', url)).toMatchObject({
      article: { title: articleTitle(4), state: 'stored' },
      revision: { byline: ['Ada Example'] },
    });
    const { stdout } = await run('articles', 'show', url, '--text');
    expect(stdout).toMatch(/^The \w+ of district 4 was opened/);
  });
});

describe('feedmill why', () => {
  it('tells the life of a known article', async () => {
    const { code, stdout } = await run('why', `${origin.url}/article/2`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The article is stored\.\n/);
    expect(stdout.match(/\t(scrape|clean|tag|store)\tdone\t/g)).toHaveLength(4);
  });
  it('tells what is known of an article that never came', async () => {
    const { code, stdout } = await run('why', `${origin.url}/article/999`);
    expect(code).toBe(0);
    expect(stdout).toContain('was never in any of the 2 feeds of 127.0.0.1');
  });
});

describe('feedmill reingest --dry-run', () => {
  it('tells what would change and changes nothing', async () => {
    const url = `${origin.url}/article/7`;
    origin.edited.set(7, 'An entirely different text now stands on this page. '.repeat(12));
    const ended = await run('reingest', url, '--dry-run');
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toMatch(/^\d+\trevised\t.*\ttext: \d+ characters → \d+ characters/m);
    expect(await json('articles', 'show', url)).toMatchObject({
      revision: { text: expect.stringContaining('district 7') as unknown },
    });
  });
});

describe('feedmill tokens', () => {
  let token = '';

  it('shows a token once, and makes no second one of its name', async () => {
    const made = await run('tokens', 'create', '--name', 'monitor', '--scope', 'read', '--expires', '90d');
    token = made.stdout.trimEnd();
    expect([made.code, token]).toEqual([0, expect.stringMatching(/^feedmill_[\w-]{43}$/)]);
    expect(made.stderr).toMatch(/^Scope read, until \d{4}-\d\d-\d\d [^.]*\. It is shown this once;/);
    const [second, misspelt] = await Promise.all([
      run('tokens', 'create', '--name', 'monitor', '--scope', 'admin'),
      run('tokens', 'create', '--name', 'x', '--scope', 'all'),
    ]);
    expect(second).toMatchObject({
      code: 1,
      stderr:
        'There is a token monitor already. Take another name, or end it with `feedmill tokens revoke monitor`.\n',
    });
    expect(misspelt.code).toBe(2);
  });

  it('lists a token without it, and ends it by its name', async () => {
    expect(await json('tokens', 'list')).toEqual({
      tokens: [
        expect.objectContaining({
          name: 'monitor',
          prefix: token.slice(0, 15),
          madeBy: 'this machine',
          live: true,
        }),
      ],
    });
    expect((await run('tokens', 'revoke', 'monitor')).stdout).toBe(
      `monitor (${token.slice(0, 15)}…) is revoked.\n`,
    );
    const [{ stdout }, again] = await Promise.all([
      run('tokens', 'list'),
      run('tokens', 'revoke', 'monitor'),
    ]);
    expect(stdout).toContain('revoked');
    expect(stdout).not.toContain(token);
    expect(again.stderr).toContain('There is no live token monitor;');
  });
});

describe('feedmill changes', () => {
  it('tells what commands have changed', async () => {
    const { stdout } = await run('changes', 'list', '--what', 'DELETE /api/tokens', '--limit', '1');
    expect(stdout.replace(/\n$/, '').split('\t').slice(2)).toEqual([
      'this machine',
      'DELETE /api/tokens/:token',
      '{"token":"monitor"}',
      '404',
      '',
    ]);
    expect(await json('changes', 'list', '--who', 'nobody')).toEqual({ changes: [], next: null });
  });
});

describe('a feed and a page with control characters', () => {
  it('reach no output', async () => {
    const hostile = await startHostileOrigin();
    const answers = [
      await run('ingest', hostile.feedUrl),
      ...(await Promise.all([
        run('articles', 'search', 'harbour'),
        run('articles', 'show', hostile.articleUrl),
        run('why', hostile.articleUrl),
        run('feeds', 'list', '--json'),
      ])),
    ];
    await hostile.close();
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(answers[2]?.stdout).toContain('harbour');
    for (const { stdout, stderr } of answers) expect(`${stdout}${stderr}`).not.toMatch(controlCharacter);
  });
});

describe('feedmill start at SIGTERM', () => {
  it('stops in order and ends with code 0', async () => {
    service.child.kill('SIGTERM');
    expect(await service.ended, service.stderr()).toBe(0);
    expect(service.stdout().trimEnd().split('\n').at(-1)).toContain('"msg":"stopped"');
  });
});
