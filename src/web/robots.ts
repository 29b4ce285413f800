// Whether a site's robots.txt lets us request a page (RFC 9309). One file per origin, fetched once at a time, kept for
// a while, and a bounded number of them. What must stay true: a site that cannot say no (5xx, silence) is not asked
// for pages meanwhile, and a site without the file (4xx) has no objection. robots-parser matches the rules; what it is
// given is bounded, because its work for a rule with wildcards grows with rule times path.
import * as robotsModule from 'robots-parser';
import { parseUrl } from '../parse-url.js';
import { normaliseEscapes } from './canonical-url.js';
import type { WebClient, WebFailure, WebOutcome } from './client.js';
import { judge } from './outcome.js';

export interface RobotsOptions {
  /** The product token before "/" is the name that rules address. */
  readonly userAgent: string;
  /** How long an answer is used, in ms; RFC 9309 advises a day at most. */
  readonly cacheMs: number;
  /** Origins whose rules are kept; the one not asked for longest goes first. */
  readonly maxHosts: number;
  /** The cache's clock, in ms. */
  readonly now?: () => number;
}

export interface Permit {
  readonly allowed: boolean;
  /** A sentence for a person. */
  readonly reason: string;
  /** The pause between requests that the site asks for; null without one. */
  readonly crawlDelayMs: number | null;
  /** True where the site could not be asked: the answer may be another one soon. */
  readonly retry: boolean;
  /** How the request for the file failed, where the site did not answer; told to one caller of those who share it. */
  readonly failure: Extract<WebFailure, { status: 'timeout' | 'network' }> | null;
}

export interface Robots {
  /** Never rejects. */
  allowed(url: string): Promise<Permit>;
  /** The sitemaps that the site of a page names, absolute http and https addresses in the file's order. Never rejects. */
  sitemaps(url: string): Promise<readonly string[]>;
}

// The package's types describe an ES module; it is a CommonJS one, whose only export is the function itself.
type ParseRules = typeof robotsModule.default.default;
const isParseRules = (value: unknown): value is ParseRules => typeof value === 'function';
const exported: unknown = robotsModule.default;
if (!isParseRules(exported)) throw new TypeError('robots-parser no longer exports a function.');
const parseRules = exported;

/** Of a site that could be asked. */
const settled = { retry: false, failure: null } as const;

type Rules = (url: string) => Permit;
interface SiteFile {
  readonly rules: Rules;
  readonly sitemaps: readonly string[];
}
interface Entry {
  readonly file: Promise<SiteFile>;
  expiresAt: number;
}

// RFC 9309, section 2.5: at least 500 KiB must be read. The rest of a longer file is left out.
const MAX_FILE_BYTES = 500 * 1_024;
/** News is in one or two of them; sites with thousands put them into an index. */
const MAX_SITEMAPS = 50;
// A rule longer than this is no path of a news site.
const MAX_LINE_CHARACTERS = 2_000;
// Room for some 800 rules with wildcards, and 40 million character comparisons for the longest path at worst.
const MAX_WILDCARD_CHARACTERS = 20_000;
// What a rule says of longer paths is read from their beginning.
const MAX_PATH_CHARACTERS = 2_000;
// An origin that did not answer is asked again after a minute.
const FAILURE_CACHE_MS = 60_000;
// Files ask for anything; a site that is asked once a minute is asked 1,440 times a day.
const MAX_CRAWL_DELAY_MS = 60_000;

/** Rules by origin, fetched through the client, so that the guard and the limits hold for robots.txt as well. */
export function createRobots(client: Pick<WebClient, 'get'>, options: RobotsOptions): Robots {
  const now = options.now ?? Date.now;
  const cache = new Map<string, Entry>();
  const load = (origin: string): Entry => {
    const entry: Entry = { file: fetchFile(origin), expiresAt: Number.POSITIVE_INFINITY };
    return entry;
  };
  const fetchFile = async (origin: string): Promise<SiteFile> => {
    const url = `${origin}/robots.txt`;
    const outcome = await client.get({ url, accept: 'text/plain,*/*;q=0.5', cutAtBytes: MAX_FILE_BYTES });
    const { file, isFailure } = fileOf(outcome, url, options.userAgent);
    const entry = cache.get(origin);
    if (entry !== undefined)
      entry.expiresAt = now() + (isFailure ? Math.min(FAILURE_CACHE_MS, options.cacheMs) : options.cacheMs);
    return file;
  };
  const fileFor = (origin: string): Promise<SiteFile> => {
    const kept = cache.get(origin);
    const entry = kept !== undefined && kept.expiresAt > now() ? kept : load(origin);
    cache.delete(origin);
    cache.set(origin, entry);
    const oldest = cache.keys().next();
    if (cache.size > options.maxHosts && oldest.done === false) cache.delete(oldest.value);
    return entry.file;
  };
  return {
    allowed: async (url) => {
      const origin = originOf(url);
      if (origin === null) return always(true, 'Only http and https sites have a robots.txt.')(url);
      return (await fileFor(origin)).rules(url);
    },
    sitemaps: async (url) => {
      const origin = originOf(url);
      return origin === null ? [] : (await fileFor(origin)).sitemaps;
    },
  };
}

