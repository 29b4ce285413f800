// What a person names when they say "add this": a feed, an OPML list, or a page that is neither. A page is answered
// with the feeds that it links to, or that stands where its site's feed usually does, because that is what was meant.
import { decodeText } from '../feeds/decode.js';
import { type DiscoveredFeed, discoverFeeds } from '../feeds/discovery.js';
import { type OpmlFeed, type OpmlProblem, parseOpml } from '../feeds/opml.js';
import { parseFeed } from '../feeds/parse.js';
import { canonicalUrl, urlKey, withoutUserinfo } from '../web/canonical-url.js';
import { judge } from '../web/outcome.js';
import { newsSitemaps } from '../workers/news-sitemaps.js';
import type { Ports } from '../workers/ports.js';

export type Source =
  | { status: 'feed'; url: string; title: string | null; siteUrl: string | null }
  | { status: 'opml'; feeds: OpmlFeed[]; problems: OpmlProblem[] }
  | { status: 'no-feed'; url: string; message: string; offered: DiscoveredFeed[] }
  | { status: 'unreachable'; url: string; message: string };

/** Why an address is not taken that came with a user name; `shown` is the address without it. */
export const namesUser = (shown: string): string =>
  `${shown} was given with a user name or a password, which no stored address may hold.`;

/** Finds out what stands at a URL. A feed that is polled already is recognised without a request. */
export async function lookUpSource(
  rawUrl: string,
  ports: Pick<Ports, 'web' | 'store' | 'robots' | 'now'>,
): Promise<Source> {
  const url = canonicalUrl(rawUrl);
  if (url === null) {
    const shown = withoutUserinfo(rawUrl);
    const message = shown === rawUrl ? `${rawUrl} is no http or https address.` : namesUser(shown);
    return { status: 'unreachable', url: shown, message };
  }
  const known = await ports.store.feeds.findByKey(urlKey(url));
  if (known !== null) return { status: 'feed', url: known.url, title: known.title, siteUrl: known.site_url };
  const outcome = await ports.web.get({ url, acceptTypes: 'any' });
  if (outcome.status === 'not-modified' || outcome.status === 'aborted')
    return { status: 'unreachable', url, message: `${url} gave no answer.` };
  if (outcome.status !== 'ok')
    return {
      status: 'unreachable',
      url,
      message: `${url} cannot be read: ${judge(outcome).reason.replace(/\.$/, '')}.`,
    };
  const { text } = decodeText(outcome.body, { contentType: outcome.contentType });
  const parsed = parseFeed(text, { url: outcome.url, now: ports.now() });
  if (parsed.status === 'feed') {
    // A permanent redirect is the feed's new address; after any other the old one stays.
    return {
      status: 'feed',
      url: outcome.permanentUrl ?? url,
      title: parsed.feed.title,
      siteUrl: parsed.feed.siteUrl,
    };
  }
  if (parsed.kind === 'opml') {
    const { feeds, errors } = parseOpml(text);
    return { status: 'opml', feeds, problems: errors };
  }
  const offered =
    parsed.kind === 'html' ? await existing(discoverFeeds(text, outcome.url), outcome.url, ports) : [];
  return { status: 'no-feed', url, message: parsed.message, offered };
}

// What the page links to is offered as it is. A guess is offered when a feed stands there; the first is enough, since
// the other common paths lead to the same feed. A feed says more than a news sitemap, which is looked for after them.
async function existing(
  named: DiscoveredFeed[],
  pageUrl: string,
  ports: Pick<Ports, 'web' | 'robots' | 'now'>,
): Promise<DiscoveredFeed[]> {
  const isGuess = ({ source }: DiscoveredFeed): boolean => source === 'common-path';
  if (!named.every(isGuess)) return named.filter((feed) => !isGuess(feed));
  const isSitemap = ({ url }: DiscoveredFeed): boolean => /sitemap/i.test(url);
  const feed = await firstOf(
    named.filter((guess) => !isSitemap(guess)),
    ports,
  );
  if (feed !== null) return [feed];
  for await (const { url, feed: sitemap } of newsSitemaps(pageUrl, ports))
    return [{ url, title: sitemap.title, type: null, source: 'robots' }];
  const sitemap = await firstOf(named.filter(isSitemap), ports);
  return sitemap === null ? [] : [sitemap];
}

async function firstOf(
  guesses: DiscoveredFeed[],
  { web, now }: Pick<Ports, 'web' | 'now'>,
): Promise<DiscoveredFeed | null> {
  for (const guess of guesses) {
    const answer = await web.get({ url: guess.url, acceptTypes: 'feed' });
    if (answer.status !== 'ok') continue;
    const { text } = decodeText(answer.body, { contentType: answer.contentType });
    const parsed = parseFeed(text, { url: answer.url, now: now() });
    if (parsed.status === 'feed') return { ...guess, title: parsed.feed.title };
  }
  return null;
}
