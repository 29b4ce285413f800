// The news sitemaps of a site, as its robots.txt names them. Some sites name one for news, others an index of many for
// everything, of which those for news are looked for by their name.
import type { ParsedFeed } from '../feeds/feed.js';
import { listedSitemaps } from '../feeds/news-sitemap.js';
import { sameSite } from '../web/canonical-url.js';
import { parsePage } from './feed-page.js';
import type { Ports } from './ports.js';

/** Sitemaps that are asked for at one search. */
const MAX_REQUESTS = 6;

const isForNews = (url: string): boolean => /news|latest|recent/i.test(url.replace(/^[^/]*\/\/[^/]*/, ''));

/** Reads them one after the other, those for news by their name first; ends when nothing is left or enough was asked. */
export async function* newsSitemaps(
  siteUrl: string,
  { web, robots, now }: Pick<Ports, 'web' | 'robots' | 'now'>,
  signal?: AbortSignal,
): AsyncGenerator<{ url: string; feed: ParsedFeed }> {
  const named = (await robots.sitemaps(siteUrl)).filter((url) => sameSite(url, siteUrl));
  const open = [...named.filter(isForNews), ...named.filter((url) => !isForNews(url))];
  const asked = new Set<string>();
  for (let url = open.shift(); url !== undefined && asked.size < MAX_REQUESTS; url = open.shift()) {
    if (asked.has(url)) continue;
    asked.add(url);
    const outcome = await web.get({ url, acceptTypes: 'feed', signal });
    const parsed = outcome.status === 'ok' ? parsePage(outcome, now()) : null;
    if (parsed?.status === 'feed') yield { url, feed: parsed.feed };
    else if (parsed?.kind === 'sitemap')
      open.unshift(
        ...listedSitemaps(parsed.text, url).filter((inner) => isForNews(inner) && sameSite(inner, siteUrl)),
      );
  }
}
