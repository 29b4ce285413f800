// Which addresses belong to one site: those whose host ends alike.

import { parseUrl } from '../parse-url.js';

/** The last two labels of an address's host; an address that is none for itself. */
export const siteOf = (url: string): string => parseUrl(url)?.hostname.split('.').slice(-2).join('.') ?? url;

/** Whether a link leads to another site than that of `site`; a relative one does not. */
export const leavesSite = (href: string, site: string): boolean =>
  /^(?:https?:)?\/\//i.test(href) && siteOf(href.startsWith('//') ? `https:${href}` : href) !== site;
