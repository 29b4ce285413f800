// The hub that pushes a feed, and how its pushes are known to come from it.
// Specification: WebSub (W3C Recommendation of 23 January 2018), sections 4 (discovery) and 7 (signatures); RFC 8288 (Link).
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseUrl } from '../parse-url.js';
import type { ParsedFeed } from './feed.js';

export interface HubLink {
  hub: string;
  /** The address under which the hub knows the feed. */
  topic: string;
}

/** More is no address of a hub; what is asked for is written down. */
const MAX_ADDRESS = 2_000;
/** A header of links is read up to here. */
const MAX_HEADER = 8_000;

/**
 * The feed's hub; null when it names none on the web. The Link header counts before what stands in the feed, and a feed
 * that does not say what its own address is means the one at which it was found, `url`.
 */
export function hubOf(
  feed: Pick<ParsedFeed, 'hub' | 'feedUrl'>,
  linkHeader: string | null,
  url: string,
): HubLink | null {
  const links = linksOf(linkHeader ?? '', url);
  const hub = webAddress(links.get('hub') ?? feed.hub, url);
  const topic = webAddress(links.get('self') ?? feed.feedUrl, url) ?? url;
  return hub === null ? null : { hub, topic };
}

function webAddress(written: string | null, base: string): string | null {
  const url = written === null ? null : parseUrl(written, base);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= MAX_ADDRESS ? url.href : null;
}

// White space is made single first: where several patterns may take it, time would grow with the square of it.
const link = /<([^<>]*)>((?: ?; ?[\w*-]+(?: ?= ?(?:"[^"]*"|[^\s",;]+))?)*)/g;
const parameter = /; ?([\w*-]+)(?: ?= ?(?:"([^"]*)"|([^\s",;]+)))?/g;

/** The first address of each relation in a Link header. */
function linksOf(header: string, base: string): Map<string, string> {
  const links = new Map<string, string>();
  for (const [, address = '', parameters = ''] of header
    .slice(0, MAX_HEADER)
    .replace(/\s+/g, ' ')
    .matchAll(link)) {
    if (webAddress(address, base) === null) continue;
    for (const name of relationsOf(parameters)) if (!links.has(name)) links.set(name, address);
  }
  return links;
}

// The first `rel` counts (RFC 8288, section 3.3).
function relationsOf(parameters: string): string[] {
  for (const [, name = '', quoted, bare] of parameters.matchAll(parameter))
    if (name.toLowerCase() === 'rel') return (quoted ?? bare ?? '').toLowerCase().split(' ');
  return [];
}

/**
 * Whether `header` (X-Hub-Signature) is the signature of `body` under `secret`. SHA-1 counts as well: as a part of HMAC
 * it is not broken, and the oldest hubs know no other.
 */
export function isSigned(body: Buffer, header: string | null, secret: string): boolean {
  const [, algorithm = '', given = ''] =
    /^(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})$/i.exec(header?.trim() ?? '') ?? [];
  if (algorithm === '') return false;
  const expected = createHmac(algorithm.toLowerCase(), secret).update(body).digest();
  const signature = Buffer.from(given, 'hex');
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
