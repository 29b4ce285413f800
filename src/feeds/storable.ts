// What PostgreSQL cannot hold: NUL in text and in jsonb, lone surrogates in jsonb. The other control characters are
// no part of any text and only trouble terminals; tab and line ends stay.

// What is no control character, as one range: without Unicode's tables this is ten times as fast.
const control = /[^\t\n\r -~\u00A0-\uFFFF]/;
// In Unicode patterns a surrogate matches only where it stands alone.
const everyUnwanted = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;

/** The text without NUL, the other control characters but tab and line ends, and surrogates without their other half. */
export function storableText(text: string): string {
  return control.test(text) || !text.isWellFormed() ? text.replace(everyUnwanted, '') : text;
}
