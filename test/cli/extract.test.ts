// `feedmill extract` as a process of its own. It must leave nothing behind: no database, no folder.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articleText, articleTitle, type Origin, startOrigin } from '../support/origin.js';
import { runProgram } from '../support/program.js';

let folder: string;
let origin: Origin;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-extract-'));
  origin = await startOrigin(2);
});
afterAll(() => Promise.all([origin.close(), rm(folder, { recursive: true, force: true })]));

const env = { FEEDMILL_ALLOW_PRIVATE: '127.0.0.1' };
const run = (...args: string[]) => runProgram(['extract', ...args], { env, cwd: folder });
const write = (name: string, text: string | Buffer) => writeFile(join(folder, name), text);
const paragraph =
  '<p>The bridge was opened on Monday after three years, and many people came to see it at last.</p>';

describe('feedmill extract', () => {
  it('shows what becomes of a page of the network, and stores nothing', async () => {
    const ended = await run(`${origin.url}/article/1`);
    expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain(`title\t${articleTitle(1)}\n`);
    expect(ended.stdout).toContain(articleText(1));
    expect(ended.stdout).not.toContain('step\t');
    expect(await readdir(folder)).toEqual([]);
  });

  it('explains itself, and is one JSON object with --json', async () => {
    const [told, json] = await Promise.all([
      run(`${origin.url}/article/1`, '--explain'),
      run(`${origin.url}/article/1`, '--explain', '--json'),
    ]);
    for (const part of [
      /^candidate\t[\d.]+\t\d+\t\d+ %\tyes\t/m,
      /^field\ttitle\t.*h1/m,
      /^step\tparse\t[\d.]+$/m,
    ])
      expect(told.stdout).toMatch(part);
    expect(JSON.parse(json.stdout)).toMatchObject({
      article: { title: articleTitle(1), quality: { found: 'element', rule: null } },
      explanation: {
        steps: expect.any(Array) as unknown,
      },
    });
  });

  it('reads a file with the rule of the site that it was saved from', async () => {
    await mkdir(join(folder, 'rules'));
    await write('rules/a.yaml', 'town.example: { title: h2, remove: .ad }');
    await write('page.html', `<h1>Loud</h1><h2>Quiet</h2>${paragraph}<p class="ad">${paragraph}`);
    const args = ['extract', 'page.html', '--url', 'https://www.town.example/a', '--json'];
    const ended = await runProgram(args, { env: { FEEDMILL_SITE_RULES: 'rules' }, cwd: folder });
    expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      url: 'https://www.town.example/a',
      article: { title: 'Quiet', quality: { rule: { site: 'town.example', file: 'a.yaml' } } },
    });
  });

  it('says that there is no article, and shows what there is all the same', async () => {
    await write('empty.html', '<html><title>Nothing here</title><nav>Home</nav></html>');
    const ended = await run('empty.html', '--explain');
    expect(ended).toMatchObject({
      code: 1,
      stderr: 'No article was found on empty.html; --explain tells what was left out.\n',
    });
    expect(ended.stdout).toMatch(/^removed\t4\thtml > nav\ta nav is no text\tHome$/m);
  });

  it('refuses a file that is not there, although it looks like an address', async () => {
    const ended = await run('none.html');
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(
      /^none\.html is neither an http or https address nor a file that can be read: ENOENT[^\n]*\n$/,
    );
  });
});
