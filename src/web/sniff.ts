// What a body is by its first bytes, where its Content-Type does not say or does not say the truth: the signatures of
// the WHATWG MIME Sniffing standard (section 6) and of the archives and fonts that servers mislabel.
import type { WebFailure } from './outcome.js';

const SIGNATURES: readonly (readonly [offset: number, bytes: string, kind: string])[] = [
  [0, '%PDF-', 'a PDF document'],
  [0, '\x89PNG\r\n\x1a\n', 'an image'],
  [0, 'GIF87a', 'an image'],
  [0, 'GIF89a', 'an image'],
  [0, '\xff\xd8\xff', 'an image'],
  [8, 'WEBP', 'an image'],
  [4, 'ftyp', 'a video'],
  [0, '\x1aE\xdf\xa3', 'a video'],
  [0, 'ID3', 'a sound recording'],
  [0, 'OggS\0', 'a sound recording'],
  [8, 'WAVE', 'a sound recording'],
  [0, 'PK\x03\x04', 'an archive'],
  [0, '\x1f\x8b\x08', 'an archive'],
  [0, 'Rar!\x1a\x07', 'an archive'],
  [0, '7z\xbc\xaf\x27\x1c', 'an archive'],
  [0, 'wOFF', 'a font'],
  [0, 'wOF2', 'a font'],
];
// What must stand before a signature that does not begin the file.
const BEFORE: Readonly<Record<number, string>> = { 0: '', 4: '\0', 8: 'RIFF' };
/** The standard looks at no more for control bytes. */
const HEAD_BYTES = 1_445;
// The standard's "binary data bytes". UTF-16 and UTF-32 have them too, and a byte order mark or a pattern of NULs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/;

/**
 * The failure that turns a body away by its bytes, or null when it may be what was wanted. `isVague`: its header leaves
 * open what it is, so that bytes of no text turn it away as well.
 */
export function turnAwayByBytes(
  body: Buffer,
  contentType: string | null,
  { wanted, isVague }: { wanted: 'page' | 'feed'; isVague: boolean },
): WebFailure | null {
  const head = body.toString('latin1', 0, HEAD_BYTES);
  const kind =
    SIGNATURES.find(
      ([offset, bytes]) => head.startsWith(bytes, offset) && head.startsWith(BEFORE[offset] ?? ''),
    )?.[2] ?? (isVague && isBinary(head) ? 'a file for download' : null);
  if (kind === null) return null;
  const named = (contentType ?? 'no type').slice(0, 100);
  return {
    status: 'unsupported-type',
    contentType: named,
    message: `The answer is ${kind} by its first bytes (${named} by its header), not a ${wanted}.`,
  };
}

function isBinary(head: string): boolean {
  if (/^(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf)/.test(head)) return false;
  // Text in UTF-16 without a mark has a NUL beside nearly every character; "<" comes first in all markup.
  if (/^(?:\0<|<\0)/.test(head)) return false;
  return BINARY.test(head);
}
