// Ids as people and URLs write them. So many digits are always below 2^53 and fit a bigint; ids are far smaller.
const DIGITS = /^\d{1,15}$/;

/** The id that a text names; null when it is none, or is longer than any id can be. */
export function idNamed(text: string): number | null {
  return DIGITS.test(text) ? Number(text) : null;
}
