// Fetched pages as a WARC 1.1 file (ISO 28500:2017), each record a gzip member of its own (annex D), so that one file
// can be appended to another. A page is a response record, and where the stored article was made from it a metadata
// record says what was made. Ids follow from the page, so that a page that is exported twice is known again.
import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import { WARCRecord, WARCSerializer } from 'warcio';
import type { ArchivedPage } from './record.js';

const WARC_VERSION = 'WARC/1.1';
/** Pages come out as small as at the usual level 6, in a quarter of its time. */
const GZIP_LEVEL = 3;
// The bytes that are kept came out of the coding and the chunks that these tell of, which is what a reader must not
// do again. Archives keep them under another name (as Browsertrix and pywb do).
const ofTheTransfer = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

/** The record that a file, or a part of one, begins with. */
export function warcInfo(software: string, at: Date): Promise<Uint8Array> {
  const record = WARCRecord.createWARCInfo(
    { warcVersion: WARC_VERSION, date: at.toISOString() },
    { software, format: 'WARC File Format 1.1', conformsTo: 'https://iipc.github.io/warc-specifications/' },
  );
  return packed(record);
}

/** The records of a page with its bytes. */
export async function warcRecords(page: ArchivedPage, body: Uint8Array): Promise<Uint8Array[]> {
  const response = await packed(responseOf(page, body));
  return page.result === null ? [response] : [response, await packed(metadataOf(page))];
}

function responseOf(page: ArchivedPage, body: Uint8Array): WARCRecord {
  const record = WARCRecord.create(
    {
      ...about(page),
      type: 'response',
      statusline: `HTTP/1.1 ${page.status} ${STATUS_CODES[page.status] ?? ''}`.trimEnd(),
      httpHeaders: keptHeaders(page.headers, body.length),
      warcHeaders: {
        'WARC-Record-ID': idOf(page, 'response'),
        'WARC-Payload-Digest': `sha256:${page.sha256}`,
      },
    },
    [body],
  );
  // Given here, since the library would take each hash in a WebAssembly of its own, which costs more than the record.
  const head = `${String(record.httpHeaders)}\r\n`;
  record.warcHeaders.headers.set('WARC-Block-Digest', digestOf(head, body));
  return record;
}

function metadataOf(page: ArchivedPage): WARCRecord {
  const text = Buffer.from(JSON.stringify(page.result));
  const digest = digestOf(text);
  return WARCRecord.create(
    {
      ...about(page),
      type: 'metadata',
      warcHeaders: {
        'WARC-Record-ID': idOf(page, 'metadata'),
        'WARC-Refers-To': idOf(page, 'response'),
        'Content-Type': 'application/json',
        'WARC-Payload-Digest': digest,
        'WARC-Block-Digest': digest,
      },
    },
    [text],
  );
}

const about = ({ url, fetchedAt }: ArchivedPage) =>
  ({ url, date: fetchedAt, warcVersion: WARC_VERSION }) as const;

const digestOf = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
};

/** A UUID of the custom kind (version 8, RFC 9562). */
function idOf({ snapshotId, url, sha256, fetchedAt }: ArchivedPage, kind: string): string {
  const name = JSON.stringify([kind, snapshotId, url, sha256, fetchedAt]);
  const hex = createHash('sha256').update(name).digest('hex');
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}>`;
}

function keptHeaders(headers: Record<string, string>, length: number): Record<string, string> {
  const kept = Object.entries(headers).map(([name, value]): [string, string] => [
    ofTheTransfer.has(name.toLowerCase()) ? `x-orig-${name}` : name,
    value,
  ]);
  return { ...Object.fromEntries(kept), 'content-length': String(length) };
}

async function packed(record: WARCRecord): Promise<Uint8Array> {
  return gzipSync(await WARCSerializer.serialize(record, { gzip: false }), { level: GZIP_LEVEL });
}
