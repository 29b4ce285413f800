// What PostgreSQL cannot hold: NUL in text and in jsonb, lone surrogates in jsonb. The other control characters are
// no part of any text and only trouble terminals; tab and line ends stay.

// Any control character or surrogate. Without Unicode's tables this is ten times as fast, and most texts hold neither.
const suspect = /[^\t\n\r -~\u00A0-\uD7FF\uE000-\uFFFF]/;
// In Unicode patterns a surrogate matches only where it stands alone.
const unwanted = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const everyUnwanted = new RegExp(unwanted, 'gu');

/** The text without NUL, the other control characters but tab and line ends, and surrogates without their other half. */
export function storableText(text: string): string {
  return suspect.test(text) && unwanted.test(text) ? text.replace(everyUnwanted, '') : text;
}
