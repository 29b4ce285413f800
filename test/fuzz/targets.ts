// What foreign bytes reach first, one function a door: it returns where everything that must hold of any input held,
// and throws a sentence where something did not. A hang and a death are seen from outside (watched-thread.ts).
import { validateHeaderValue } from 'node:http';
import { findDate } from '../../src/dates/find.js';
import { parseDate } from '../../src/dates/parse.js';
import { extractArticle } from '../../src/extract/article.js';
import { cleanContent } from '../../src/extract/feed-content.js';
import { parseFeedDate } from '../../src/feeds/dates.js';
import { decodeText } from '../../src/feeds/decode.js';
import { discoverFeeds } from '../../src/feeds/discovery.js';
import { hubOf } from '../../src/feeds/hub.js';
import { contentHash, itemLink } from '../../src/feeds/identity.js';
import { kinship } from '../../src/feeds/link-kinship.js';
import { listedSitemaps } from '../../src/feeds/news-sitemap.js';
import { parseOpml, writeOpml } from '../../src/feeds/opml.js';
import { parseFeed } from '../../src/feeds/parse.js';
import { freshSeconds } from '../../src/feeds/publisher-hints.js';
import { storableText } from '../../src/feeds/storable.js';
import { detectLanguage } from '../../src/language/detect.js';
import { findResidue } from '../../src/language/residue.js';
import { parseUrl } from '../../src/parse-url.js';
import { canonicalUrl, politeSite, urlKey, withoutUserinfo } from '../../src/web/canonical-url.js';
import type { WebOutcome, WebRequest } from '../../src/web/client.js';
import { createPolicy, guardUrl } from '../../src/web/guard.js';
import { locationOf, requestHeaders, retryAfterMs } from '../../src/web/headers.js';
import { isVagueType, turnAway } from '../../src/web/media-type.js';
import { pageDirectives } from '../../src/web/page-directives.js';
import { createRobots } from '../../src/web/robots.js';
import { turnAwayByBytes } from '../../src/web/sniff.js';
import { addressKeys } from '../../src/web/twin-url.js';
import { markupOffences } from './markup-offences.js';

export const targetNames = ['feeds', 'pages', 'urls', 'dates', 'opml', 'robots', 'headers'] as const;
export type TargetName = (typeof targetNames)[number];

const url = 'https://paper.example/news/feed';
const now = new Date('2026-06-01T00:00:00Z');
const DAY_MS = 86_400_000;

function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

/** Nothing that a database refuses: no NUL, no half of a surrogate pair, in any text of a value. */
function mustBeStorable(value: unknown, where: string): void {
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'string') return part;
    must(!part.includes('\0'), `${where} holds a NUL`);
    must(part.isWellFormed(), `${where} holds half a surrogate pair`);
    return part;
  });
}

function mustBeNoLaterThanTomorrow(date: Date | null, where: string): void {
  if (date === null) return;
  must(!Number.isNaN(date.getTime()), `${where} is no date`);
  must(date.getTime() <= now.getTime() + 2 * DAY_MS, `${where} is ${date.toISOString()}, after tomorrow`);
}

const isWeb = (address: string): boolean => /^https?:\/\//.test(address) && parseUrl(address) !== null;

function feeds(bytes: Uint8Array): void {
  const { text } = decodeText(bytes, { contentType: 'application/rss+xml' });
  const outcome = parseFeed(text, { url, now });
  for (const found of discoverFeeds(text, url)) must(isWeb(found.url), `a feed is found at ${found.url}`);
  listedSitemaps(text, url);
  if (outcome.status !== 'feed') return;
  const { feed } = outcome;
  mustBeStorable(feed, 'the feed');
  hubOf(feed, null, url);
  for (const item of feed.items) {
    mustBeNoLaterThanTomorrow(item.publishedAt, 'an item’s date');
    const link = itemLink(item);
    if (link !== null) canonicalUrl(link, url);
    must(contentHash(item).length >= 32, 'an item without a hash');
  }
}

function pages(bytes: Uint8Array): void {
  const { text } = decodeText(bytes, { contentType: 'text/html' });
  const article = extractArticle(text, { url, now });
  must(markupOffences(article.html).length === 0, `clean HTML holds ${markupOffences(article.html)[0]}`);
  mustBeNoLaterThanTomorrow(article.publishedAt, 'the article’s date');
  must(article.quality.confidence >= 0 && article.quality.confidence <= 1, 'a confidence beyond 0 to 1');
  // What a feed says of an article is made storable where the feed is read.
  const content = cleanContent(storableText(text), url);
  must(markupOffences(content.html).length === 0, `clean HTML holds ${markupOffences(content.html)[0]}`);
  const { tag } = detectLanguage(article.text, { declared: article.declaredLanguage });
  findResidue(article.text, tag);
}

