// eld's statistics of letter sequences, read into flat arrays. Loaded the way that eld itself loads them, the large
// database (the only one good enough for headlines) takes 400 MB and a second; the same numbers in typed arrays take
// some 10 MB and a tenth of it. The scores are eld's own: the sum over the distinct sequences of a text.
// What must stay true: sequences are cut exactly as eld cuts them (UTF-8 bytes written with eld's own 256 signs, four
// at a time with a stride of three, a space at a word's edges), or the numbers do not fit them.
// The layout of the files is eld 2.1's; a version that moves them fails here with a sentence, and a test holds it.
import { readFileSync } from 'node:fs';

/** Average of a text's scores by language; a higher number fits better, and 0 is a language that shares nothing. */
export type Scores = Readonly<Record<string, number>>;

interface Model {
  languages: readonly string[];
  signs: readonly string[];
  /** Open addressing: the hash of a sequence, 0 for a free slot, beside where its entries begin. */
  hashes: Uint32Array;
  begins: Uint32Array;
  /** Pairs of a language's number and a score, closed by {@link END}. */
  entries: Uint8Array;
}

const SLOTS = 2 ** 19;
const END = 255;
/** eld leaves this out of each stored score to keep its files short. */
const SCORE_BASE = 53;
/** eld reads no further into a word. */
const MAX_WORD = 70;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKSLASH = 92;
const CLOSING_BRACE = 125;

let loaded: Model | null = null;

/**
 * Loads the statistics, once; later calls do nothing.
 * @throws Error when the installed eld is laid out otherwise than version 2.1.
 */
export function loadNgrams(): void {
  loaded ??= readModel(new URL('../', import.meta.resolve('eld/large')));
}

/** The average score of each language for a text, by eld's codes; empty for a text without letters. */
export function scoreNgrams(text: string): Scores {
  loadNgrams();
  if (loaded === null) return {};
  const { languages, hashes, begins, entries, signs } = loaded;
  const sums = new Float64Array(languages.length);
  const grams = sequencesOf(text, signs);
  for (const gram of grams) {
    const hash = hashOf(gram, 0, gram.length);
    let slot = hash % SLOTS;
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) % SLOTS;
    if (hashes[slot] === 0) continue;
    for (let at = begins[slot] ?? 0; entries[at] !== END; at += 2) {
      const language = entries[at] ?? 0;
      sums[language] = (sums[language] ?? 0) + (entries[at + 1] ?? 0) + SCORE_BASE;
    }
  }
  return Object.fromEntries(
    languages.map((language, index) => [language, (sums[index] ?? 0) / (grams.size || 1)]),
  );
}

/** FNV-1a; never 0, which marks a free slot. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) continue;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0 || 1;
}

/** The distinct sequences of a text, cut as eld cuts them. */
function sequencesOf(text: string, signs: readonly string[]): Set<string> {
  const grams = new Set<string>();
  for (const word of text.toLowerCase().split(/[^\p{L}]+(?<!['`’])/u)) {
    if (word === '') continue;
    const bytes = bytesOf(word, signs);
    const length = Math.min(bytes.length, MAX_WORD);
    for (let at = 0; at + 4 < length; at += 3) grams.add((at === 0 ? ' ' : '') + bytes.slice(at, at + 4));
    const last = bytes.slice(length === 3 ? 0 : Math.max(0, length - 4));
    grams.add(`${length <= 4 ? ' ' : ''}${last} `);
  }
  return grams;
}

function bytesOf(word: string, signs: readonly string[]): string {
  let bytes = '';
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (code < 0x80) bytes += word[index];
    else if (code < 0x800) bytes += `${signs[0xc0 | (code >> 6)]}${signs[0x80 | (code & 0x3f)]}`;
    else
      bytes += `${signs[0xe0 | (code >> 12)]}${signs[0x80 | ((code >> 6) & 0x3f)]}${signs[0x80 | (code & 0x3f)]}`;
  }
  return bytes;
}

function readModel(eld: URL): Model {
  const source = readFileSync(new URL('ngrams/large.js', eld), 'utf8');
  const start = source.indexOf('ngrams:{');
  const languages = [...source.slice(0, start).matchAll(/\d+:'(\w+)'/g)].map(([, code]) => code ?? '');
  const signs = [...readFileSync(new URL('dictionary.js', eld), 'utf8').matchAll(/'(\\?.)'/gu)].map(
    ([, sign]) => (sign ?? '').slice(-1),
  );
  if (start < 0 || languages.length === 0 || signs.length !== 256)
    throw new Error(
      `The statistics of eld at ${eld.href} are laid out otherwise than eld 2.1's; install eld 2.1.`,
    );
  return { languages, signs, ...pack(source, start + 'ngrams:{'.length) };
}

/** Reads `'key':{language:score,...},` to the end without a string for each key. */
function pack(source: string, start: number): Pick<Model, 'hashes' | 'begins' | 'entries'> {
  const hashes = new Uint32Array(SLOTS);
  const begins = new Uint32Array(SLOTS);
  const entries = new Uint8Array(source.length - start);
  let filled = 0;
  let at = start;
  while (at < source.length && source.charCodeAt(at) !== CLOSING_BRACE) {
    const key = keyAt(source, at);
    const closing = source.indexOf('}', key.next);
    const hash = hashOf(source, key.from, key.to);
    let slot = hash % SLOTS;
    while (hashes[slot] !== 0) slot = (slot + 1) % SLOTS;
    hashes[slot] = hash;
    begins[slot] = filled;
    filled = addPairs(source, key.next, closing, entries, filled);
    entries[filled++] = END;
    at = closing + (source.charAt(closing + 1) === ',' ? 2 : 1);
  }
  return { hashes, begins, entries: entries.slice(0, filled) };
}

/** Where a key's own letters stand, quoted or not, and where its pairs begin. */
function keyAt(source: string, at: number): { from: number; to: number; next: number } {
  const quote = source.charCodeAt(at);
  if (quote !== QUOTE && quote !== DOUBLE_QUOTE) {
    const to = source.indexOf(':', at);
    return { from: at, to, next: to + 2 };
  }
  let to = at + 1;
  while (source.charCodeAt(to) !== quote) to += source.charCodeAt(to) === BACKSLASH ? 2 : 1;
  return { from: at + 1, to, next: to + 3 };
}

/** Writes the numbers between two places one after another; returns where the next may be written. */
function addPairs(source: string, from: number, to: number, entries: Uint8Array, filled: number): number {
  let next = filled;
  let value = 0;
  for (let index = from; index <= to; index++) {
    const digit = source.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
    } else {
      entries[next++] = value;
      value = 0;
    }
  }
  return next;
}
