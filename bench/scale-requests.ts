// What people and programs ask a service for, each time with something else in it where that matters.
import { type Timed, timed } from './timing.js';

interface Extent {
  articles: number;
  rounds: number;
}

/** Spreads rounds over an archive, so that no two ask for the same rows. */
const spread = (round: number, { articles, rounds }: Extent): number =>
  1 + Math.floor((articles - 2) * (round / (rounds + 1)));

/** Words of the archive: in half of its documents, in less and less of them, in none. */
const searches = [
  'lolo6',
  'zerdefenlo4',
  'gartobapol6',
  'lolo6 loto1',
  '"gartobapol6 loto1"',
  'loto1 -lolo6',
  'nothingofthekind',
];
const cycled = <T>(of: readonly T[], round: number): T => of[round % of.length] as T;

function requests(extent: Extent): Record<string, (round: number) => string> {
  const at = (round: number): number => spread(round, extent);
  return {
    'page Today': () => '/',
    'page Feeds': (round) =>
      `/feeds?order=${cycled(['title', 'failures', 'next', 'silent', 'newest'], round)}`,
    'page Feeds, words': (round) => `/feeds?q=feed+${round}`,
    'page Feed': (round) => `/feeds/${1 + round}`,
    'page Articles': (round) => `/articles?before=${at(round)}`,
    'page Articles, one state': (round) =>
      `/articles?state=${cycled(['failed', 'dropped', 'thin', 'stored'], round)}&before=${at(round)}`,
    'page Articles, one language': (round) =>
      `/articles?language=${cycled(['ru', 'de', 'sw'], round)}&before=${at(round)}`,
    'page Articles, one host': (round) =>
      `/articles?host=${cycled(['site-7.example', 'unknown.example'], round)}`,
    'page Articles, one feed': (round) => `/articles?feed=${1 + round}`,
    'page Articles, search': (round) => `/articles?q=${encodeURIComponent(cycled(searches, round))}`,
    'page Article': (round) => `/articles/${at(round)}`,
    'page Failures': (round) => `/failures?state=${cycled(['failed', 'dropped', 'thin'], round)}`,
    'page Languages': () => '/languages',
    'page Hosts': () => '/hosts',
    'API articles': (round) => `/api/articles?before=${at(round)}&limit=100`,
    'API feeds': (round) => `/api/feeds?after=${round * 100}&limit=100`,
    'API search': (round) => `/api/search?q=${encodeURIComponent(cycled(searches, round))}`,
    'API search, one language': (round) =>
      `/api/search?language=en&q=${encodeURIComponent(cycled(searches, round))}`,
    'API search, a phrase of two words of half the archive': () =>
      `/api/search?q=${encodeURIComponent('"tanfen2 lolo6"')}`,
    'API why, by address': (round) =>
      `/api/why?url=${encodeURIComponent(`https://site-${at(round) % 4000}.example/story/${at(round)}`)}`,
    'API why, never seen': (round) =>
      `/api/why?url=${encodeURIComponent(`https://site-${round}.example/new/${round}`)}`,
    'API status': () => '/api/status',
    'API export, 500 articles': (round) => `/api/export?limit=500&after=${at(round)}`,
    '/metrics': () => '/metrics',
  };
}

/** The time of each request until its whole answer is there. @throws Error for an answer that is no success. */
export async function askedOfServer(url: string, extent: Extent): Promise<Timed[]> {
  const all: Timed[] = [];
  for (const [name, path] of Object.entries(requests(extent)))
    all.push(
      await timed(name, extent.rounds, async (round) => {
        const response = await fetch(`${url}${path(round)}`);
        const body = await response.text();
        if (!response.ok)
          throw new Error(`${path(round)} answered ${response.status}: ${body.slice(0, 300)}`);
      }),
    );
  return all;
}
