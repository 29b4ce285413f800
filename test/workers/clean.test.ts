// What becomes of a page that says too little. It used to vanish; every way out of here leaves a reason.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArticleStageRun, attempt } from '../../src/workers/attempt.js';
import { clean } from '../../src/workers/clean.js';
import type { Ports } from '../../src/workers/ports.js';
import { store as storeStage } from '../../src/workers/store.js';
import { tag } from '../../src/workers/tag.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { storeModes } from '../support/open-store.js';
import { addArticle, addFeed, addSnapshot, seenItem } from '../support/rows.js';

const signal = new AbortController().signal;
const sentence =
  'The council opened two bridges near the harbour, and many people came to see them on that day. ';
const little = '<article><p>Log in to read this article.</p></article>';
const full = `<article><h1>The harbour</h1>${[1, 2, 3].map((day) => `<p>Day ${day}. ${sentence.repeat(3)}</p>`).join('')}</article>`;

describe.each(storeModes)('the clean stage on %s', (mode) => {
  let idle: IdleService;
  let ports: Ports;
  beforeAll(async () => {
    idle = await startIdle(mode);
    ports = idle.ports;
  });
  afterAll(() => idle.close());

  /** Runs the stages from clean on over a page of the article, and tells what is left. */
  async function cleaned(articleId: number, page: string) {
    await addSnapshot(ports.store, articleId, Buffer.from(page));
    const [run] = await ports.store.runs.start([articleId], 'clean', null);
    let ticket = run?.ticket ?? 0;
    const step = async <S extends 'clean' | 'tag' | 'store'>(stage: ArticleStageRun<S>) => {
      const before = await ports.store.runs.find(articleId);
      if (before?.stage !== stage.name) return;
      ticket = before.ticket;
      const job = {
        articleId,
        ticket,
        snapshotId: before.snapshot_id ?? 0,
        revisionId: before.draft_id ?? 0,
      };
      await attempt(stage, job, ports, signal);
    };
    await step(clean);
    await step(tag);
    await step(storeStage);
    const article = await ports.store.articles.find(articleId);
    const revision = await ports.store.revisions.find(article?.revision_id ?? 0);
    return { article, revision };
  }
  async function listed(...contents: (string | null)[]): Promise<number> {
    const articleId = await addArticle(ports.store);
    for (const content of contents) {
      const feedId = await addFeed(ports.store);
      await ports.store.items.record([seenItem(feedId, { article_id: articleId, content })]);
    }
    return articleId;
  }

  it('keeps the day on which an article was published where it was written, which is another one in UTC', async () => {
    const time = '<meta property="article:published_time" content="2024-05-17T01:30:00+02:00">';
    const { article, revision } = await cleaned(await listed(null), `<head>${time}</head>${full}`);
    const published = { published_at: new Date('2024-05-16T23:30:00Z'), published_day: '2024-05-17' };
    expect(article).toMatchObject(published);
    expect(revision).toMatchObject(published);
    const rows = await ports.store.library.list({}, { before: null, limit: 100 });
    expect(rows.find(({ id }) => id === article?.id)).toMatchObject({ publishedDay: '2024-05-17' });
    const exported = await ports.store.exports.page({}, { after: 0, limit: 100, html: false });
    expect(exported.find(({ id }) => id === article?.id)).toMatchObject({ publishedDay: '2024-05-17' });
  });

  it('stores a page that says little as thin, with the longest that its feeds say', async () => {
    const id = await listed('Short.', `<p onclick="x()">${sentence}</p>`, null);
    const { article, revision } = await cleaned(id, little);
    const reason = `28 characters, fewer than 200; the feed's own ${sentence.length - 1} characters were taken`;
    expect(article).toMatchObject({ state: 'thin', reason: `stored as thin: ${reason}`, language: 'en' });
    expect(revision).toMatchObject({
      state: 'current',
      text: sentence.trim(),
      html: `<p>${sentence.trim()}</p>`,
      quality: { found: 'feed', thin: reason },
    });
    const ledger = await ports.store.ledger.ofArticle(id);
    expect(ledger.map(({ stage, reason: said }) => [stage, said])).toContainEqual([
      'store',
      `stored as thin: ${reason}`,
    ]);
  });

  it('stores what the page says where its feeds say no more', async () => {
    const { article, revision } = await cleaned(await listed(null), little);
    expect(article).toMatchObject({
      state: 'thin',
      reason: 'stored as thin: 28 characters, fewer than 200; its feeds say no more',
    });
    expect(revision?.text).toBe('Log in to read this article.');
  });

  it('does not take two pages that say the same little for one story', async () => {
    expect((await cleaned(await listed(), little)).article).toMatchObject({ state: 'thin' });
    expect((await cleaned(await listed(), little)).article).toMatchObject({ state: 'thin' });
  });

  it('drops only what has no text anywhere', async () => {
    const { article } = await cleaned(await listed('<img src="/a.jpg">'), '<nav>Home</nav>');
    expect(article).toMatchObject({
      state: 'dropped',
      reason: 'dropped at clean: neither the page nor its feeds have any text',
    });
  });

  it('keeps a stored text when its page says little later, and takes the full text when it comes', async () => {
    const id = await listed();
    expect((await cleaned(id, little)).article).toMatchObject({ state: 'thin' });
    const stored = await cleaned(id, full);
    expect(stored.article).toMatchObject({ state: 'stored', reason: null });
    const later = await cleaned(id, little);
    expect(later.article).toMatchObject({
      state: 'stored',
      revision_id: stored.revision?.id,
      reason:
        'the stored text is kept, since the new one is thin: 28 characters, fewer than 200; its feeds say no more',
    });
  });
});
