// Reads every feed of a corpus and writes what was read, for a scorer beside the corpus.
// usage: bench:feeds -- --cases DIR --out FILE [--compare] [--large]     DIR holds expectations.json and cases/<file>
// --compare also times rss-parser's own parseString on the same feeds, and prints both before the last line.
// --large also times feeds of 10 MB, and the slowest megabyte of many that are meant to be slow.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import RssParser from 'rss-parser';
import { decodeText } from '../src/feeds/decode.js';
import { type FeedOutcome, parseFeed } from '../src/feeds/parse.js';
import { largeFeeds, slowestHostile } from './feed-shapes.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    out: { type: 'string' },
    compare: { type: 'boolean' },
    large: { type: 'boolean' },
  },
});
if (values.cases === undefined || values.out === undefined)
  throw new Error('usage: bench:feeds -- --cases DIR --out FILE [--compare] [--large]');

/** Enough that the best of them is a quiet one. */
const ROUNDS = 10;
/** It parses in one go, so that it has answered by then or never does. */
const SETTLE_MS = 20;

interface Case {
  id: string;
  file: string;
  url?: string;
  contentType?: string;
}
const { cases } = JSON.parse(readFileSync(join(values.cases, 'expectations.json'), 'utf8')) as {
  cases: Case[];
};
const inputs = cases.map((one) => ({
  ...one,
  bytes: readFileSync(join(values.cases ?? '', 'cases', one.file)),
}));
const now = new Date();

function read({ bytes, url, contentType }: Case & { bytes: Buffer }): FeedOutcome {
  const { text } = decodeText(bytes, { contentType: contentType ?? null });
  return parseFeed(text, { url: url ?? 'http://example.invalid/feed', now });
}

for (const one of inputs.slice(0, 200)) read(one);
const started = performance.now();
const outcomes = inputs.map((one) => [one.id, read(one)] as const);
const ms = performance.now() - started;

const results = outcomes.map(([id, outcome]) => {
  if (outcome.status !== 'feed') return [id, { ok: false, error: outcome.message }] as const;
  const { items, ...feed } = outcome.feed;
  return [
    id,
    {
      ok: true,
      feed,
      items: items.map((item) => ({ ...item, summaryOrContent: item.summary ?? item.contentHtml })),
    },
  ] as const;
});
writeFileSync(values.out, JSON.stringify({ name: 'feedmill', ms, cases: Object.fromEntries(results) }));
const megabytes = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
const items = outcomes.reduce(
  (sum, [, outcome]) => sum + (outcome.status === 'feed' ? outcome.feed.items.length : 0),
  0,
);
if (values.compare === true) await compare();
if (values.large === true) console.log(JSON.stringify({ ...largeFeeds(), ...slowestHostile() }));
const perSecond = (count: number): number => Math.round((count / ms) * 10_000) / 10;
console.log(
  JSON.stringify({
    feeds: inputs.length,
    megabytesPerSecond: perSecond(megabytes),
    itemsPerSecond: perSecond(items),
  }),
);

// Both take the same texts in turns, and of each text the best of some rounds counts: a neighbour only slows one down.
// rss-parser gets no feed that it hangs on or refuses: a refusal costs it nothing, which would count for it.
async function compare(): Promise<void> {
  const texts = inputs.map(
    ({ bytes, contentType }) => decodeText(bytes, { contentType: contentType ?? null }).text,
  );
  const parser = new RssParser();
  const both: string[] = [];
  for (const text of texts) {
    // On some broken feeds its promise never settles.
    const gaveUp = new Promise<false>((resolve) => setTimeout(resolve, SETTLE_MS, false));
    const parsed = parser.parseString(text).then(
      () => true,
      () => false,
    );
    if (await Promise.race([parsed, gaveUp])) both.push(text);
  }
  const best = both.map(() => ({ ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, one] of best.entries()) {
      const text = both[index] ?? '';
      const start = performance.now();
      parseFeed(text, { url: 'http://example.invalid/feed', now });
      const middle = performance.now();
      await parser.parseString(text);
      one.ours = Math.min(one.ours, middle - start);
      one.theirs = Math.min(one.theirs, performance.now() - middle);
    }
  }
  const [ours = 0, theirs = 0] = [best.map((one) => one.ours), best.map((one) => one.theirs)].map((times) =>
    Math.round(times.reduce((sum, time) => sum + time, 0)),
  );
  const ratio = Math.round((theirs / ours) * 100) / 100;
  console.log(JSON.stringify({ compared: both.length, feedmillMs: ours, rssParserMs: theirs, ratio }));
}
