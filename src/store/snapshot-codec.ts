// How the bytes of a page are kept: brotli, because Node 20 has no zstd, and on news pages it is smaller than gzip at
// its speed. Packed beside the event loop, unpacked by whoever reads the page, which is a thread of its own.
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib';

export type Codec = 'br' | 'identity';

/** A page's bytes as they are kept; `size` is their number unpacked. */
export interface PackedBytes {
  codec: Codec;
  body: Uint8Array;
  size: number;
}

const compress = promisify(brotliCompress);
// Level 4 takes some 2 ms for 100 KB; the levels above gain 5 % and take twice as long and more.
const QUALITY = 4;
// Brotli's own window of 4 MB takes memory that V8 counts as this program's: sixteen pages at once made it collect its
// whole heap for each forty pages. A window of 256 KB holds most pages and packs them as small.
const WINDOW_BITS = 18;
// Each chunk is a trip to the thread pool and back; most pages fit into one or two of these.
const CHUNK = 128 * 1024;

/** Packs a page's bytes; bytes that brotli cannot make smaller are kept as they are. */
export async function packBytes(bytes: Buffer): Promise<PackedBytes & { body: Buffer }> {
  const size = bytes.length;
  const packed = await compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: size,
    },
    chunkSize: CHUNK,
  });
  return packed.length < size
    ? { codec: 'br', body: packed, size }
    : { codec: 'identity', body: bytes, size };
}

/** The bytes of a page as they came. Blocks its thread for some 0.3 ms per 100 KB. */
export function unpackBytes({ codec, body, size }: PackedBytes): Uint8Array {
  return codec === 'br'
    ? brotliDecompressSync(body, { maxOutputLength: Math.max(1, size), chunkSize: CHUNK })
    : body;
}
