// A newsroom's worth of rows for the pages: what goes well, what is in trouble, and text that would be markup, a
// script or an address if a page were careless.
import { memoryOf } from '../../src/feeds/memory.js';
import type { Service } from '../../src/service.js';
import { packSnapshot } from '../../src/store/snapshots.js';
import {
  addArticle,
  addDraft,
  addFeed,
  draftLanguage,
  keepLanguage,
  keepSnapshot,
  newBatch,
  newSnapshot,
  publish,
  settle,
} from '../support/rows.js';

/** Text of a publisher that tries to break out of element, attribute and script. */
export const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>'&lt;`;

export interface Seeded {
  feedId: number;
  hostileFeedId: number;
  articleId: number;
  arabicId: number;
  hostileId: number;
  failedId: number;
  batchId: number;
  alertId: number;
  /** What the dry run has made. */
  dryRevisionId: number;
}

const paragraph =
  'The harbour opened its new gates this morning, and the first ferries came in with the tide. ' +
  'Crowds stood on both piers, where the mayor promised that the crossing would stay free.';
const story = (text: string): { text: string; html: string } => ({
  text,
  html: `<p>${text}</p><h2>What comes next</h2><p>${text}</p><ul><li>One</li><li>Two</li></ul><blockquote><p>${text}</p></blockquote><figure><img src="https://pictures.example/1.jpg" alt="The gates"><figcaption>The gates</figcaption></figure>`,
});

export async function seedNewsroom({ ports }: Pick<Service, 'ports'>): Promise<Seeded> {
  const { store } = ports;
  const feedId = await addFeed(store, {
    url: 'https://harbour.example/feed.xml',
    title: 'The Harbour Post',
    siteUrl: 'https://harbour.example/',
    tags: ['city'],
  });
  const hostileFeedId = await addFeed(store, {
    url: `https://hostile.example/${encodeURIComponent(HOSTILE)}`,
    title: HOSTILE,
    siteUrl: 'javascript:alert(1)',
    tags: [HOSTILE],
  });
  await failPoll(store, hostileFeedId);
  const { articleId } = await publish(store, {
    title: 'Gates of the harbour open',
    byline: ['Ada Quay'],
    site_name: 'The Harbour Post',
    published_at: new Date('2024-05-16T23:30:00Z'),
    published_day: '2024-05-17',
    excerpt: paragraph,
    ...story(paragraph),
    article: { feedId, url: 'https://harbour.example/2026/gates' },
  });
  await store.items.record([
    { feed_id: feedId, item_key: 'gates', article_id: articleId, content_hash: 'h', title: 'Gates' },
  ]);
  const arabic = 'افتتح الميناء بواباته الجديدة صباح اليوم، ووصلت العبارات الأولى مع المد.';
  const { articleId: arabicId, revision } = await publish(store, {
    title: 'افتتاح بوابات الميناء',
    ...story(arabic),
    language: 'ar',
    article: { url: 'https://mina.example/1' },
  });
  await keepLanguage(store, arabicId, revision.id, draftLanguage({ tag: 'ar', script: 'Arab' }));
  return {
    feedId,
    hostileFeedId,
    articleId,
    arabicId,
    hostileId: await hostileArticle(store, hostileFeedId),
    failedId: await failed(store),
    ...(await dryRun(store, articleId)),
    alertId: await alerts(store, articleId),
  };
}

/** Alerts of each severity; one about a site that tries to break out, under which an article is marked. */
async function alerts(store: Service['ports']['store'], articleId: number): Promise<number> {
  const critical = { kind: 'worker-missing', subject: 'scrape', severity: 'critical' } as const;
  const drift = { kind: 'drift', subject: HOSTILE, severity: 'warning' } as const;
  const raised = await store.alerts.raise([
    { ...critical, message: 'Nobody works on scrape: 12 jobs wait, the oldest for 3 min.', detail: {} },
    { ...drift, message: `The last 20 articles of ${HOSTILE} are not as usual.`, detail: {} },
  ]);
  const alertId = raised.find(({ alert }) => alert.kind === 'drift')?.alert.id ?? 0;
  await store.sites.mark(alertId, [articleId], [articleId]);
  return alertId;
}

