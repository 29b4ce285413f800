// Bytes to text, for feeds and pages alike. The order is: BOM, the pattern of UTF-16 and UTF-32 without one, valid UTF-8
// (which wins over any declaration, because text in another charset is practically never valid UTF-8), the HTTP charset,
// the XML declaration or HTML meta, repair of UTF-8 with a few stray windows-1252 bytes, detection, windows-1252.
// What must stay true: nothing is thrown whatever the bytes are, and valid UTF-8 is read at the speed of TextDecoder.
// Names of charsets: WHATWG Encoding Standard, section 4.2.
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { decodedTwice } from './double-encoding.js';

export type CharsetSource =
  | 'bom'
  | 'utf16-pattern'
  | 'utf8'
  | 'http'
  | 'declaration'
  | 'repair'
  | 'detected'
  | 'fallback';
export interface DecodedText {
  text: string;
  /** Lower-case name, as WHATWG's Encoding Standard knows it where it does. */
  charset: string;
  source: CharsetSource;
}

/** Declarations stand within the first bytes (WHATWG HTML: 1,024); some pages put them behind long comments. */
const DECLARATION_BYTES = 4_096;
/** Detection reads no more than this; a longer sample does not change its answer. */
const DETECTION_BYTES = 65_536;
/** Text with more broken bytes than one in this many is no damaged UTF-8 but something else. */
const REPAIR_SHARE = 200;

/** Decodes a feed or a page; `contentType` is the HTTP header. `source` tells what the charset was known by. */
export function decodeText(bytes: Uint8Array, hints: { contentType?: string | null } = {}): DecodedText {
  const marked = bomCharset(bytes);
  if (marked !== null) return decoded(bytes, marked, 'bom');
  const wide = utf16Pattern(bytes);
  if (wide !== null) return decoded(bytes, wide, 'utf16-pattern');
  const http = known(/charset\s*=\s*["']?([\w:.-]+)/i.exec(hints.contentType?.slice(0, 500) ?? '')?.[1]);
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return fromUtf8(utf8, bytes, http);
  if (isEvidence(http)) return decoded(bytes, http, 'http');
  const declared = declaredCharset(bytes);
  if (isEvidence(declared)) return decoded(bytes, declared, 'declaration');
  const repaired = repairUtf8(bytes);
  if (repaired !== null) return { text: repaired, charset: 'utf-8', source: 'repair' };
  const detected = known(chardet.detect(bytes.subarray(0, DETECTION_BYTES)) ?? undefined);
  if (isEvidence(detected)) return decoded(bytes, detected, 'detected');
  return decoded(bytes, 'windows-1252', 'fallback');
}

// ISO-2022-JP is written in ASCII alone, so that it is valid UTF-8; its escape sequence and a declaration tell it.
function fromUtf8(utf8: string, bytes: Uint8Array, http: string | null): DecodedText {
  if (utf8.includes('\u001B$')) {
    const [japanese, source] = http === null ? [declaredCharset(bytes), 'declaration'] : [http, 'http'];
    if (japanese === 'iso-2022-jp') return decoded(bytes, japanese, source as CharsetSource);
  }
  const once = decodedTwice(utf8);
  return once === null
    ? { text: utf8, charset: 'utf-8', source: 'utf8' }
    : { text: once, charset: 'utf-8', source: 'repair' };
}

// Bytes that are no valid UTF-8 and have no pattern of UTF-16 are neither, whatever they are declared to be.
function isEvidence(charset: string | null): charset is string {
  return charset !== null && !/^utf-(?:8|16|32)/.test(charset);
}

function bomCharset(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : null;
}

// A feed or page begins with ASCII, so every other byte of its first four tells the width and the order.
function utf16Pattern([a, b, c, d]: Uint8Array): string | null {
  if (d === undefined) return null;
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'utf-32be';
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be';
  return a !== 0 && b === 0 && c !== 0 && d === 0 ? 'utf-16le' : null;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, wholeLength(bytes)));
  } catch {
    // Not valid UTF-8: the caller goes on with the next kind of evidence.
    return null;
  }
}

// A body that was cut off ends in the middle of a character; that one is left out.
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length - 1); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    return needed > back && isUtf8Before(bytes, bytes.length - back) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

// One accent at the end of an otherwise plain text is no cut character: what stands before must have been UTF-8.
function isUtf8Before(bytes: Uint8Array, end: number): boolean {
  return bytes.subarray(0, end).some((byte) => byte > 0x7f);
}

function declaredCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const xml = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1];
  const meta = /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1];
  return known(xml ?? meta);
}

/** The charset's usual name; null when nothing here can decode it. */
function known(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // TextDecoder knows the web's charsets only; iconv-lite knows UTF-32 and the IBM code pages too.
    return iconv.encodingExists(label) ? label.toLowerCase() : null;
  }
}

function decoded(bytes: Uint8Array, charset: string, source: CharsetSource): DecodedText {
  const name = known(charset) ?? 'windows-1252';
  // Node 20's TextDecoder reads windows-1252 as ISO-8859-1 and loses quotation marks, dashes and the euro sign.
  if (name === 'windows-1252') return { text: iconv.decode(Buffer.from(bytes), name), charset: name, source };
  try {
    return { text: new TextDecoder(name).decode(bytes), charset: name, source };
  } catch {
    // As above: UTF-32 and code pages.
    return { text: iconv.decode(Buffer.from(bytes), name), charset: name, source };
  }
}

// Broken bytes decode to U+FFFD; each run of them is decoded again as windows-1252, which is what strays in.
function repairUtf8(bytes: Uint8Array): string | null {
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const broken = lenient.split('\uFFFD').length - 1;
  if (broken > 3 && broken * REPAIR_SHARE > bytes.length) return null;
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      parts.push(
        new TextDecoder('utf-8').decode(bytes.subarray(from, at)),
        iconv.decode(Buffer.from(bytes.subarray(at, at + 1)), 'windows-1252'),
      );
      from = at + 1;
    }
    at += Math.max(1, length);
  }
  parts.push(new TextDecoder('utf-8').decode(bytes.subarray(from)));
  return parts.join('');
}

/** The length of the UTF-8 sequence at `at`; 0 when there is none (RFC 3629). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
