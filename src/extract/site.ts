// Which addresses belong to one site: those whose host ends alike.

import { getDomain } from 'tldts';
import { parseUrl } from '../parse-url.js';

/** The domain that somebody registered for an address's host (the public suffix list); an address that is none for itself. */
export function siteOf(url: string): string {
  const host = parseUrl(url)?.hostname;
  if (host === undefined) return url;
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}

/** Whether a link leads to another site than that of `site`; a relative one does not. */
export const leavesSite = (href: string, site: string): boolean =>
  /^(?:https?:)?\/\//i.test(href) && siteOf(href.startsWith('//') ? `https:${href}` : href) !== site;
