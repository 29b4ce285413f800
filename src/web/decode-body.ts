// Undoes Content-Encoding (RFC 9110, section 8.4): gzip, deflate and br, at most two of them, under one limit for what
// comes out. The limit is the smaller of the size cap and the ratio cap, so a bomb stops where it passes it; a body
// without its trailer is cut, never whole.
import { type Duplex, pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { tooLarge } from './exchange.js';
import { codeOf, cutBody } from './network-error.js';
import type { WebFailure } from './outcome.js';

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
const inflateRaw = promisify(zlib.inflateRaw);
const brotli = promisify(zlib.brotliDecompress);

// What the header of a request offers.
export const ACCEPTED_CODINGS = 'gzip, deflate, br';

// Some sites compress twice by mistake; more layers than that are an attack.
const MAX_CODINGS = 2;
// Small pages of one repeated word pass any ratio honestly.
const RATIO_FREE_BYTES = 1_000_000;

/** The codings that a header names, in the order in which they were applied; a refusal for too many or unknown ones. */
export function codingsOf(header: string | null): readonly string[] | WebFailure {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim().replace(/^x-gzip$/, 'gzip'))
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS)
    return {
      status: 'refused',
      rule: 'coding',
      message: `The answer is compressed ${codings.length} times over, more than ${MAX_CODINGS}.`,
    };
  const unknown = codings.find((coding) => !decoders.has(coding));
  return unknown === undefined
    ? codings
    : {
        status: 'refused',
        rule: 'coding',
        message: `The answer comes in a compression that was not offered: ${unknown.slice(0, 40)}.`,
      };
}

/** The body with its codings undone, or why that failed. */
export async function decodeBody(
  body: Buffer,
  codings: readonly string[],
  limits: { readonly maxBytes: number; readonly maxRatio: number; readonly hostname: string },
): Promise<Buffer | WebFailure> {
  // Servers answer empty bodies with the header still set.
  if (body.length === 0) return body;
  const ratioCap = Math.max(RATIO_FREE_BYTES, body.length * limits.maxRatio);
  const cap = Math.min(limits.maxBytes, ratioCap);
  let decoded = body;
  try {
    for (const coding of [...codings].reverse()) {
      // codingsOf has let through only codings of the table.
      decoded = await decoders.get(coding)!(decoded, cap);
    }
    return decoded;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return cap === limits.maxBytes ? tooLarge(cap) : bomb(cap, limits.maxRatio);
    // zlib and brotli report a missing end in these two ways.
    if (code === 'Z_BUF_ERROR' || code === 'ERR__ERROR_FORMAT_UNEXPECTED_END')
      return cutBody(limits.hostname);
    return {
      status: 'network',
      code: 'BAD_CODING',
      message: `The answer of ${limits.hostname} cannot be decompressed (${code}).`,
    };
  }
}

/** The first bytes of a body with its codings undone: as many as are wanted, or as its beginning holds. */
export async function decodeHead(body: Buffer, codings: readonly string[], bytes: number): Promise<Buffer> {
  const undone = codings.toReversed().map((coding) => headDecoders.get(coding)?.(body));
  const steps = undone.filter((step) => step !== undefined);
  const source: Readable = Readable.from([body], { objectMode: false });
  // A cut body ends in an error of its decoder, after all that it holds has been read.
  const stream = steps.length === 0 ? source : pipeline([source, ...steps], () => undefined);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as Readable) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= bytes) break;
    }
  } catch {
    // What came before is what was asked for.
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

function bomb(limitBytes: number, maxRatio: number): WebFailure {
  return {
    status: 'too-large',
    limitBytes,
    message: `The answer unpacks to more than ${maxRatio} times its size.`,
  };
}

type Decoder = (body: Buffer, maxOutputLength: number) => Promise<Buffer>;
const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', (body, maxOutputLength) => gunzip(body, { maxOutputLength })],
  ['br', (body, maxOutputLength) => brotli(body, { maxOutputLength })],
  [
    'deflate',
    (body, maxOutputLength) =>
      hasZlibHeader(body) ? inflate(body, { maxOutputLength }) : inflateRaw(body, { maxOutputLength }),
  ],
]);

const headDecoders: ReadonlyMap<string, (body: Buffer) => Duplex> = new Map<string, (body: Buffer) => Duplex>(
  [
    ['gzip', () => zlib.createGunzip()],
    ['br', () => zlib.createBrotliDecompress()],
    ['deflate', (body) => (hasZlibHeader(body) ? zlib.createInflate() : zlib.createInflateRaw())],
  ],
);

// "deflate" means the zlib format (RFC 1950); some servers send the bare stream (RFC 1951).
function hasZlibHeader(body: Buffer): boolean {
  return body.length >= 2 && (body.readUInt8(0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
