// What goes into the full-text index and what a query becomes. Languages that PostgreSQL has a dictionary for are
// stemmed; others go in as they are. Chinese, Japanese, Thai, Khmer, Lao and Burmese write no spaces, so PostgreSQL
// would index a sentence as one word: their text goes in as overlapping pairs of characters, and a query becomes
// the phrase of its own pairs, which finds a word wherever it stands in a sentence.
import { storableText } from '../feeds/storable.js';

/** How a document was indexed: a PostgreSQL text search configuration, or `bigram` for pairs of characters. */
export type SearchConfig = string;
export const BIGRAM: SearchConfig = 'bigram';

// tsvector ends at 1 MB, and an insert that goes beyond it fails. A short word with a hyphen is three entries of it, so
// that text may grow by a factor of 3.7: a quarter of it is safe whatever the text holds.
const MAX_INDEXED_BYTES = 250_000;
/** No title that a person wrote is longer; the rest of the index is the text's. */
const MAX_TITLE_BYTES = 10_000;
/** Nobody searches for more; a query is compared in every language, and grows with each of them. */
const MAX_QUERY_CHARACTERS = 1_000;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}ー々〆]+/gu;

/** Whether a query can only be meant for text without spaces. */
export function hasUnspacedScript(query: string): boolean {
  return query.search(unspaced) >= 0;
}

/** The text as overlapping pairs where it has no spaces; the last character stands alone so that it can be found. */
function bigramText(text: string): string {
  return text.replace(unspaced, (run) => ` ${pairs(run).join(' ')} `);
}

function pairs(run: string): string[] {
  const characters = [...run];
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
}

/**
 * A query for `to_tsquery('simple', …)` over bigram text: each run of unspaced script becomes the phrase of its
 * pairs, other words stay words, and all must match. Null when nothing searchable is left.
 */
export function bigramQuery(query: string): string | null {
  const terms = query.match(/[\p{L}\p{M}\p{N}ー々〆]+/gu) ?? [];
  const parts = terms.flatMap((term) =>
    term.split(
      /(?<=[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}ー々〆])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}])/u,
    ),
  );
  const words = parts
    .filter((part) => part !== '')
    .map((part) => (hasUnspacedScript(part) ? phrase(part) : part));
  return words.length === 0 ? null : words.join(' & ');
}

// One character alone is the beginning of a pair or the last of a run: a prefix finds both.
function phrase(run: string): string {
  const found = pairs(run);
  return found.length === 1 ? `${run}:*` : `(${found.slice(0, -1).join(' <-> ')})`;
}

/** What of a query is searched for: its first 1,000 characters, without those that PostgreSQL cannot hold. */
export function searchable(query: string): string {
  return unhyphenated(storableText(query.slice(0, MAX_QUERY_CHARACTERS)));
}

/** What the index takes of a title and a text: their heads, cut between characters, in pairs where they have no spaces. */
export function indexed(title: string, text: string, config: SearchConfig): [title: string, text: string] {
  const prepare = (of: string): string => (config === BIGRAM ? bigramText(of) : unhyphenated(of));
  return [head(prepare(title), MAX_TITLE_BYTES), head(prepare(text), MAX_INDEXED_BYTES)];
}

/** Where a word may be parted at the end of a line, which PostgreSQL takes for its end: "Histo\u00ADri\u00ADschen". */
const unhyphenated = (text: string): string => text.replaceAll('\u00ad', '');

function head(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maxBytes) return text;
  // A cut inside a character decodes to U+FFFD, which is not part of the text.
  return bytes
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '');
}