const policy = createPolicy([], []);
function urls(bytes: Uint8Array): void {
  const [first = '', second = ''] = Buffer.from(bytes).toString('utf8').split('\n');
  const verdict = guardUrl(first, policy);
  if (verdict.status === 'allowed') {
    must(/^https?:$/.test(verdict.url.protocol), `the guard allows ${verdict.url.href}`);
    must(verdict.url.username === '' && verdict.url.password === '', 'the guard allows a user name');
    must(guardUrl(verdict.url, policy).status === 'allowed', 'the guard refuses what it has allowed');
  }
  withoutUserinfo(first);
  kinship(first, second);
  const canonical = canonicalUrl(first, url);
  if (canonical === null) return;
  must(canonicalUrl(canonical) === canonical, `${canonical} has another spelling yet`);
  must(/^[0-9a-f]{64}$/.test(urlKey(canonical)), 'a key that is none');
  politeSite(new URL(canonical).host);
  must(addressKeys(canonical).length > 0, 'an address without a key');
  kinship(canonical, canonicalUrl(second, url));
}

function dates(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8');
  mustBeNoLaterThanTomorrow(parseFeedDate(text, now), 'a feed’s date');
  for (const date of [parseDate(text, now), findDate(text, now)])
    must(date === null || !Number.isNaN(date.getTime()), 'a date is none');
}

function opml(bytes: Uint8Array): void {
  const { text } = decodeText(bytes);
  const { title, feeds: found } = parseOpml(text);
  mustBeStorable({ title, found }, 'the list');
  const again = parseOpml(writeOpml(found, { title: title ?? '', now }));
  must(
    JSON.stringify(again.feeds.map((feed) => feed.url)) === JSON.stringify(found.map((feed) => feed.url)),
    'a list that was written reads otherwise',
  );
}

async function robots(bytes: Uint8Array): Promise<void> {
  const get = async ({ url: at }: WebRequest): Promise<WebOutcome> => ({
    status: 'ok',
    url: at,
    requestedUrl: at,
    permanentUrl: null,
    httpStatus: 200,
    headers: {},
    body: Buffer.from(bytes),
    etag: null,
    lastModified: null,
    contentType: 'text/plain',
  });
  const files = createRobots({ get }, { userAgent: 'Feedmill/1.0', cacheMs: DAY_MS, maxHosts: 10 });
  for (const path of ['/', '/news/a?b=c&d=%2F', `/${'a/'.repeat(1_000)}`, '/%%%$*'])
    must(typeof (await files.allowed(`https://paper.example${path}`)).reason === 'string', 'no reason');
  for (const sitemap of await files.sitemaps(url)) must(isWeb(sitemap), `a sitemap at ${sitemap}`);
}

function headers(bytes: Uint8Array): void {
  const [name = '', value = ''] = Buffer.from(bytes).toString('latin1').split('\n');
  const text = Buffer.from(bytes).toString('utf8');
  for (const given of [name, value, text]) {
    const pause = retryAfterMs(given, now);
    must(pause === null || (pause >= 0 && pause <= 7 * DAY_MS), `a pause of ${pause} ms`);
    locationOf({ location: given }, new URL(url));
    must(
      pageDirectives({ 'x-robots-tag': given, 'tdm-policy': given }, 'Feedmill/1').length <= 20,
      'more than 20',
    );
    const fresh = freshSeconds({ 'cache-control': given, expires: given, date: value });
    must(fresh === null || fresh > 0, `fresh for ${fresh} s`);
    isVagueType(given);
    turnAway(given, 'page');
    turnAwayByBytes(Buffer.from(bytes), given, { wanted: 'page', isVague: true });
    hubOf({ hub: null, feedUrl: null }, given, url);
    const sent = requestHeaders({ etag: given, lastModified: given }, given, 'Feedmill/1');
    for (const [header, one] of Object.entries(sent)) validateHeaderValue(header, one);
  }
  decodeText(bytes, { contentType: name });
}

const targets: Readonly<Record<TargetName, (bytes: Uint8Array) => void | Promise<void>>> = {
  feeds,
  pages,
  urls,
  dates,
  opml,
  robots,
  headers,
};

/** Runs a target on an input. @throws with a sentence where something did not hold */
export async function runTarget(name: TargetName, bytes: Uint8Array): Promise<void> {
  await targets[name](bytes);
  must(Object.keys(Object.prototype).length === 0, 'Object.prototype has got a member');
  must(!('polluted' in {}), 'the prototype is polluted');
}
