// A poll's request: with the validators of last time, unless they are due to be doubted, and what came of it.
import { createHash } from 'node:crypto';
import type { ParsedFeed } from '../feeds/feed.js';
import { type HubLink, hubOf } from '../feeds/hub.js';
import { doubtsValidators, type FeedMemory } from '../feeds/memory.js';
import { freshSeconds, type PublisherHints, publisherHints } from '../feeds/publisher-hints.js';
import type { Feed, PollResult } from '../store/feeds.js';
import { wallPage } from '../web/bot-wall.js';
import { canonicalUrl, hostOf, politeSite } from '../web/canonical-url.js';
import { judge, type WebOutcome } from '../web/outcome.js';
import { learnTrouble, silenceOf } from './admission.js';
import { type FeedPage, parsePage } from './feed-page.js';
import { withOlderItems } from './poll-archive.js';
import { type FeedNews, newsOf } from './poll-news.js';
import { withSitemapItems } from './poll-sitemap.js';
import type { Ports } from './ports.js';

/** What a poll found, before it is written. */
export type Found =
  | {
      status: 'read';
      news: FeedNews;
      feed: Pick<PollResult, 'title' | 'siteUrl' | 'language'>;
      hints: PublisherHints;
      hub: HubLink | null;
      lookedForHub: boolean;
      validators: Validators;
      /** The server said by its validators that nothing had changed. */
      validatorsLied: boolean;
      httpStatus: number;
      permanentUrl: string | null;
    }
  | {
      status: 'unchanged';
      validators: Validators;
      httpStatus: number;
      cacheSeconds: number | null;
      /** Undefined: the answer did not say. */
      permanentUrl: string | null | undefined;
    }
  | {
      status: 'broken';
      /** postponed: its host wanted to be left alone, and was. */
      kind: ReturnType<typeof judge>['kind'] | 'postponed';
      reason: string;
      httpStatus: number | null;
      retryAfterMs: number | null;
    }
  /** No name server answers: it is our own network that is away. */
  | { status: 'offline' }
  | { status: 'aborted' };
type Validators = Pick<PollResult, 'etag' | 'lastModified' | 'bodyHash'>;

/** Asks for the feed and reads the answer. Writes nothing of the feed, only what the answer teaches about its host. */
export async function request(
  feed: Feed,
  memory: FeedMemory,
  tries: number,
  ports: Ports,
  signal: AbortSignal,
): Promise<Found> {
  const host = hostOf(feed.url);
  const paused = (await silentHost(host, tries, ports)) ?? (await pauseOf(feed, ports));
  if (paused !== null) return paused;
  const isDoubted = doubtsValidators(memory, ports.now()) || looksForHub(memory, ports);
  const began = performance.now();
  const outcome = await ports.web.get({
    url: feed.url,
    etag: isDoubted ? null : feed.etag,
    lastModified: isDoubted ? null : feed.last_modified,
    acceptTypes: 'feed',
    signal,
  });
  await learnTrouble(host, outcome, performance.now() - began, ports);
  switch (outcome.status) {
    case 'ok':
      return read(feed, memory, outcome, ports, signal);
    case 'not-modified':
      return notModified(feed, outcome);
    case 'aborted':
    case 'offline':
      return { status: outcome.status };
    default: {
      const httpStatus = outcome.status === 'http-error' ? outcome.httpStatus : null;
      return { status: 'broken', ...judge(outcome), httpStatus };
    }
  }
}

function notModified(feed: Feed, outcome: Extract<WebOutcome, { status: 'not-modified' }>): Found {
  const etag = outcome.etag ?? feed.etag;
  const lastModified = outcome.lastModified ?? feed.last_modified;
  return {
    status: 'unchanged',
    httpStatus: 304,
    validators: { etag, lastModified, bodyHash: feed.body_hash },
    cacheSeconds: freshSeconds(outcome.headers),
    permanentUrl: undefined,
  };
}

// A feed that was known before hubs could reach us is read once more, whatever its server says, to find its hub.
const looksForHub = (memory: FeedMemory, { settings }: Ports): boolean =>
  settings.publicUrl !== null && !memory.lookedForHub;

