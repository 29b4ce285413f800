import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { extractPage, type NamedPage } from '../../src/operations/extract.js';
import { type Origin, startOrigin } from '../support/origin.js';

let folder: string;
let origin: Origin;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-extract-'));
  origin = await startOrigin(1);
});
afterAll(() => Promise.all([origin.close(), rm(folder, { recursive: true, force: true })]));

const extract = (named: NamedPage, env: Record<string, string> = {}) =>
  extractPage(named, loadSettings({ FEEDMILL_ALLOW_PRIVATE: '127.0.0.1', ...env }, folder).settings, {
    explain: false,
    now: new Date('2026-06-01T00:00:00Z'),
  });
async function file(body: string | Buffer, env: Record<string, string> = {}) {
  const path = join(folder, 'page');
  await writeFile(path, body);
  return extract({ kind: 'file', path, savedFrom: null }, env);
}

describe('extractPage', () => {
  it.each<[string, string | Buffer, string]>([
    [
      'a feed',
      '<rss version="2.0"><channel><title>T</title></channel></rss>',
      'it is a feed, not a page; `feedmill ingest` takes in what it lists.',
    ],
    ['an OPML list', '<opml version="2.0"><body/></opml>', 'it is an OPML list of feeds, not HTML.'],
    ['JSON', '{"a": 1}', 'it is JSON, not HTML.'],
    ['plain text', 'Some words and no markup.', 'it is plain text, not HTML.'],
    ['a PDF document', '%PDF-1.7 and so on', 'it is a PDF document, not HTML.'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'it is a binary file, not HTML.'],
    ['nothing', '', 'it is empty, not HTML.'],
  ])('refuses %s and says what it is', async (_name, body, reason) =>
    expect(file(body)).rejects.toMatchObject({
      code: 'PAGE_UNAVAILABLE',
      message: `${join(folder, 'page')} cannot be cleaned: ${reason}`,
    }),
  );

  it('reads a fragment of HTML', async () => {
    const { article, explanation } = await file(
      '<p>A bridge was opened on Monday, and many people came.</p>',
    );
    expect(article.text).toBe('A bridge was opened on Monday, and many people came.');
    expect(explanation).toBeNull();
  });

  it('refuses a folder, and a file that is larger than a page may be', async () => {
    await expect(extract({ kind: 'file', path: folder, savedFrom: null })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: `${folder} is neither an http or https address nor a file that can be read: it is no file.`,
    });
    await expect(file('x'.repeat(10_001), { FEEDMILL_MAX_PAGE_BYTES: '10000' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(
        'it has 10001 bytes, more than FEEDMILL_MAX_PAGE_BYTES allows (10000)',
      ) as string,
    });
  });

  it.each([
    ['http://10.0.0.1/a', /^http:\/\/10\.0\.0\.1\/a cannot be cleaned: .*10\.0\.0\.1/],
    [
      'ftp://news.example/a',
      /^ftp:\/\/news\.example\/a cannot be cleaned: it is no http or https address\.$/,
    ],
  ])('refuses %s as the service would', async (url, message) =>
    expect(extract({ kind: 'address', url })).rejects.toMatchObject({
      code: 'PAGE_UNAVAILABLE',
      message: expect.stringMatching(message) as string,
    }),
  );

  it('says what the server answered, and asks for robots.txt unless told not to', async () => {
    const url = `${origin.url}/article/99`;
    const refused = {
      code: 'PAGE_UNAVAILABLE',
      message: `${url} cannot be cleaned: The server answered 404: there is no such page.`,
    };
    const asked = () => origin.journal.get('/robots.txt') ?? 0;
    await expect(extract({ kind: 'address', url }, { FEEDMILL_ROBOTS: 'false' })).rejects.toMatchObject(
      refused,
    );
    expect(asked()).toBe(0);
    await expect(extract({ kind: 'address', url })).rejects.toMatchObject(refused);
    expect(asked()).toBe(1);
  });
});
