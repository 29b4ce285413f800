import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-demo-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('feedmill demo --once', () => {
  it('works whatever the settings are, shows headlines, and leaves nothing behind', async () => {
    const ended = await runProgram(['demo', '--once'], {
      env: { TMPDIR: folder, FEEDMILL_PORT: 'nonsense' },
      cwd: folder,
    });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toMatch(/^stored\t[1-9]\d*\t$/m);
    expect(ended.stdout).toMatch(/^duplicates\t1\t/m);
    expect(ended.stdout).toMatch(/^en\t\S.*\t/m);
    const left = (await readdir(folder)).filter((name) => name.startsWith('feedmill'));
    expect(left).toEqual([]);
  });
});
