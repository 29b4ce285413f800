import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { addArticle, settle } from '../support/rows.js';

const WINDOW = { articles: 100 };

describe.each(storeModes)('createFailures on %s', (mode) => {
  let opened: OpenStore;
  const failed: number[] = [];
  beforeAll(async () => {
    opened = await openStore(mode);
    const { store } = opened;
    const fail = async (url: string, reason: string): Promise<void> => {
      const id = await addArticle(store, { url });
      failed.push(id);
      await settle(store, id, { state: 'failed', reason });
    };
    for (const n of [1, 2, 3, 4])
      await fail(`https://a.example/${n}`, `No answer from https://a.example/${n}.`);
    await fail('https://b.example/1', 'No answer from\r\nhttps://b.example/1.');
    await settle(store, await addArticle(store), { state: 'dropped', reason: 'nothing' });
  });
  afterAll(() => opened.close());
  const failures = () => opened.store.newsroom.failures;

  it('groups by stage, host and reason without the address in it, largest first, with the newest as examples', async () => {
    const groups = await failures().groups('failed', WINDOW, 10);
    expect(groups.map(({ host, count, reason, stage }) => [host, count, reason, stage])).toEqual([
      ['a.example', 4, 'No answer from …', 'scrape'],
      ['b.example', 1, 'No answer from …', 'scrape'],
    ]);
    expect(groups[0]?.examples.map(({ id }) => id)).toEqual(failed.slice(1, 4).reverse());
    expect(groups[0]?.latest).toBeInstanceOf(Date);
  });

  it('looks at the newest of the window only', async () => {
    const groups = await failures().groups('failed', { articles: 2 }, 10);
    expect(groups.map(({ host, count }) => [host, count]).sort()).toEqual([
      ['a.example', 1],
      ['b.example', 1],
    ]);
  });

  it('gives the addresses of a group, and leaves out what runs again', async () => {
    const cause = { stage: 'scrape', reason: 'No answer from …', host: 'a.example' };
    const [first = 0] = failed;
    await opened.store.runs.start([first], 'scrape', null);
    expect(await failures().addresses('failed', cause, WINDOW)).toEqual(
      [4, 3, 2].map((n) => `https://a.example/${n}`),
    );
    expect((await failures().groups('failed', WINDOW, 10))[0]?.count).toBe(3);
  });

  it('tells of other states apart', async () => {
    expect((await failures().groups('dropped', WINDOW, 10)).map(({ reason }) => reason)).toEqual(['nothing']);
    expect(await failures().groups('thin', WINDOW, 10)).toEqual([]);
    expect(await failures().retrying(10)).toEqual([]);
  });
});
