import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedNamed } from '../../src/operations/feeds.js';
import { why } from '../../src/operations/why.js';
import { startReingest } from '../../src/workers/reingest.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle } from '../support/rows.js';

describe.each(storeModes)('startReingest on %s', (mode) => {
  let idle: IdleService;
  beforeAll(async () => {
    idle = await startIdle(mode);
    await addArticle(idle.ports.store, { url: 'https://news.example/a' });
  });
  afterAll(() => idle.close());

  const start = (urls: string[]) =>
    startReingest({ selection: { urls }, from: 'scrape', dryRun: false }, idle.ports);

  it('starts the articles that are named and keeps the selection', async () => {
    const { batchId, articles } = await start(['https://news.example/a#part']);
    expect(articles).toBe(1);
    expect(await idle.ports.store.batches.find(batchId)).toMatchObject({ total: 1, fromStage: 'scrape' });
  });

  it.each([
    ['NUL', 'https://news.example/a\0', '"https://news.example/a\\u0000"'],
    ['half a surrogate pair', 'https://news.example/a#\ud800', '"https://news.example/a#\\ud800"'],
    ['no address', 'news', '"news"'],
  ])('refuses %s with a sentence', async (_name, url, shown) => {
    await expect(start([url])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: `${shown} is no address of an article. Name http or https addresses without control characters.`,
    });
  });

  it('refuses an empty list, and says when nothing matches', async () => {
    await expect(start([])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(start(['https://news.example/unheard'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(['9'.repeat(16), '9'.repeat(30), '9'.repeat(400)])('takes %s for no id', async (digits) => {
    await expect(feedNamed(digits, idle.ports)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await why(digits, idle.ports)).toMatchObject({ status: 'invalid' });
  });
});
