import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSources, webAddress } from '../../src/cli/sources.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('webAddress', () => {
  it('takes addresses as they are and adds https to a name', () => {
    expect(webAddress('http://a.example/feed')).toBe('http://a.example/feed');
    expect(webAddress('a.example/feed?x=1')).toBe('https://a.example/feed?x=1');
    expect(webAddress('münchen.example')).toBe('https://münchen.example');
  });
  it('takes ids, paths and names of list files for none', () => {
    for (const named of [
      '17',
      './list',
      '/tmp/list.opml',
      'list.opml',
      'feeds.xml',
      '-',
      'two words.example',
    ])
      expect(webAddress(named), named).toBeNull();
  });
});

describe('readSources', () => {
  it('sorts addresses from files', async () => {
    const file = join(folder, 'list.opml');
    await writeFile(file, '<opml/>');
    expect(await readSources(['https://a.example/feed', file])).toEqual({
      urls: ['https://a.example/feed'],
      opml: [{ source: file, text: '<opml/>' }],
    });
  });
  it('refuses a file that is not there, with its name', async () => {
    await expect(readSources([join(folder, 'none.opml')])).rejects.toThrow(
      /none\.opml is neither an http or https address nor a file that can be read: ENOENT/,
    );
  });
});
