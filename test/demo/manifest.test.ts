import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/demo/manifest.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsroom-'));
});
afterEach(() => rm(folder, { recursive: true }));

const feed = { id: 'f', path: '/f', site: '/s/', title: 'F', language: 'en', format: 'rss', description: '' };
const page = {
  id: 'p',
  path: '/s/p',
  file: 'p.html',
  title: 'P',
  language: 'en',
  author: 'A',
  publishedHoursAgo: 1,
  summary: 'S',
  feeds: ['f'],
};

async function read(pages: readonly object[]): ReturnType<typeof readManifest> {
  const manifest = { feeds: [feed], notFeeds: [], documents: [], pages };
  await writeFile(join(folder, 'newsroom.json'), JSON.stringify(manifest));
  return readManifest(pathToFileURL(`${folder}/`));
}

describe('readManifest', () => {
  it('fills in what a page or a feed does not say', async () => {
    const manifest = await read([page]);
    expect(manifest.pages[0]).toMatchObject({ charset: 'utf-8', charsetNamedIn: 'header' });
    expect(manifest.feeds[0]).toMatchObject({ fault: 'none', extraItems: [], charset: 'utf-8' });
  });

  it('refuses a page in a feed that is not listed', async () => {
    await expect(read([{ ...page, feeds: ['g'] }])).rejects.toThrow(
      'Page p names the feed g, which is not listed.',
    );
  });

  it('refuses a field that it does not know', async () => {
    await expect(read([{ ...page, hours: 3 }])).rejects.toThrow(/hours/);
  });
});
