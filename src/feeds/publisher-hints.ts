// What a publisher asks for about the time of the next poll: ttl, skipHours and skipDays (RSS 2.0), the syndication
// module's period, and how long the answer stays fresh (RFC 9111, sections 4.2.1 and 5.3).
import type { ParsedFeed } from './feed.js';

export interface PublisherHints {
  ttlMinutes: number | null;
  cacheSeconds: number | null;
  /** Hours of the day in GMT, 0 to 23. */
  skipHours: number[];
  /** Days of the week in GMT, 0 for Sunday. */
  skipDays: number[];
}

/** The hints of a feed that was read. */
export function publisherHints(
  feed: Pick<ParsedFeed, 'ttlMinutes' | 'skipHours' | 'skipDays'>,
  headers: Readonly<Record<string, string>>,
): PublisherHints {
  const { ttlMinutes, skipHours, skipDays } = feed;
  return { ttlMinutes, skipHours, skipDays, cacheSeconds: freshSeconds(headers) };
}

/** How long an answer stays fresh from now, in seconds; null when it does not say so, or says "not at all". */
export function freshSeconds(headers: Readonly<Record<string, string>>): number | null {
  const control = (headers['cache-control'] ?? '').toLowerCase();
  if (/(?:^|[\s,])(?:no-cache|no-store)/.test(control)) return null;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/.exec(control)?.[1];
  const age = Number(/^\d{1,9}$/.exec(headers['age']?.trim() ?? '')?.[0] ?? 0);
  const lifetime = maxAge === undefined ? expiresAfter(headers) : Number(maxAge);
  const seconds = lifetime === null ? 0 : Math.round(lifetime - age);
  return seconds > 0 ? seconds : null;
}

function expiresAfter(headers: Readonly<Record<string, string>>): number | null {
  const [expires, date] = [headers['expires'], headers['date']].map((text) => Date.parse(text ?? ''));
  const seconds = ((expires ?? Number.NaN) - (date ?? Number.NaN)) / 1_000;
  return Number.isFinite(seconds) ? seconds : null;
}