// A host that fell silent at an earlier try of this poll has failed; one that others found silent was not asked.
async function silentHost(host: string, tries: number, ports: Ports): Promise<Found | null> {
  const silence = await silenceOf(host, ports);
  if (silence === null) return null;
  const { reason, afterMs } = silence;
  const kind = tries > 0 ? 'transient' : 'postponed';
  return { status: 'broken', kind, reason, httpStatus: null, retryAfterMs: afterMs };
}

async function pauseOf(feed: Feed, { settings, store, now }: Ports): Promise<Found | null> {
  if (settings.hostDelayMs === 0) return null;
  const site = politeSite(hostOf(feed.url));
  const until = (await store.hosts.find(site))?.paused_until ?? null;
  const retryAfterMs = (until?.getTime() ?? 0) - now().getTime();
  if (until === null || retryAfterMs <= 0) return null;
  const reason = `${site} asked for a pause until ${until.toISOString()}, so the feed was not asked for.`;
  return { status: 'broken', kind: 'postponed', reason, httpStatus: null, retryAfterMs };
}

async function read(
  feed: Feed,
  memory: FeedMemory,
  page: FeedPage,
  ports: Ports,
  signal: AbortSignal,
): Promise<Found> {
  const { httpStatus } = page;
  const permanentUrl = page.permanentUrl === null ? null : canonicalUrl(page.permanentUrl);
  // Many servers send a new ETag with the same bytes; the bytes themselves do not lie.
  const bodyHash = createHash('sha256').update(page.body).digest('hex');
  const validators = { etag: page.etag, lastModified: page.lastModified, bodyHash };
  if (bodyHash === feed.body_hash && !looksForHub(memory, ports)) {
    const cacheSeconds = freshSeconds(page.headers);
    return { status: 'unchanged', validators, httpStatus, cacheSeconds, permanentUrl };
  }
  const parsed = parsePage(page, ports.now());
  if (parsed.status === 'not-a-feed') return notAFeed(parsed, page);
  const { title, siteUrl, language } = parsed.feed;
  const news = await newsWithOlder(feed, parsed.feed, memory, ports, signal);
  return {
    status: 'read',
    news,
    feed: { title, siteUrl, language },
    hints: publisherHints(parsed.feed, page.headers),
    lookedForHub: ports.settings.publicUrl !== null,
    hub: hubOf(parsed.feed, page.headers['link'] ?? null, page.url),
    // Items that were left over must be seen again, so the next answer may not be "not modified".
    validators: news.leftOver > 0 ? { etag: null, lastModified: null, bodyHash: null } : validators,
    validatorsLied: news.fresh.length > 0 && isOldClaim(feed, page),
    httpStatus,
    permanentUrl,
  };
}

function notAFeed(parsed: ReturnType<typeof parsePage> & { status: 'not-a-feed' }, page: FeedPage): Found {
  const wall = parsed.kind === 'html' ? wallPage(parsed.text) : null;
  const reason =
    wall === null
      ? parsed.message
      : `${wall}, which guards the site, answered with a challenge in place of the feed.`;
  return { status: 'broken', kind: 'permanent', reason, httpStatus: page.httpStatus, retryAfterMs: null };
}

// The same validators with other bytes: a conditional request would have been answered with 304.
function isOldClaim(feed: Feed, page: FeedPage): boolean {
  const hasAny = page.etag !== null || page.lastModified !== null;
  return hasAny && page.etag === feed.etag && page.lastModified === feed.last_modified;
}

async function newsWithOlder(
  feed: Feed,
  parsed: ParsedFeed,
  memory: FeedMemory,
  ports: Ports,
  signal: AbortSignal,
): Promise<FeedNews> {
  const news = await newsOf(feed, parsed, memory, ports);
  if (news.missed === 0) return news;
  const archived = await withOlderItems(
    parsed,
    async (items) => (await newsOf(feed, { ...parsed, items }, memory, ports)).evidence.known > 0,
    ports,
    signal,
  );
  const longer = archived ?? (await withSitemapItems(feed, parsed, ports, signal));
  return longer === null ? news : newsOf(feed, longer, memory, ports);
}
