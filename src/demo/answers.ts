// Everything that the newsroom can answer, made once at its start: a path leads to bytes with their type, charset and
// age. What must stay true: an answer never changes while the newsroom runs, so an ETag is a hash of the bytes and a
// second visit gets 304; and bytes really are in the charset that their page, feed or header names.
import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { pdfOf, pictureOf } from './documents.js';
import { breakFeed, feedContentTypes, type NewsItem, writeFeed } from './feed-writers.js';
import { frontPage, type ListedFeed, type ListedStory, opmlOf } from './listing.js';
import type { Manifest, ManifestFeed, ManifestPage } from './manifest.js';

export interface Answer {
  readonly contentType: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly modifiedAt: Date;
}

export interface Edition {
  readonly manifest: Manifest;
  /** The text of the manifest's page files, by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Without a slash at the end. */
  readonly origin: string;
  /** Ages in the manifest count back from here. */
  readonly startedAt: Date;
}

const NAME = 'The Feedmill demo newsroom';
const HOUR_MS = 3_600_000;
// Pages say that they were touched up a little after they appeared, as news pages are.
const REVISED_AFTER_MS = 20 * 60_000;

/** Every path that is answered with 200. */
export function answersOf(edition: Edition): ReadonlyMap<string, Answer> {
  const { manifest, origin, startedAt } = edition;
  const feeds = manifest.feeds.map((feed) => listedFeed(feed, origin));
  const stories = manifest.pages.map(
    (page): ListedStory => ({ ...page, publishedAt: dateOf(page, startedAt) }),
  );
  const sites = [...new Set(manifest.feeds.map(({ site }) => site))];
  const html = (text: string): Answer => answer('text/html; charset=utf-8', text, startedAt);
  const subscriptions = [
    ...feeds,
    ...manifest.notFeeds.map((other) => ({ ...other, url: origin + other.path, siteUrl: `${origin}/` })),
  ];
  return new Map([
    ['/', html(frontPage(NAME, stories, feeds))],
    ...sites.map((site) => [site, html(siteFront(site, stories, feeds, origin))] as const),
    ['/robots.txt', answer('text/plain; charset=utf-8', 'User-agent: *\nAllow: /\n', startedAt)],
    ['/feeds.opml', answer('text/x-opml; charset=utf-8', opmlOf(NAME, subscriptions), startedAt)],
    ...manifest.feeds.map((feed) => [feed.path, feedAnswer(feed, edition)] as const),
    ...manifest.pages.map((page) => [page.path, pageAnswer(page, edition)] as const),
    ...otherPages(edition),
    ...manifest.documents.map(
      ({ path, lines }) => [path, answer('application/pdf', pdfOf(lines), startedAt)] as const,
    ),
    ...manifest.pages.map(
      ({ id }) => [`/images/${id}.svg`, answer('image/svg+xml', pictureOf(id), startedAt)] as const,
    ),
  ]);
}

/** The addresses in the OPML file: the feeds, then those that are none. */
export function subscriptionUrls(manifest: Manifest, origin: string): readonly string[] {
  return [...manifest.feeds, ...manifest.notFeeds].map(({ path }) => origin + path);
}

function listedFeed(feed: ManifestFeed, origin: string): ListedFeed {
  return {
    title: feed.title,
    language: feed.language,
    url: origin + feed.path,
    siteUrl: origin + feed.site,
    contentType: feedContentTypes[feed.format],
  };
}

function siteFront(
  site: string,
  stories: readonly ListedStory[],
  feeds: readonly ListedFeed[],
  origin: string,
): string {
  const own = feeds.filter((feed) => feed.siteUrl === origin + site);
  return frontPage(
    own[0]?.title ?? NAME,
    stories.filter(({ path }) => path.startsWith(site)),
    own,
  );
}

function feedAnswer(feed: ManifestFeed, { manifest, origin, startedAt }: Edition): Answer {
  const listed = manifest.pages.filter((page) => page.feeds.includes(feed.id));
  const entries = [...listed, ...feed.extraItems.map((item) => ({ ...item, author: null }))];
  const items = entries
    .map(
      (entry): NewsItem => ({
        id: `tag:newsroom.example,2026:${entry.id}`,
        title: entry.title,
        url: entry.path === null ? null : origin + entry.path,
        summary: entry.summary,
        author: entry.author,
        publishedAt: dateOf(entry, startedAt),
      }),
    )
    .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  const text = writeFeed({ ...feed, url: origin + feed.path, siteUrl: origin + feed.site, items });
  const sent = feed.fault === 'cut' ? breakFeed(text) : text;
  return answer(
    feedContentTypes[feed.format],
    iconv.encode(sent, feed.charset),
    items[0]?.publishedAt ?? startedAt,
  );
}

// The HTML pages that stand among the subscriptions.
function otherPages(edition: Edition): readonly (readonly [string, Answer])[] {
  const values = { charset: 'utf-8', year: String(edition.startedAt.getUTCFullYear()) };
  return edition.manifest.notFeeds.flatMap((other) => {
    if (other.answer === 'missing') return [];
    const text = fill(fileOf(edition, other.file), values);
    return [[other.path, answer('text/html; charset=utf-8', text, edition.startedAt)] as const];
  });
}

function pageAnswer(page: ManifestPage, edition: Edition): Answer {
  const publishedAt = dateOf(page, edition.startedAt);
  const text = fill(fileOf(edition, page.file), {
    origin: edition.origin,
    charset: page.charset,
    published: publishedAt.toISOString(),
    modified: new Date(publishedAt.getTime() + REVISED_AFTER_MS).toISOString(),
    day: new Intl.DateTimeFormat(page.language, { dateStyle: 'long', timeZone: 'UTC' }).format(publishedAt),
    time: `${publishedAt.toISOString().slice(11, 16)} UTC`,
    year: String(publishedAt.getUTCFullYear()),
  });
  const contentType = page.charsetNamedIn === 'header' ? `text/html; charset=${page.charset}` : 'text/html';
  return answer(contentType, iconv.encode(text, page.charset), publishedAt);
}

/** The template with each {{name}} replaced. Throws on a name without a value, which would show on the page. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new TypeError(`A page of the newsroom has the unknown placeholder {{${name}}}.`);
    return value;
  });
}

function fileOf({ files }: Edition, name: string): string {
  const text = files.get(name);
  if (text === undefined) throw new TypeError(`The newsroom's file ${name} has not been read.`);
  return text;
}

function dateOf(item: { readonly publishedHoursAgo: number }, startedAt: Date): Date {
  return new Date(startedAt.getTime() - item.publishedHoursAgo * HOUR_MS);
}

function answer(contentType: string, body: string | Buffer, modifiedAt: Date): Answer {
  const bytes = Buffer.from(body);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { contentType, body: bytes, etag, modifiedAt };
}