/** A dry run that is over, with one draft whose new words are those of a publisher who tries to break out. */
async function dryRun(
  store: Service['ports']['store'],
  articleId: number,
): Promise<Pick<Seeded, 'batchId' | 'dryRevisionId'>> {
  const selection = { host: 'harbour.example' };
  const batchId = (await store.batches.create(newBatch({ dryRun: true, selection }))) ?? 0;
  const baseId = (await store.articles.find(articleId))?.revision_id ?? null;
  const draftId = await addDraft(store, articleId, { text: `${paragraph} ${HOSTILE}` });
  await settle(store, articleId, {}, { id: draftId, state: 'dry' });
  const text = { from: '200 characters', to: '270 characters', kept: 0.9 };
  const change = { wouldBe: 'revised', change: { text }, confidence: { from: 0.8, to: 0.9 } };
  await store.batchItems.record({
    batchId,
    articleId,
    draftId,
    baseId,
    outcome: 'done',
    reason: null,
    change,
  });
  await store.batches.move(batchId, ['running'], 'finished');
  return { batchId, dryRevisionId: draftId };
}

type Store = Service['ports']['store'];

async function failPoll(store: Store, feedId: number): Promise<void> {
  const claim = await store.feeds.claim(feedId, 60_000);
  const feed = await store.feeds.find(feedId);
  if (claim === null || feed === null) throw new Error('the feed of the factory is missing');
  await store.feeds.endPoll(feedId, claim.attempt, {
    etag: '"v1"',
    lastModified: null,
    bodyHash: null,
    status: 404,
    error: `The server answered 404: ${HOSTILE}`,
    failures: 3,
    nextPollAt: new Date(Date.now() + 3_600_000),
    isRetried: false,
    intervalMs: 3_600_000,
    intervalReason: HOSTILE,
    intervalCause: 'failures',
    state: 'active',
    memory: memoryOf(feed.memory),
  });
  await store.ledger.record({
    stage: 'poll',
    article_id: null,
    feed_id: feedId,
    batch_id: null,
    attempt: 1,
    outcome: 'failed',
    reason: HOSTILE,
    ms: 12,
    worker: 'test',
    detail: null,
  });
}

async function hostileArticle(store: Store, feedId: number): Promise<number> {
  const { articleId } = await publish(store, {
    title: HOSTILE,
    byline: [HOSTILE],
    site_name: HOSTILE,
    excerpt: HOSTILE,
    tags: [HOSTILE],
    canonical_url: 'javascript:alert(1)',
    declared_language: HOSTILE,
    text: HOSTILE,
    html: `<p onclick="alert(1)">read me<script>alert(1)</script></p><a href="javascript:alert(1)">a trap</a><iframe src="https://elsewhere.example/"></iframe>`,
    article: { feedId, url: `https://hostile.example/?q=${encodeURIComponent(HOSTILE)}` },
  });
  await keepSnapshot(
    store,
    await packSnapshot(
      newSnapshot(articleId, {
        body: Buffer.from(
          '<!doctype html><title>as it came</title><p>as it came</p><script>parent.document.title = "broken out"</script><img src="https://elsewhere.example/pixel.gif">',
        ),
      }),
    ),
  );
  return articleId;
}

async function failed(store: Store): Promise<number> {
  const articleId = await addArticle(store, {
    url: 'https://away.example/story',
    hints: { title: 'A story that is away', byline: [], publishedAt: null, language: null },
  });
  await settle(store, articleId, {
    state: 'failed',
    reason: `The server answered 404 at https://away.example/story: ${HOSTILE}`,
  });
  await store.hosts.reserve('away.example', 1, 1_000);
  await store.silentHosts.add('silent.example', HOSTILE, { leastMs: 600_000, mostMs: 600_000 });
  return articleId;
}
