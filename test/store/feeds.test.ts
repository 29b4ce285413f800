import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/feeds/memory.js';
import type { Store } from '../../src/store/store.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';
import { pollResult } from '../support/poll-result.js';
import { addArticle, addFeed, newFeed, seenItem } from '../support/rows.js';

const LEASE_MS = 600_000;

describe.each(storeModes)('createFeeds on %s', (mode) => {
  let opened: OpenStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(mode);
    store = opened.store;
  });
  afterAll(() => opened.close());

  const feed = async (id: number) => {
    const found = await store.feeds.find(id);
    if (found === null) throw new Error(`there is no feed ${id}`);
    return found;
  };

  it('gives each due feed to one of many claimers at once', async () => {
    const due: number[] = [];
    for (let n = 0; n < 60; n++) due.push(await addFeed(store));
    const claims = await Promise.all([1, 2, 3, 4].map(() => store.feeds.claimDue(500, LEASE_MS)));
    const claimed = claims.flat().map(({ id }) => id);
    expect([...claimed].sort((a, b) => a - b)).toEqual(due);
    expect(await store.feeds.claimDue(500, LEASE_MS)).toEqual([]);
  });

  it('claims as many feeds as asked, those that wait longest first', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 30; n++) ids.push(await addFeed(store));
    for (const [n, id] of ids.entries())
      await opened.db
        .updateTable('feeds')
        .set({ next_poll_at: new Date(Date.UTC(2020, 0, 30 - n)) })
        .where('id', '=', id)
        .execute();
    const claimed = await store.feeds.claimDue(7, LEASE_MS);
    expect(claimed.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids.slice(-7));
    expect(await store.feeds.claimDue(500, LEASE_MS)).toHaveLength(23);
  });

  it('claims no paused feed by the timetable, and every feed by hand', async () => {
    const id = await addFeed(store);
    await store.feeds.setState(id, 'paused');
    expect(await store.feeds.claimDue(500, LEASE_MS)).toEqual([]);
    expect(await store.feeds.claim(id, LEASE_MS)).toEqual({ id, attempt: 1 });
    await store.feeds.setState(id, 'active');
    expect(await store.feeds.claimDue(500, LEASE_MS)).toEqual([{ id, attempt: 2 }]);
    expect(await store.feeds.claim(0, LEASE_MS)).toBeNull();
  });

  it('claims a feed again when the lease of its claim is over', async () => {
    const id = await addFeed(store);
    expect(await store.feeds.claimDue(500, 0)).toEqual([{ id, attempt: 1 }]);
    expect(await store.feeds.claimDue(500, LEASE_MS)).toEqual([{ id, attempt: 2 }]);
  });

  it('writes nothing at the end of a poll that was overtaken', async () => {
    const id = await addFeed(store);
    const first = await store.feeds.claim(id, LEASE_MS);
    const second = await store.feeds.claim(id, LEASE_MS);
    const before = await feed(id);
    expect(await store.feeds.endPoll(id, first?.attempt ?? 0, pollResult({ etag: 'late' }))).toBe(false);
    expect(await feed(id)).toEqual(before);
    expect(await store.feeds.endPoll(id, second?.attempt ?? 0, pollResult({ etag: 'own' }))).toBe(true);
    expect(await feed(id)).toMatchObject({ etag: 'own', last_status: 200, interval_reason: 'a test' });
  });

  it('keeps the title and the time of success when a poll fails', async () => {
    const id = await addFeed(store, { title: 'Given' });
    await store.feeds.claim(id, LEASE_MS);
    await store.feeds.endPoll(id, 1, pollResult({ title: 'Its own' }));
    const { succeeded_at: succeeded } = await feed(id);
    expect(succeeded).toBeInstanceOf(Date);
    await store.feeds.endPoll(id, 1, pollResult({ status: null, error: 'no answer', failures: 1 }));
    await store.feeds.endPoll(id, 1, pollResult({ title: null, status: 500, error: 'broken', failures: 2 }));
    expect(await feed(id)).toMatchObject({
      title: 'Its own',
      succeeded_at: succeeded,
      last_error: 'broken',
      failures: 2,
    });
  });

  it('finds a feed that is added again, joins its tags and keeps its title', async () => {
    const given = newFeed({ title: 'First', tags: ['b', 'a'] });
    const first = await store.feeds.add(given);
    expect(first).toMatchObject({ added: true, feed: { tags: ['b', 'a'] } });
    const again = await store.feeds.add({ ...given, title: 'Second', tags: ['c', 'a'] });
    expect(again).toMatchObject({
      added: false,
      feed: { id: first.feed.id, title: 'First', tags: ['a', 'b', 'c'] },
    });
    expect(await store.feeds.findByKey(given.urlKey)).toEqual(again.feed);
  });

  it('adds one feed when many add it at once', async () => {
    const given = newFeed();
    const answers = await Promise.all(Array.from({ length: 8 }, () => store.feeds.add(given)));
    expect(new Set(answers.map(({ feed: { id } }) => id)).size).toBe(1);
    expect(answers.filter(({ added }) => added)).toHaveLength(1);
  });

  it('lists pages by id with the number of articles, and the failing ones alone', async () => {
    const first = await addFeed(store);
    const second = await addFeed(store);
    await store.items.record([
      seenItem(first, { article_id: await addArticle(store) }),
      seenItem(first, { article_id: await addArticle(store) }),
      seenItem(first, { skip_reason: 'no link' }),
    ]);
    expect(await store.feeds.list({ after: first - 1, limit: 1 })).toMatchObject([
      { id: first, articles: 2 },
    ]);
    expect(await store.feeds.list({ after: first, limit: 10 })).toMatchObject([{ id: second, articles: 0 }]);
    await store.feeds.claim(second, LEASE_MS);
    await store.feeds.endPoll(second, 1, pollResult({ error: 'gone', failures: 3 }));
    expect(await store.feeds.list({ after: first - 1, limit: 10, failing: true })).toMatchObject([
      { id: second },
    ]);
  });

  it('finds the feeds of a site and of what is below it, by their address or that of their site, and no others', async () => {
    const here = await addFeed(store, { url: 'https://of-host.example/feed' });
    const plain = await addFeed(store, { url: 'http://of-host.example/plain' });
    const below = await addFeed(store, { url: 'https://www.of-host.example/feed' });
    const hosted = await addFeed(store, {
      url: 'https://feeds.example/of-host',
      siteUrl: 'https://of-host.example/',
    });
    await addFeed(store, { url: 'https://other.example/?of-host.example/' });
    await addFeed(store, { url: 'https://not-of-host.example/feed' });
    expect((await store.feeds.ofSite('of-host.example')).map(({ id }) => id)).toEqual([
      here,
      plain,
      below,
      hosted,
    ]);
  });

  it('removes a feed with its items and polls, and leaves its articles', async () => {
    const id = await addFeed(store);
    const articleId = await addArticle(store, { feedId: id });
    await store.items.record([seenItem(id, { article_id: articleId })]);
    expect(await store.feeds.remove(id)).toBe(true);
    expect(await store.feeds.remove(id)).toBe(false);
    expect(await store.feeds.find(id)).toBeNull();
    expect(await store.items.feedsOf(articleId)).toEqual([]);
    expect(await store.articles.find(articleId)).toMatchObject({ id: articleId, feed_id: null });
  });

  it('forgets validators and contents, so that the next poll takes everything anew', async () => {
    const id = await addFeed(store);
    await store.feeds.claim(id, LEASE_MS);
    await store.feeds.endPoll(id, 1, pollResult({ etag: 'e', lastModified: 'l', bodyHash: 'h' }));
    await store.items.record([seenItem(id, { item_key: 'k', content_hash: 'old' })]);
    await store.items.sign(id, [{ sign: 'u:k', itemKey: 'k' }]);
    await store.feeds.forget(id);
    expect(await feed(id)).toMatchObject({ etag: null, last_modified: null, body_hash: null });
    expect((await store.items.known(id, ['u:k'])).get('u:k')).toMatchObject({ key: 'k', contentHash: '' });
  });

  it('counts feeds by what they do', async () => {
    const before = await store.feeds.count();
    const due = await addFeed(store);
    await store.feeds.setState(await addFeed(store), 'paused');
    expect(await store.feeds.count()).toEqual({
      ...before,
      active: before.active + 1,
      paused: before.paused + 1,
      due: before.due + 1,
    });
    await store.feeds.claim(due, LEASE_MS);
    expect((await store.feeds.count()).due).toBe(before.due);
  });

  it('asks a feed that is gone for good again when its turn comes, and leaves a paused one paused', async () => {
    const before = await store.feeds.count();
    const id = await addFeed(store);
    await store.feeds.claim(id, LEASE_MS);
    await store.feeds.endPoll(id, 1, pollResult({ state: 'gone', nextPollAt: new Date(0) }));
    expect(await feed(id)).toMatchObject({ state: 'gone', memory: memoryOf({}) });
    expect(await store.feeds.count()).toMatchObject({ gone: before.gone + 1 });
    expect(await store.feeds.claimDue(500, LEASE_MS)).toContainEqual({ id, attempt: 2 });
    await store.feeds.endPoll(id, 2, pollResult());
    expect(await feed(id)).toMatchObject({ state: 'active' });
    await store.feeds.setState(id, 'paused');
    await store.feeds.endPoll(id, 2, pollResult({ state: 'gone' }));
    expect(await feed(id)).toMatchObject({ state: 'paused' });
  });

  it('sums up what was probably missed in the last week', async () => {
    const { missed } = await store.feeds.count();
    for (const [items, days] of [
      [3, 1],
      [100, 8],
    ] as const) {
      const id = await addFeed(store);
      await store.feeds.claim(id, LEASE_MS);
      const at = new Date(Date.now() - days * 86_400_000).toISOString();
      await store.feeds.endPoll(id, 1, pollResult({ memory: memoryOf({ missed: { items, at } }) }));
    }
    expect((await store.feeds.count()).missed).toBe(missed + 3);
  });

  it('moves a feed to an address that no other feed has', async () => {
    const [one, other] = [newFeed(), newFeed()];
    const { feed: moving } = await store.feeds.add(one);
    await store.feeds.add(other);
    expect(await store.feeds.move(moving.id, other.url, other.urlKey)).toBe(false);
    expect(await feed(moving.id)).toMatchObject({ url: one.url });
    expect(await store.feeds.move(moving.id, 'https://moved.example/f', 'moved')).toBe(true);
    expect(await store.feeds.findByKey('moved')).toMatchObject({
      id: moving.id,
      url: 'https://moved.example/f',
    });
  });

  it('keeps text of any kind and a URL of 5 KB', async () => {
    const url = `https://long.example/${'ä/'.repeat(2_500)}`;
    const { feed: kept } = await store.feeds.add(
      newFeed({ url, title: "'; drop table feeds; -- \\ % _ \u{1F4F0}" }),
    );
    expect(await feed(kept.id)).toMatchObject({ url, title: "'; drop table feeds; -- \\ % _ \u{1F4F0}" });
  });
});
