// `feedmill fetch` and `feedmill hosts` as a script sees them: what stands on stdout, and the exit code.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { type Program, runProgram, startProgram, startShell } from '../support/program.js';
import { until } from '../support/until.js';

let folder: string;
const env = { FEEDMILL_ALLOW_PRIVATE: '127.0.0.1', FEEDMILL_PORT: '0' };
// A command that finds a service asks it, which takes a tenth of opening the database each time.
let service: Program;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-fetch-'));
  await copyEmptyDatabase(loadSettings(env, folder));
  service = startProgram(['start'], { env, cwd: folder });
  await until('the service runs', () => service.stdout().includes('"url":'), 60_000);
});
afterAll(async () => {
  service.child.kill('SIGKILL');
  await service.ended;
  await rm(folder, { recursive: true, force: true });
});

describe('feedmill fetch', () => {
  let origin: Origin;
  beforeEach(async () => {
    origin = await startOrigin(1);
  });
  afterEach(() => origin.close());
  const run = (...args: string[]) => runProgram(args, { env, cwd: folder });

  it('shows the verdict, robots.txt and each hop, plain in a pipe', async () => {
    const { code, stdout, stderr } = await run('fetch', `${origin.url}/article/0`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^fetched: The server answered 200\.\naddress\thttp:/);
    expect(stdout).toContain('robots.txt\tThe site has no robots.txt (404).\n');
    expect(stdout).toMatch(/^hop 1 connected\t127\.0\.0\.1 \(\d+ ms\)$/m);
    expect(stdout).toMatch(/^hop 1 content-type\ttext\/html; charset=utf-8$/m);
    expect(stdout).not.toContain('\u001b');
    expect([...origin.journal]).toEqual([
      ['/robots.txt', 1],
      ['/article/0', 1],
    ]);
  });

  it('ends with 1 and the reason when nothing came', async () => {
    const missing = await run('fetch', `${origin.url}/none`, '--json');
    expect(missing).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(missing.stdout)).toMatchObject({
      verdict: 'failed',
      reason: 'The server answered 404: there is no such page.',
      hops: [{ httpStatus: 404 }],
    });
    const refused = await run('fetch', 'http://169.254.169.254/');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stdout).toMatch(/^refused: 169\.254\.169\.254 may not be requested: it is link-local/);
  });

  it('sees the pause of a site in the list of hosts, and that it was set by hand', async () => {
    const site = origin.url.replace('http://', '');
    await run('fetch', `${origin.url}/article/0`);
    expect((await run('hosts', 'list')).stdout).toMatch(new RegExp(`^${site}\t1 s\tthe usual one\t20`, 'm'));
    const set = await run('hosts', 'set', site, '--delay', '2.5s');
    expect(set.stdout).toMatch(new RegExp(`^${site}\t2.5 s\tset by hand\t`));
    const learnt = await run('hosts', 'set', site, '--delay', 'auto', '--json');
    expect(JSON.parse(learnt.stdout)).toMatchObject({ host: site, delayMs: 1_000, setDelayMs: null });
    expect(await run('hosts', 'set', site, '--delay', 'soon')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('hosts', 'set', site)).toMatchObject({
      code: 2,
      stderr: 'error: give --delay or --resume\n',
    });
  });
});

describe('feedmill fetch --check', () => {
  const lines = [
    'http://1.1.1.1/',
    'http://0x7f.1/\t# a remark',
    '',
    'http://news.example.com/',
    'ftp://news.example.com/',
    'http://printer.local/',
  ];

  it('answers each line of standard input in order, and opens no data folder', async () => {
    const file = join(folder, 'urls.txt');
    await writeFile(file, `${lines.join('\n')}\n`);
    const { code, stdout } = await runProgram(['fetch', '--check', '--no-dns', '-'], {
      env: { FEEDMILL_DATA_DIR: '/proc/none' },
      cwd: folder,
      stdin: file,
    });
    expect(code).toBe(0);
    const cells = stdout.split('\n').map((line) => line.split('\t').slice(0, 2));
    expect(cells).toEqual([
      ['allowed', 'public'],
      ['refused', 'address'],
      ['refused', 'url'],
      ['allowed', 'unresolved'],
      ['refused', 'scheme'],
      ['refused', 'name'],
      [''],
    ]);
  });

  it('answers a line before the next one has come', async () => {
    const script = `coproc CHECK { "$NODE" "$MAIN" fetch --check --no-dns -; }
      echo http://1.1.1.1/ >&"\${CHECK[1]}"; read -r first <&"\${CHECK[0]}"; echo "first: $first"
      echo http://10.0.0.1/ >&"\${CHECK[1]}"; read -r second <&"\${CHECK[0]}"; echo "second: $second"`;
    const program = startShell(script, { env: {}, cwd: folder });
    expect(await program.ended).toBe(0);
    expect(program.stdout()).toMatch(
      /^first: allowed\tpublic\t1\.1\.1\.1\nsecond: refused\taddress\t10\.0\.0\.1 may/,
    );
  });

  it('answers one address, and one JSON object a line', async () => {
    const { code, stdout } = await runProgram(['fetch', '--check', '--json', 'http://10.0.0.1/'], {
      env: {},
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      url: 'http://10.0.0.1/',
      verdict: 'refused',
      rule: 'address',
    });
  });

  it('is told apart from a request by what goes with it', async () => {
    const wrong = (...args: string[]) => runProgram(args, { env: {}, cwd: folder });
    expect(await wrong('fetch', '-')).toMatchObject({ code: 2, stdout: '' });
    expect(await wrong('fetch', '--no-dns', 'http://1.1.1.1/')).toMatchObject({ code: 2, stdout: '' });
  });
});
