// Whether two addresses may be those of one article although they differ: another host with the same path, or a token
// that a server makes anew for each request. Two articles with one title ("Weather report") have addresses that differ
// in a date, a number or a word, and those are no tokens.

import { parseUrl } from '../parse-url.js';

/** Long, without the hyphens of words, of letters and digits both; or a UUID. */
const token = /^(?=[^a-z]*[a-z])(?=\D*\d)[a-z0-9%=]{12,}$|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Parameters that name no content whatever their value is. */
const tokenName =
  /^(?:_|cb|cachebuster|hash|jsessionid|nonce|phpsessid|rand(?:om)?|rnd|s?id_?session|session_?(?:id)?|sid|sig|signature|time(?:stamp)?|token|ts)$/i;
/** Far above any article's address; a longer one is not taken apart. */
const MAX_CHARACTERS = 4_000;

export type Kinship = 'moved' | 'tokens' | 'near' | 'none';

/**
 * `moved`: equal but for the host and for parameters that name no content. `tokens`: equal but for what looks like
 * tokens too. `near`: the same path with other parameters, or the same long name in another folder. The last two count
 * only together with other signs. A home page is akin to nothing.
 */
export function kinship(a: string | null, b: string | null): Kinship {
  if (a === null || b === null || a.length > MAX_CHARACTERS || b.length > MAX_CHARACTERS) return 'none';
  const [one, other] = [parseUrl(a), parseUrl(b)];
  if (one === null || other === null) return 'none';
  if (isHome(one) || isHome(other)) return 'none';
  const paths = worst(pathPairs(one.pathname, other.pathname));
  if (paths === 'none') return lastName(one) !== '' && lastName(one) === lastName(other) ? 'near' : 'none';
  const queries = worst(queryPairs(one.searchParams, other.searchParams));
  if (queries === 'none') return one.pathname.length > 1 ? 'near' : 'none';
  return paths === 'moved' && queries === 'moved' ? 'moved' : 'tokens';
}

const isHome = ({ pathname, search }: URL): boolean => pathname === '/' && search === '';

/** Shorter names ("index.html", "story") stand in many folders. */
const MIN_NAME = 14;

function lastName({ pathname }: URL): string {
  const name = pathname.split('/').findLast((part) => part !== '') ?? '';
  return name.length < MIN_NAME ? '' : name;
}

type Pair = readonly [string | null | undefined, string | null | undefined];

function worst(pairs: Pair[]): Kinship {
  const different = pairs.filter(([one, other]) => one !== other);
  if (different.length === 0) return 'moved';
  return different.every(([one, other]) => token.test(one ?? '') && token.test(other ?? ''))
    ? 'tokens'
    : 'none';
}

function pathPairs(a: string, b: string): Pair[] {
  const [one = [], other = []] = [a, b].map((path) => path.replace(/;jsessionid=[^/]*/i, '').split('/'));
  return Array.from({ length: Math.max(one.length, other.length) }, (_, at) => [one[at], other[at]] as const);
}

function queryPairs(a: URLSearchParams, b: URLSearchParams): Pair[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names]
    .filter((name) => !tokenName.test(name))
    .map((name) => [a.get(name), b.get(name)] as const);
}
