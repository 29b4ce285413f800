// The end of a WARC file that may have been cut off inside a record: what comes after the last whole one would make the
// rest of the file unreadable once something is appended.
import { createInflateRaw } from 'node:zlib';

// How zlib begins a gzip member (RFC 1952): magic number, deflate, no flags. The checksum and the length end it.
const MEMBER_HEAD = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
const HEAD_BYTES = 10;
const END_BYTES = 8;

/** How many of these bytes, the last ones of a file, end with a whole record; null when there is none in them. */
export async function wholeRecordsEnd(tail: Buffer): Promise<number | null> {
  for (
    let at = tail.lastIndexOf(MEMBER_HEAD);
    at !== -1;
    at = at === 0 ? -1 : tail.lastIndexOf(MEMBER_HEAD, at - 1)
  ) {
    const length = await recordLength(tail.subarray(at));
    if (length !== null && at + length <= tail.length) return at + length;
  }
  return null;
}

/** Bytes of the packed record that stands here; null when none does, or not the whole of it. */
async function recordLength(bytes: Buffer): Promise<number | null> {
  const inflate = createInflateRaw();
  inflate.end(bytes.subarray(HEAD_BYTES));
  let head = '';
  try {
    for await (const chunk of inflate) if (head === '') head = (chunk as Buffer).toString('latin1');
  } catch {
    // Packed data that looks like a head, or a record that was cut off: both are no record.
    return null;
  }
  return head.startsWith('WARC/') ? HEAD_BYTES + inflate.bytesWritten + END_BYTES : null;
}
