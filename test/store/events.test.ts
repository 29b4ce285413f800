import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewEvent } from '../../src/store/events.js';
import { createStore, type Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

const stored = (overrides: Partial<NewEvent> = {}): NewEvent => ({
  type: 'article.stored',
  data: { language: 'de' },
  ...overrides,
});

describe.each(storeModes)('createEvents on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const told = async (after: number, filter = {}) => {
    await store.events.number();
    return store.events.after(after, filter, 100);
  };

  it('tells what was recorded in its order, and of each revision once', async () => {
    await store.events.record(stored({ articleId: 1, revisionId: 10, feedId: 3 }));
    await store.events.record(stored({ articleId: 1, revisionId: 10, feedId: 3 }));
    await store.events.record({ type: 'feed.failing', feedId: 3, data: { reason: 'it answered 503' } });
    const events = await told(0);
    expect(events.map(({ type, feedId, revisionId }) => [type, feedId, revisionId])).toEqual([
      ['article.stored', 3, 10],
      ['feed.failing', 3, null],
    ]);
    expect(await told(events[0]?.number ?? 0)).toEqual([events[1]]);
  });

  it('leaves out what nobody asked for', async () => {
    const { newest } = await store.events.bounds();
    await store.events.record(stored({ revisionId: 20, feedId: 4 }));
    await store.events.record(stored({ revisionId: 21, data: { language: 'zh-Hans' } }));
    await store.events.record({ type: 'alert.raised', data: {} });
    const ids = async (filter: object) =>
      (await told(newest, filter)).map(({ revisionId, type }) => revisionId ?? type);
    expect(await ids({ feedId: 4 })).toEqual([20]);
    expect(await ids({ language: 'zh' })).toEqual([21]);
    expect(await ids({ types: ['alert.raised'] })).toEqual(['alert.raised']);
  });

  it('forgets old events that have been told, a step at a time', async () => {
    const { oldest, newest } = await store.events.bounds();
    expect(oldest).toBeGreaterThan(0);
    expect(await store.events.prune(new Date(Date.now() + 60_000), 1)).toBe(1);
    expect((await store.events.bounds()).newest).toBe(newest);
    await store.events.record(stored({ revisionId: 30 }));
    await store.events.prune(new Date(Date.now() + 60_000), 100);
    expect((await told(0)).map(({ revisionId }) => revisionId)).toEqual([30]);
    expect((await store.events.bounds()).newest).toBeGreaterThan(newest);
  });

  // The embedded database has one session, in which there is nobody else to commit first.
  it.runIf(mode === 'postgres')('tells of an event that was committed after later ones', async () => {
    const { newest } = await store.events.bounds();
    let commit = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let begun = (): void => undefined;
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const late = opened.db.transaction().execute(async (tx) => {
      await createStore(tx).events.record(stored({ revisionId: 40 }));
      begun();
      await held;
    });
    await isBegun;
    await store.events.record(stored({ revisionId: 41 }));
    const first = await told(newest);
    expect(first.map(({ revisionId }) => revisionId)).toEqual([41]);
    commit();
    await late;
    expect((await told(first[0]?.number ?? 0)).map(({ revisionId }) => revisionId)).toEqual([40]);
  });
});
