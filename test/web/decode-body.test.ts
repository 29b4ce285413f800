import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebClientOptions } from '../../src/web/client.js';
import { codingsOf, decodeBody } from '../../src/web/decode-body.js';
import { httpOrigin, testClient } from './origins.js';

async function get(body: Buffer, coding: string, options: Partial<WebClientOptions> = {}) {
  const origin = await httpOrigin((_request, response) =>
    response.writeHead(200, { 'Content-Encoding': coding, 'Content-Length': body.length }).end(body),
  );
  return testClient(options).get({ url: origin.url });
}

const text = Buffer.from('A page of some words. '.repeat(200));
const zeros = Buffer.alloc(20_000_000);

describe('a compressed answer', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['gzip', Buffer.concat([gzipSync(text.subarray(0, 50)), gzipSync(text.subarray(50))])],
  ])('in %s is unpacked', async (coding, body) => {
    const outcome = await get(body, coding);
    expect(outcome.status === 'ok' && outcome.body.equals(text)).toBe(true);
  });

  it('that is empty stays empty', async () => {
    expect(await get(Buffer.alloc(0), 'gzip')).toMatchObject({ status: 'ok', body: Buffer.alloc(0) });
  });

  it('that unpacks to the limit or beyond is given up', async () => {
    const tooLarge = {
      status: 'too-large',
      limitBytes: 10_000_000,
      message: 'The answer is larger than 10000000 bytes.',
    };
    const loose = { maxRatio: 1e9 };
    expect(await get(gzipSync(zeros), 'gzip', loose)).toEqual(tooLarge);
    expect(await get(brotliCompressSync(zeros), 'br', loose)).toEqual(tooLarge);
  });

  it('that unpacks to more than a hundred times its size is given up above 1 MB', async () => {
    const bomb = { status: 'too-large', message: 'The answer unpacks to more than 100 times its size.' };
    expect(await get(gzipSync(zeros.subarray(0, 5_000_000)), 'gzip')).toMatchObject(bomb);
    expect(await get(brotliCompressSync(zeros), 'br')).toMatchObject({ ...bomb, limitBytes: 1_000_000 });
    expect(await get(gzipSync(gzipSync(zeros)), 'gzip, gzip')).toMatchObject(bomb);
    expect(await get(gzipSync(zeros.subarray(0, 900_000)), 'gzip')).toMatchObject({ status: 'ok' });
  });

  it('in three layers or an unknown coding is refused', async () => {
    expect(await get(text, 'gzip, gzip, gzip')).toEqual({
      status: 'refused',
      rule: 'coding',
      message: 'The answer is compressed 3 times over, more than 2.',
    });
    expect(await get(text, 'zstd')).toEqual({
      status: 'refused',
      rule: 'coding',
      message: 'The answer comes in a compression that was not offered: zstd.',
    });
  });

  it('that is not what its header says cannot be decompressed', async () => {
    for (const coding of ['gzip', 'br', 'deflate'])
      expect(await get(text, coding)).toMatchObject({
        status: 'network',
        code: expect.stringMatching(/BAD_CODING|CUT_BODY/),
      });
  });
});

describe('decodeBody', () => {
  const limits = { maxBytes: 10_000_000, maxRatio: 100, hostname: 'example.com' };

  it.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
  ])('takes no %s body for whole that was cut anywhere', async (coding, whole) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
        const decoded = await decodeBody(whole.subarray(0, length), [coding], limits);
        expect(Buffer.isBuffer(decoded)).toBe(false);
      }),
    );
  });
});

describe('codingsOf', () => {
  it('reads none, one and two', () => {
    expect(codingsOf(null)).toEqual([]);
    expect(codingsOf(' identity ,')).toEqual([]);
    expect(codingsOf('Deflate, GZIP')).toEqual(['deflate', 'gzip']);
  });
});