function fileOf(outcome: WebOutcome, url: string, userAgent: string): { file: SiteFile; isFailure: boolean } {
  if (outcome.status === 'ok') {
    const text = wholeLines(outcome.body);
    const file = { rules: parsedRules(url, text, userAgent), sitemaps: sitemapsIn(text, url) };
    return { file, isFailure: false };
  }
  const { rules, isFailure } =
    outcome.status === 'not-modified'
      ? { rules: always(true, 'The site answered 304 for its robots.txt.'), isFailure: false }
      : withoutFile(outcome);
  return { file: { rules, sitemaps: [] }, isFailure };
}

// Half a rule would forbid more than is meant.
function wholeLines(body: Buffer): string {
  const text = new TextDecoder().decode(body.subarray(0, MAX_FILE_BYTES));
  return body.length < MAX_FILE_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

// The record stands outside of the groups, for whoever reads the file (sitemaps.org/protocol.html).
function sitemapsIn(text: string, base: string): string[] {
  const found = new Set<string>();
  for (const [, address = ''] of text.matchAll(/^[\t ]*sitemap[\t ]*:[\t ]*(\S{1,2000})/gim)) {
    const url = parseUrl(address, base);
    if (url !== null && /^https?:$/.test(url.protocol)) found.add(url.href);
    if (found.size >= MAX_SITEMAPS) break;
  }
  return [...found];
}

// RFC 9309, section 2.3.1: 4xx and endless redirects mean "no rules"; 5xx and silence mean "stay away for now".
function withoutFile(outcome: WebFailure): { rules: Rules; isFailure: boolean } {
  const { reason } = judge(outcome);
  const isThrottled = outcome.status === 'http-error' && outcome.httpStatus === 429;
  if (outcome.status === 'http-error' && outcome.httpStatus < 500 && !isThrottled)
    return { rules: always(true, `The site has no robots.txt (${outcome.httpStatus}).`), isFailure: false };
  // What the guard refuses is refused again, with its reason, when the page itself is requested.
  if (outcome.status === 'refused' || outcome.status === 'unsupported-type')
    return { rules: always(true, `robots.txt could not be used. ${reason}`), isFailure: false };
  const failure = outcome.status === 'timeout' || outcome.status === 'network' ? outcome : null;
  const permit = { allowed: false, crawlDelayMs: null, retry: true };
  let untold = failure;
  const rules: Rules = () => {
    const told = { ...permit, failure: untold, reason: `robots.txt could not be read. ${reason}` };
    untold = null;
    return told;
  };
  return { rules, isFailure: true };
}

function parsedRules(url: string, text: string, userAgent: string): Rules {
  const robots = parseRules(url, boundedRules(text));
  const seconds = robots.getCrawlDelay(userAgent);
  const crawlDelayMs =
    seconds === undefined || !(seconds > 0) ? null : Math.min(MAX_CRAWL_DELAY_MS, seconds * 1_000);
  return (page) => {
    // RFC 9309, section 2.2.2: the file itself is always allowed.
    const { pathname, search, origin } = new URL(page);
    const asked = origin + normaliseEscapes(pathname + search).slice(0, MAX_PATH_CHARACTERS);
    if (pathname === '/robots.txt' || robots.isAllowed(asked, userAgent) !== false)
      return { allowed: true, reason: 'robots.txt allows it.', crawlDelayMs, ...settled };
    const line = robots.getMatchingLineNumber(asked, userAgent);
    return { allowed: false, reason: `robots.txt forbids it in line ${line}.`, crawlDelayMs, ...settled };
  };
}

// Other records, such as Sitemap, must not come between the lines of a group (RFC 9309, section 2.2.4).
const RECORD = /^\s*(?:user-agent|allow|disallow|crawl-delay)\s*:/i;

/** The file with its lines kept in place, so that line numbers stay true, and what is over the bounds left empty. */
function boundedRules(text: string): string {
  let wildcardCharacters = 0;
  const lines = text.split(/\r\n|\r|\n/);
  return lines
    .map((line) => {
      const rule = normaliseEscapes(line.replace(/\*+/g, '*'));
      if (!RECORD.test(rule.slice(0, MAX_LINE_CHARACTERS)) || rule.length > MAX_LINE_CHARACTERS) return '';
      if (!/^\s*(?:dis)?allow\b.*\*/i.test(rule)) return rule;
      wildcardCharacters += rule.length;
      return wildcardCharacters > MAX_WILDCARD_CHARACTERS ? '' : rule;
    })
    .join('\n');
}

function always(allowed: boolean, reason: string): Rules {
  return () => ({ allowed, reason, crawlDelayMs: null, ...settled });
}

function originOf(url: string): string | null {
  const { protocol, origin } = parseUrl(url) ?? { protocol: '', origin: null };
  return protocol === 'http:' || protocol === 'https:' ? origin : null;
}
