import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tag } from '../../src/workers/tag.js';
import { type IdleService, startIdle } from '../support/idle-service.js';
import { addArticle, addDraft, addFeed, newArticle, publish } from '../support/rows.js';

const german =
  'Die neue Brücke über den Hafen wird im Herbst für den Verkehr geöffnet, teilte die Verwaltung der Stadt am Montag mit.';

describe('tag', () => {
  let idle: IdleService;
  let feedId: number;
  beforeAll(async () => {
    idle = await startIdle('embedded');
    feedId = await addFeed(idle.ports.store);
    for (const language of ['sr-Latn', 'hr', 'sr-Latn'])
      await publish(idle.ports.store, { language, article: { feedId } });
  });
  afterAll(() => idle.close());

  async function tagged(text: string, declared: string | null, itemLanguage: string | null = null) {
    const { store } = idle.ports;
    const { hints } = newArticle();
    const articleId = await addArticle(store, { feedId, hints: { ...hints, language: itemLanguage } });
    const revisionId = await addDraft(store, articleId, { text, declared_language: declared });
    const [article, draft] = await Promise.all([
      store.articles.find(articleId),
      store.revisions.find(revisionId),
    ]);
    if (article === null || draft === null) throw new Error('the rows that were just added are missing');
    const run = {
      attempt: 1,
      failures: 0,
      deaths: 0,
      died: false,
      batchId: null,
      snapshotId: null,
      number: 1,
    };
    const subject = {
      run: { ...run, draftId: revisionId, begunAt: new Date(0) },
      article,
      page: null,
      draft,
    };
    const job = { articleId, ticket: 1, revisionId };
    const outcome = await tag.run(job, subject, idle.ports, new AbortController().signal);
    if (outcome.status !== 'done') throw new Error(`tagging ended as ${outcome.status}`);
    return outcome.detail;
  }

  it('records a declaration that the text contradicts', async () => {
    expect(await tagged(german, 'en-US')).toMatchObject({ language: 'de', declared: 'en' });
    expect(await tagged(german, 'de')).not.toHaveProperty('declared');
  });

  it('asks what the feed was before only where text and declarations leave the language open', async () => {
    const open = 'Sastanak je u petak.';
    expect(await tagged(open, null)).toMatchObject({ language: 'sr-Latn' });
    expect(await tagged(open, null, 'bs')).toMatchObject({ language: 'bs' });
    expect(await tagged(german, null)).toMatchObject({ language: 'de' });
  });
});
