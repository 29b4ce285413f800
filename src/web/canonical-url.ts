// One spelling for each article's URL, so that the same article from two feeds is one row. Only differences that
// servers do not act on are removed: RFC 3986 section 6.2.2 (case, percent-encoding, dot segments), 6.2.3 (default
// port, empty query), the fragment, and parameters that only count visits. The order of parameters is kept, because
// servers may read it. What must stay true: canonicalUrl(canonicalUrl(x)) = canonicalUrl(x), and nothing throws.
import { createHash } from 'node:crypto';
import { getDomain } from 'tldts';
import { parseUrl } from '../parse-url.js';

// Visit counters of mail, advertising and social services. A name stands here only when no site selects content by it.
const TRACKING_NAMES: ReadonlySet<string> = new Set([
  // advertising clicks: Meta, Google, Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, Snapchat, Outbrain
  'fbclid',
  'gclid',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'srsltid',
  'msclkid',
  'yclid',
  'ysclid',
  'twclid',
  'ttclid',
  'li_fat_id',
  'epik',
  'scclid',
  'dicbo',
  // shares: Instagram
  'igshid',
  'igsh',
  // mailings: Mailchimp, HubSpot, Marketo, Vero, Omeda
  'mc_cid',
  'mc_eid',
  '_hsenc',
  '_hsmi',
  'hsctatracking',
  'mkt_tok',
  'vero_id',
  'vero_conv',
  'oly_anon_id',
  'oly_enc_id',
  // analytics: Google's cross-domain links, Adobe, publishers' campaign ids
  '_ga',
  '_gl',
  's_cid',
  'cmpid',
  'wt_mc',
  'xtor',
]);

// Urchin/Google, Matomo (old, new), HubSpot ads, Piano.
const TRACKING_PREFIXES: readonly string[] = ['utm_', 'pk_', 'mtm_', 'hsa_', 'at_campaign', 'at_medium'];

// One round undoes one layer of nested percent-encoding of unreserved characters; honest URLs need one.
const MAX_ROUNDS = 8;

// RFC 1035, section 2.3.4, without the root's dot. The parser takes more, which no resolver does, nor an index entry.
const MAX_HOST_CHARACTERS = 253;

// The guard requests no longer address, and to read one of a megabyte takes a second.
const MAX_CHARACTERS = 8_192;

/**
 * The URL in its one spelling. Null for what is no http or https URL, has no host that DNS can hold, or carries a user
 * name: credentials do not belong into a stored link, and a link that names them is made to mislead. Null, too, for an
 * address longer than any that is requested.
 */
export function canonicalUrl(raw: string, base?: string): string | null {
  if (raw.length > MAX_CHARACTERS) return null;
  let current = onceNormalised(raw, base);
  for (let round = 0; round < MAX_ROUNDS && current !== null; round += 1) {
    const next = onceNormalised(current);
    if (next === current) return current.length > MAX_CHARACTERS ? null : current;
    current = next;
  }
  return null;
}

/** `text` without the user name and password of an address, for whatever is shown or logged. */
export function withoutUserinfo(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]{0,20}:\/\/)[^/?#]*@/i, '$1');
}

function onceNormalised(raw: string, base?: string): string | null {
  const url = parseUrl(raw, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username !== '' || url.password !== '') return null;
  const host = url.host.replace(/\.+(?=$|:)/, '');
  if (host === '' || host.startsWith(':') || url.hostname.length > MAX_HOST_CHARACTERS) return null;
  const path = normaliseEscapes(url.pathname);
  const query = withoutTracking(normaliseEscapes(url.search.slice(1)));
  const fragment = url.hash.startsWith('#!') ? url.hash : '';
  return (
    parseUrl(`${url.protocol}//${host}${path}${query === '' ? '' : `?${query}`}${fragment}`)?.href ?? null
  );
}

/** Escapes in their one spelling: upper-case digits; letters, digits and -._~ need none (RFC 3986, 2.3 and 6.2.2). */
export function normaliseEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
  });
}

function withoutTracking(query: string): string {
  return query
    .split('&')
    .filter((parameter) => parameter !== '' && !isTracking(parameter.split('=', 1)[0] ?? ''))
    .join('&');
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return TRACKING_NAMES.has(lower) || TRACKING_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/**
 * The key under which two canonical URLs are the same article, as 64 hexadecimal digits: http and https are joined, and
 * so is a slash at the path's end. `www.` is kept apart, because some sites answer differently there. URLs are keyed by
 * hash because they may be longer than an index entry.
 */
export function urlKey(canonical: string): string {
  const [place = '', ...rest] = canonical.replace(/^https?:/, '').split(/(?=[?#])/);
  return createHash('sha256')
    .update(place.replace(/\/$/, '') + rest.join(''))
    .digest('hex');
}

/** Host, with its port unless that is the scheme's own. Empty for what is no URL. */
export function hostOf(url: string): string {
  return parseUrl(url)?.host ?? '';
}

/**
 * The unit of politeness that a host (with its port) belongs to: its registrable domain, as sameSite has it, because
 * www., m. and amp. are mostly one machine. What has none, such as an address, is its own, with its port.
 */
export function politeSite(host: string): string {
  const bare = host.replace(/:\d+$/, '').replace(/\.$/, '');
  return getDomain(bare, { allowPrivateDomains: true }) ?? host;
}

/**
 * Whether two URLs belong to one registrable domain (public suffix list, shared hosters included, so that two blogs at
 * one hoster are two sites). Hosts without one, such as addresses, are the same site when they are equal.
 */
export function sameSite(a: string, b: string): boolean {
  const first = siteOf(a);
  return first !== '' && first === siteOf(b);
}

function siteOf(url: string): string {
  const hostname = parseUrl(url)?.hostname.replace(/\.$/, '') ?? '';
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}
