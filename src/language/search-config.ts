// Which text search configuration of PostgreSQL serves a language (those that PostgreSQL 15 ships; a server may have
// fewer, which the store checks), which languages are written without spaces between words, and which tags a reader
// means who names a language.

const configs: Readonly<Record<string, string>> = {
  ar: 'arabic',
  hy: 'armenian',
  eu: 'basque',
  ca: 'catalan',
  da: 'danish',
  nl: 'dutch',
  en: 'english',
  fi: 'finnish',
  fr: 'french',
  de: 'german',
  el: 'greek',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  ga: 'irish',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  no: 'norwegian',
  nb: 'norwegian',
  nn: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  es: 'spanish',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};
const unspaced = new Set(['zh', 'ja', 'th', 'km', 'lo', 'my']);

/** What a language is tagged as where its script or its standard is told, too. */
const narrower: Readonly<Record<string, readonly string[]>> = {
  zh: ['zh-Hans', 'zh-Hant'],
  sr: ['sr-Cyrl', 'sr-Latn'],
  no: ['nb', 'nn'],
};

const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** PostgreSQL's configuration for a BCP 47 tag; `simple` where it has none. */
export function searchConfigOf(tag: string): string {
  return configs[primary(tag)] ?? 'simple';
}

/** Whether words of this language have to be found inside sentences, by pairs of characters. */
export function segmentsByBigram(tag: string): boolean {
  return unspaced.has(primary(tag));
}

/**
 * The tags that a language range takes in: itself and what is narrower, as RFC 4647 filters (section 3.3.1), `zh` thus
 * both scripts of Chinese. `no` takes in the two standards of Norwegian, which ISO 639 gives codes of their own.
 */
export function tagsInRange(range: string): string[] {
  const [language = range, ...rest] = range.trim().split(/[-_]/);
  const subtags = rest.map((subtag) => (subtag.length === 4 ? titled(subtag) : subtag.toUpperCase()));
  const tag = [language.toLowerCase(), ...subtags].join('-');
  return [tag, ...(narrower[tag] ?? [])];
}

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
