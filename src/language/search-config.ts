// Which text search configuration of PostgreSQL serves a language (those that PostgreSQL 15 ships; a server may have
// fewer, which the store checks), and which languages are written without spaces between words.

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

const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** PostgreSQL's configuration for a BCP 47 tag; `simple` where it has none. */
export function searchConfigOf(tag: string): string {
  return configs[primary(tag)] ?? 'simple';
}

/** Whether words of this language have to be found inside sentences, by pairs of characters. */
export function segmentsByBigram(tag: string): boolean {
  return unspaced.has(primary(tag));
}
