// How often titles, authors and days of publication are right, against corpora that know them.
// usage: bench:metadata -- --pages DIR... [--wrong] [--half odd|even]
// DIR holds truth.json ({id: {url, title, author, date}}) and pages/<id>.html.gz; --wrong lists what is not right, and
// --half takes every other page, so that what is tuned on one half can be looked at on the other.
// Right is: the same title in letters and digits, kicker: or one begins or ends with the other; the same set of names in
// letters, whatever their order, named: or at least all of them; the same day, where the page was written. The truth is
// taken as it stands, with its slips (a town for an author, the site for its author), but for days that no calendar has
// (2022-29-11), which nobody can be right about; where it has no author or no date, right is to give none, which counts
// as noAuthor and noDate, though many of those pages do name one.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
type Tallies = Map<string, Tally>;

const { values } = parseArgs({
  options: {
    pages: { type: 'string', multiple: true },
    wrong: { type: 'boolean', default: false },
    half: { type: 'string' },
  },
});
if (values.pages === undefined)
  throw new Error('usage: bench:metadata -- --pages DIR... [--wrong] [--half odd|even]');

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
const namesIn = (author: string | string[]): string[] =>
  [author]
    .flat()
    .flatMap((name) => name.split(/[,;&/|\n]|\s(?:und|and|et|y)\s/iu))
    .map((name) => letters(name.replace(/^\s*(?:written by|by|von)\s/i, '')))
    .filter((name) => name !== '')
    .sort();
const sameButKicker = (one: string, other: string): boolean =>
  one !== '' &&
  other !== '' &&
  (one.startsWith(other) || one.endsWith(other) || other.startsWith(one) || other.endsWith(one));

function count(tallies: Tallies, what: string, isRight: boolean): void {
  const tally = tallies.get(what) ?? { right: 0, of: 0 };
  tally.of++;
  if (isRight) tally.right++;
  tallies.set(what, tally);
}

function show(what: string, id: string, wanted: string, given: string): void {
  if (values.wrong && wanted !== given) console.log(`${what}\t${id}\t${wanted}\t${given}`);
}

function judge(tallies: Tallies, folder: string, id: string, known: Known): void {
  const { url = 'http://example.invalid/', title, author, date } = known;
  const html = decodeText(gunzipSync(readFileSync(join(folder, 'pages', `${id}.html.gz`)))).text;
  const article = extractArticle(html, { url, now: new Date() });
  if (title) {
    const [wanted, given] = [letters(title), letters(article.title ?? '')];
    count(tallies, 'title', wanted === given);
    count(tallies, 'titleOrKicker', sameButKicker(wanted, given));
    show('title', id, wanted, given);
  }
  const [wanted, given] = [namesIn(author ?? []), namesIn(article.byline)];
  const what = wanted.length > 0 ? 'author' : 'noAuthor';
  count(tallies, what, wanted.join() === given.join());
  if (wanted.length > 0)
    count(
      tallies,
      'named',
      wanted.every((name) => given.includes(name)),
    );
  show(what, id, wanted.join(), given.join());
  const [wantedDay, day] = [date?.slice(0, 10) ?? '', article.publishedDay ?? ''];
  if (wantedDay !== '' && Number.isNaN(Date.parse(wantedDay))) return;
  count(tallies, wantedDay === '' ? 'noDate' : 'date', wantedDay === day);
  show(wantedDay === '' ? 'noDate' : 'date', id, wantedDay, day);
}

for (const folder of values.pages) {
  const tallies: Tallies = new Map();
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Known>;
  const known = Object.entries(truth).filter(([, { title }]) => title !== undefined);
  for (const [index, [id, page]] of known.entries()) {
    if (values.half !== undefined && (index % 2 === 0) !== (values.half === 'odd')) continue;
    judge(tallies, folder, id, page);
  }
  const shares = [...tallies].map(([what, { right, of }]) => [
    what,
    { right: Math.round((right / of) * 1_000) / 1_000, of },
  ]);
  console.log(JSON.stringify({ corpus: basename(folder), ...Object.fromEntries(shares) }));
}
