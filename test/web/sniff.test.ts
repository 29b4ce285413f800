import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnAwayByBytes } from '../../src/web/sniff.js';

const page = { wanted: 'page', isVague: false } as const;
const vague = { wanted: 'page', isVague: true } as const;
const html = '<!doctype html><title>Words</title><p>Grüße, 新闻';

describe('turnAwayByBytes', () => {
  it.each([
    ['%PDF-1.7\n', 'a PDF document'],
    ['\x89PNG\r\n\x1a\n\0', 'an image'],
    ['GIF89a', 'an image'],
    ['\xff\xd8\xff\xe0', 'an image'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'an image'],
    ['\0\0\0\x18ftypmp42', 'a video'],
    ['ID3\x04', 'a sound recording'],
    ['PK\x03\x04', 'an archive'],
    ['\x1f\x8b\x08\0', 'an archive'],
    ['wOF2', 'a font'],
  ])('knows %j', (bytes, kind) => {
    expect(turnAwayByBytes(Buffer.from(bytes, 'latin1'), 'text/html', page)).toEqual({
      status: 'unsupported-type',
      contentType: 'text/html',
      message: `The answer is ${kind} by its first bytes (text/html by its header), not a page.`,
    });
  });

  it.each([
    ['utf8', Buffer.from(html)],
    ['with a mark', Buffer.from(`\ufeff${html}`)],
    ['utf-16le', Buffer.from(html, 'utf16le')],
    ['utf-16 with a mark', Buffer.from(`\ufeff${html}`, 'utf16le')],
    ['empty', Buffer.alloc(0)],
    ['a text about a box', Buffer.from('The ftyp box')],
    ['a text about PDF', Buffer.from('The format %PDF- and the name ftyp and WEBP')],
  ])('takes a page in %s for one, whatever its header says', (_what, body) => {
    expect(turnAwayByBytes(body, null, vague)).toBeNull();
    expect(turnAwayByBytes(body, 'text/html', page)).toBeNull();
  });

  it('turns bytes of no text away only where the header leaves it open', () => {
    const body = Buffer.from([1, 2, 3, 4, 5]);
    expect(turnAwayByBytes(body, 'text/html', page)).toBeNull();
    expect(turnAwayByBytes(body, null, { ...vague, wanted: 'feed' })).toMatchObject({
      message: 'The answer is a file for download by its first bytes (no type by its header), not a feed.',
    });
  });

  it('turns no body away that begins as markup', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const body = Buffer.concat([Buffer.from('<html>'), bytes]);
        expect(turnAwayByBytes(body, 'text/html', page)).toBeNull();
      }),
    );
  });
});
