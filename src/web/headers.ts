// Headers in both directions: what a request sends, what the rest of the service gets of a response, and the few that
// the client reads itself. Values from feeds and databases are sent only where they can stand in a header; others are
// left out, so that one bad ETag costs a conditional request and no more.
import type { IncomingHttpHeaders } from 'node:http';
import { parseUrl } from '../parse-url.js';
import { ACCEPTED_CODINGS } from './decode-body.js';
import { acceptHeaders, type Wanted } from './media-type.js';

// A server that asks for a longer pause is asked again after a week all the same.
const MAX_RETRY_AFTER_MS = 7 * 86_400_000;

/** The headers of one hop. `authorization` is null where the hop is another origin's. */
export function requestHeaders(
  request: {
    readonly accept?: string | undefined;
    readonly etag?: string | null | undefined;
    readonly lastModified?: string | null | undefined;
    readonly acceptTypes?: Wanted | undefined;
  },
  authorization: string | null,
  userAgent: string,
): Record<string, string> {
  const wanted: Record<string, string | null | undefined> = {
    'user-agent': userAgent,
    accept: request.accept ?? acceptHeaders[request.acceptTypes ?? 'any'],
    'accept-encoding': ACCEPTED_CODINGS,
    'if-none-match': request.etag,
    'if-modified-since': request.lastModified,
    authorization,
  };
  const sendable = Object.entries(wanted).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1] !== '' && isSendable(entry[1]),
  );
  return Object.fromEntries(sendable);
}

/** Whether a value may be sent as a header: no control characters, nothing beyond Latin-1 (RFC 9110, section 5.5). */
export function isSendable(value: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value);
}

/** Names in lower case, repeated ones joined by ", "; cookies are dropped, because none is ever sent back. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || name === 'set-cookie' || name === 'set-cookie2') return [];
    return [[name, Array.isArray(value) ? value.join(', ') : value]];
  });
  return Object.fromEntries(entries);
}

/** The first value of a header. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Retry-After (RFC 9110, section 10.2.3) in ms from now, between 0 and a week; null when absent or unreadable. */
export function retryAfterMs(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : dateMs(text) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
}

// Date.parse takes "1.5" and "-3" for dates; an HTTP date has letters and a time.
function dateMs(text: string): number {
  return /^[a-z]{3}.{0,60}\d:\d/i.test(text) ? Date.parse(text) : Number.NaN;
}

/** Where a redirect leads; null without a usable Location. Bytes beyond ASCII are UTF-8 where they can be. */
export function locationOf(headers: IncomingHttpHeaders, from: URL): URL | null {
  const raw = headerOf(headers, 'location') ?? '';
  if (raw.trim() === '') return null;
  const utf8 = Buffer.from(raw, 'latin1').toString('utf8');
  const text = utf8.includes('\ufffd') ? raw : utf8;
  return parseUrl(text, from);
}
