// Reads every feed of a corpus and writes what was read, for a scorer beside the corpus.
// usage: bench:feeds -- --cases DIR --out FILE     DIR holds expectations.json and cases/<file>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeText } from '../src/feeds/decode.js';
import { type FeedOutcome, parseFeed } from '../src/feeds/parse.js';

const { values } = parseArgs({ options: { cases: { type: 'string' }, out: { type: 'string' } } });
if (values.cases === undefined || values.out === undefined)
  throw new Error('usage: bench:feeds -- --cases DIR --out FILE');

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
const perSecond = (count: number): number => Math.round((count / ms) * 10_000) / 10;
console.log(
  JSON.stringify({
    feeds: inputs.length,
    megabytesPerSecond: perSecond(megabytes),
    itemsPerSecond: perSecond(items),
  }),
);
