import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SiteObservation } from '../../src/store/sites.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, ledgerEntry } from '../support/rows.js';

let sites = 0;

describe.each(storeModes)('createSites on %s', (mode) => {
  let opened: OpenStore;
  let site: string;
  beforeAll(async () => {
    opened = await openStore(mode);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    site = `site-${++sites}.example`;
  });

  /** Ends a run of the article, and leaves what was seen of it. */
  const end = async (articleId: number, characters: number, isFirst = true): Promise<void> => {
    const { runs } = opened.store;
    const [run] = await runs.start([articleId], 'store', null);
    const begun = run === undefined ? null : await runs.begin(run, 'store', 'test', 60_000);
    const observation = {
      articleId,
      characters,
      confidence: 1,
      hasByline: true,
      hasDate: true,
      isThin: false,
    };
    const seen: SiteObservation = { site, isFirst, observation };
    const rest = { article: {}, draft: null };
    await runs.finish({ articleId, attempt: begun?.run.attempt ?? 0 }, rest, ledgerEntry(), seen);
  };
  const takeIn = (limit = 100) => opened.store.transaction((tx) => tx.sites.takeIn(limit));
  const raise = async (): Promise<number> => {
    const found = {
      kind: 'drift',
      subject: site,
      severity: 'warning',
      message: 'It drifts.',
      detail: {},
    } as const;
    const [raised] = await opened.store.alerts.raise([found]);
    return raised?.alert.id ?? 0;
  };

  it('takes each end in once, in the order of the ends, whoever takes', async () => {
    const articles = [];
    for (const characters of [100, 200, 300]) {
      articles.push(await addArticle(opened.store));
      await end(articles.at(-1) ?? 0, characters);
    }
    const taken = (await Promise.all([takeIn(2), takeIn(2)])).flat().filter((one) => one.site === site);
    expect(taken.flatMap(({ seen }) => seen.map(({ articleId }) => articleId)).sort()).toEqual(articles);
    expect(await takeIn()).toEqual([]);
    await end(articles[1] ?? 0, 222, false);
    const [corrected] = await takeIn();
    expect(corrected?.habits.recent.map(({ characters }) => characters)).toEqual([100, 222, 300]);
  });

  it('leaves nothing of an end that came too late', async () => {
    const articleId = await addArticle(opened.store);
    const observation = {
      articleId,
      characters: 1,
      confidence: 1,
      hasByline: true,
      hasDate: true,
      isThin: false,
    };
    const seen = { site, isFirst: true, observation };
    await opened.store.runs.finish(
      { articleId, attempt: 0 },
      { article: {}, draft: null },
      ledgerEntry(),
      seen,
    );
    expect(await takeIn()).toEqual([]);
  });

  it('marks the odd articles of a site and frees those that are odd no more, as long as nobody accepts it', async () => {
    const [odd, mended] = [await addArticle(opened.store), await addArticle(opened.store)];
    await end(odd, 100);
    await end(mended, 100);
    await takeIn();
    const alertId = await raise();
    expect(await opened.store.sites.drifted()).toMatchObject([{ site, alertId, seen: [] }]);
    const markedBy = async () =>
      Promise.all([odd, mended].map(async (id) => (await opened.store.articles.find(id))?.drift_alert));
    await opened.store.sites.mark(alertId, [odd, mended], [odd, mended]);
    expect(await markedBy()).toEqual([alertId, alertId]);
    await opened.store.sites.mark(alertId, [odd, mended], [odd]);
    expect(await markedBy()).toEqual([alertId, null]);
    await opened.store.alerts.resolve(alertId, 'accepted');
    await opened.store.sites.accept(site, alertId);
    expect(await markedBy()).toEqual([null, null]);
    expect(await opened.store.sites.drifted()).toEqual([]);
    await end(await addArticle(opened.store), 500);
    const [accepted] = await takeIn();
    expect(accepted?.habits).toMatchObject({ articles: 2, recent: [{ characters: 500 }] });
  });
});
