// Wrong usage and wrong settings, as scripts see them: one clear text on stderr, nothing on stdout, and the exit code.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-usage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const run = (args: string[], env: Record<string, string> = {}) => runProgram(args, { env, cwd: folder });

describe('feedmill with wrong usage', () => {
  it('names the nearest command', async () => {
    const ended = await run(['ingset']);
    expect(ended).toEqual({
      code: 2,
      stdout: '',
      stderr: "error: unknown command 'ingset'\n(Did you mean ingest?)\n",
    });
  });
  it('names the nearest flag', async () => {
    const ended = await run(['ingest', '--jsno', 'https://a.example/feed']);
    expect(ended).toEqual({
      code: 2,
      stdout: '',
      stderr: "error: unknown option '--jsno'\n(Did you mean --json?)\n",
    });
  });
  it('says what a value must be', async () => {
    const ended = await run(['reingest', '--all', '--from', 'wash']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('wash is no stage; the stages are poll, scrape, clean, tag, store.');
  });
  it('refuses a re-ingest of nothing in particular', async () => {
    expect(await run(['reingest', '--dry-run'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'error: name articles by their addresses, or select them with --feed, --host, --language, --alert, --since, --before, --failed, --failed-at, --dropped, --below, --older or --all\n',
    });
  });
  it('refuses a file that is not there before anything is opened', async () => {
    const ended = await run(['ingest', './none.opml']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /^\.\/none\.opml is neither an http or https address nor a file that can be read: ENOENT[^\n]*\n$/,
    );
  });
  it('has no second worker on the embedded database', async () => {
    const ended = await run(['work']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^The embedded database serves one process only[^\n]*\n$/);
  });
});

describe('feedmill --help', () => {
  it('shows the commands, examples and exit codes on stdout', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of [
      'start',
      'ingest',
      'feeds',
      'articles',
      'why',
      'extract',
      'reingest',
      'fetch',
      'hosts',
      'events',
      'status',
      'work',
      'config',
      'demo',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(stdout).toContain('Exit codes:');
  });
});

describe('feedmill config', () => {
  const secret = 'a-token-that-nobody-may-see';
  it('shows each setting with its source, and no secret', async () => {
    const { code, stdout } = await run(['config'], { FEEDMILL_TOKEN: secret, FEEDMILL_PORT: '9999' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FEEDMILL_PORT\t9999\t8090\tenvironment\tPort of the HTTP server/m);
    expect(stdout).toMatch(/^FEEDMILL_TOKEN\t\(hidden\)\t\tenvironment\t/m);
    expect(stdout).not.toContain(secret);
  });
  it('is one JSON object with --json', async () => {
    const { stdout } = await run(['config', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      settings: expect.arrayContaining([
        expect.objectContaining({ env: 'FEEDMILL_HOST', value: '127.0.0.1', source: 'default' }),
      ]) as unknown,
    });
  });
  it('says each mistake in a line of its own and ends with code 3', async () => {
    const ended = await run(['config'], {
      FEEDMILL_PORT: 'x',
      FEEDMILL_TICK: '5',
      REDIS_URL: 'http://a.example',
    });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n').sort()).toEqual([
      'FEEDMILL_PORT must be a whole number; it is "x" (environment).',
      'FEEDMILL_TICK is no setting of Feedmill (environment); `feedmill config` lists them all.',
      'REDIS_URL must be a URL that starts with redis:// or rediss://; it is set to a hidden value (environment).',
    ]);
  });
});
