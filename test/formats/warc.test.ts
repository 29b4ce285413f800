import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WARCParser, type WARCRecord } from 'warcio';
import { warcInfo, warcRecords } from '../../src/formats/warc.js';
import { wholeRecordsEnd } from '../../src/formats/warc-tail.js';
import { archivedPage, exportRecord } from './records.js';

const body = Buffer.from('<p>Fünf</p>', 'latin1');

async function readBack(parts: Uint8Array[]): Promise<{ record: WARCRecord; content: Buffer }[]> {
  const read = [];
  for await (const record of WARCParser.iterRecords([Buffer.concat(parts)]))
    read.push({ record, content: Buffer.from(await record.readFully(false)) });
  return read;
}

describe('warcRecords', () => {
  it('keeps the answer as it came, and what was made of it beside it', async () => {
    const headers = {
      'content-type': 'text/html; charset=latin1',
      'content-encoding': 'br',
      'content-length': '7',
    };
    const page = archivedPage(body, { status: 203, headers, result: exportRecord({ title: 'Five' }) });
    const parts = [await warcInfo('feedmill', new Date(0)), ...(await warcRecords(page, body))];
    const [info, response, metadata] = await readBack(parts);
    expect(info?.record.warcType).toBe('warcinfo');
    expect(response?.record).toMatchObject({
      warcType: 'response',
      warcTargetURI: page.url,
      warcDate: page.fetchedAt,
      warcPayloadDigest: `sha256:${page.sha256}`,
    });
    expect(response?.record.httpHeaders?.statusline).toBe('HTTP/1.1 203 Non-Authoritative Information');
    // The body was unpacked when it was stored; a reader that unpacks it again would fail.
    expect(Object.fromEntries(response?.record.httpHeaders?.headers ?? [])).toEqual({
      'content-type': headers['content-type'],
      'x-orig-content-encoding': 'br',
      'x-orig-content-length': '7',
      'content-length': String(body.length),
    });
    expect(response?.content.equals(body)).toBe(true);
    expect(metadata?.record.warcHeader('WARC-Refers-To')).toBe(response?.record.warcHeader('WARC-Record-ID'));
    expect(JSON.parse(metadata?.content.toString() ?? '')).toMatchObject({ title: 'Five' });
  });

  it('gives a page the same ids each time, and each record a gzip member', async () => {
    const page = archivedPage(body, { result: exportRecord() });
    const [once, again] = [await warcRecords(page, body), await warcRecords(page, body)];
    expect(again).toEqual(once);
    expect(once.map((part) => gunzipSync(part).toString('latin1').slice(0, 8))).toEqual([
      'WARC/1.1',
      'WARC/1.1',
    ]);
    const [other] = await warcRecords(archivedPage(body), body);
    expect(gunzipSync(other ?? '')).not.toEqual(gunzipSync(once[0] ?? ''));
  });
});

describe('wholeRecordsEnd', () => {
  it('leaves off a record that was cut anywhere', async () => {
    const [first, second] = [
      await warcInfo('feedmill', new Date(0)),
      ...(await warcRecords(archivedPage(body), body)),
    ];
    const whole = Buffer.from(first ?? []);
    const both = Buffer.concat([whole, Buffer.from(second ?? [])]);
    expect(await wholeRecordsEnd(both)).toBe(both.length);
    for (let cut = whole.length; cut < both.length; cut++)
      expect(await wholeRecordsEnd(both.subarray(0, cut))).toBe(whole.length);
    expect(await wholeRecordsEnd(Buffer.from('no archive'))).toBeNull();
  });
});
