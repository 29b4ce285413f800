// How often titles, authors and days of publication are right, against a corpus that knows them.
// usage: bench:metadata -- --pages DIR [--wrong]
// DIR holds truth.json ({id: {url, title, author, date}}) and pages/<id>.html.gz; --wrong lists what is not right.
// Right is: the same title in letters and digits; the same set of names; the same day in UTC. Where the truth has no
// author or date, right is to give none; these are counted apart.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extractArticle } from '../src/extract/article.js';
import { decodeText } from '../src/feeds/decode.js';

interface Known {
  url?: string;
  title?: string | null;
  author?: string | string[] | null;
  date?: string | null;
}
interface Tally {
  right: number;
  of: number;
}

const { values } = parseArgs({
  options: { pages: { type: 'string' }, wrong: { type: 'boolean', default: false } },
});
if (values.pages === undefined) throw new Error('usage: bench:metadata -- --pages DIR [--wrong]');
const folder = values.pages;
const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Known>;

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
const names = (author: string | string[]): string =>
  [author]
    .flat()
    .flatMap((name) => name.split(/[,;&\n]|\s(?:und|and|et|y)\s/u))
    .map((name) => letters(name.replace(/^\s*(?:written by|by|von)\s/i, '')))
    .filter((name) => name !== '')
    .sort()
    .join();

const tallies: Record<string, Tally> = {};
function count(what: string, id: string, wanted: string, given: string): void {
  tallies[what] ??= { right: 0, of: 0 };
  const tally = tallies[what];
  tally.of++;
  if (wanted === given) tally.right++;
  else if (values.wrong) console.log(`${what}\t${id}\t${wanted}\t${given}`);
}

for (const [id, { url = 'http://example.invalid/', title, author, date }] of Object.entries(truth)) {
  if (title === undefined) continue;
  const html = decodeText(gunzipSync(readFileSync(join(folder, 'pages', `${id}.html.gz`)))).text;
  const article = extractArticle(html, { url, now: new Date() });
  if (title) count('title', id, letters(title), letters(article.title ?? ''));
  const hasAuthor = author !== undefined && author !== null && author.length > 0;
  count(hasAuthor ? 'author' : 'noAuthor', id, hasAuthor ? names(author) : '', names(article.byline));
  const day = article.publishedAt?.toISOString().slice(0, 10) ?? '';
  count(date ? 'date' : 'noDate', id, date ? date.slice(0, 10) : '', day);
}
const shares = Object.entries(tallies).map(([what, { right, of }]) => [
  what,
  { right: Math.round((right / of) * 1_000) / 1_000, of },
]);
console.log(JSON.stringify(Object.fromEntries(shares)));
