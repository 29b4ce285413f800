// UTF-8 that a publisher's software took for windows-1252 and encoded once more ("Ã©" for "é"). The text is believed to
// be that only when every character beyond ASCII belongs to such a pair, because text that was encoded once practically
// never consists of nothing else: one curly quotation mark of its own, and nothing is changed.
import iconv from 'iconv-lite';

/** Fewer pairs than this may be an example in an article about the matter. */
const MIN_PAIRS = 2;
/** The characters by which windows-1252 shows the first bytes of two- and three-byte sequences of common scripts. */
const leads = /[\u00C2-\u00F4][\u0080-\u00BF\u0152-\u0192\u02C6\u02DC\u2013-\u2122]/;

const bytesOf: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 128 }, (_, index) => [
    iconv.decode(Buffer.from([index + 128]), 'windows-1252').codePointAt(0) ?? 0,
    index + 128,
  ]),
);

/** The text as it was before its second encoding; null when it was encoded only once. */
export function decodedTwice(text: string): string | null {
  if (!leads.test(text)) return null;
  const bytes = Buffer.alloc(text.length);
  let beyondAscii = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // The five bytes that windows-1252 leaves undefined come as the control characters of the same number.
    const byte = code < 0x100 ? code : bytesOf.get(code);
    if (byte === undefined) return null;
    if (byte > 0x7f) beyondAscii++;
    bytes[index] = byte;
  }
  if (beyondAscii < 2 * MIN_PAIRS) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Something in it is no pair, so the text means what it says.
    return null;
  }
}
