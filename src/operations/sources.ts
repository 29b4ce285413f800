// What a person names when they say "add this": a feed, an OPML list, or a page that is neither. A page is answered
// with the feeds that it links to, or that stands where its site's feed usually does, because that is what was meant.
import { decodeText } from '../feeds/decode.js';
import { type DiscoveredFeed, discoverFeeds } from '../feeds/discovery.js';
import { type OpmlFeed, type OpmlProblem, parseOpml } from '../feeds/opml.js';
import { parseFeed } from '../feeds/parse.js';
import { canonicalUrl, urlKey } from '../web/canonical-url.js';
import { judge } from '../web/outcome.js';
import type { Ports } from '../workers/ports.js';

export type Source =
  | { status: 'feed'; url: string; title: string | null; siteUrl: string | null }
  | { status: 'opml'; feeds: OpmlFeed[]; problems: OpmlProblem[] }
  | { status: 'no-feed'; url: string; message: string; offered: DiscoveredFeed[] }
  | { status: 'unreachable'; url: string; message: string };

/** Finds out what stands at a URL. A feed that is polled already is recognised without a request. */
export async function lookUpSource(
  rawUrl: string,
  ports: Pick<Ports, 'web' | 'store' | 'now'>,
): Promise<Source> {
  const url = canonicalUrl(rawUrl);
  if (url === null)
    return { status: 'unreachable', url: rawUrl, message: `${rawUrl} is no http or https address.` };
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
  const named = parsed.kind === 'html' ? discoverFeeds(text, outcome.url) : [];
  return { status: 'no-feed', url, message: parsed.message, offered: await existing(named, ports) };
}

// What the page links to is offered as it is. A guess is offered when a feed stands there; the first is enough, since
// the other common paths lead to the same feed.
async function existing(
  named: DiscoveredFeed[],
  { web, now }: Pick<Ports, 'web' | 'now'>,
): Promise<DiscoveredFeed[]> {
  const guesses = named.filter(({ source }) => source === 'common-path');
  for (const guess of guesses) {
    const answer = await web.get({ url: guess.url, acceptTypes: 'feed' });
    if (answer.status !== 'ok') continue;
    const { text } = decodeText(answer.body, { contentType: answer.contentType });
    const parsed = parseFeed(text, { url: answer.url, now: now() });
    if (parsed.status === 'feed') return [{ ...guess, title: parsed.feed.title }];
  }
  return named.filter(({ source }) => source !== 'common-path');
}
