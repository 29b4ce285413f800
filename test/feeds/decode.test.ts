import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/feeds/decode.js';

describe('decodeText', () => {
  it.each([
    ['windows-1251', 'text/html; charset=windows-1251', 'Новый мост открыт'],
    ['shift_jis', 'text/html; charset=shift_jis', '新しい橋が開通した'],
    ['iso-8859-15', 'text/html; charset=iso-8859-15', 'Zehn € für die Brücke'],
  ])('decodes %s by its HTTP charset', (charset, contentType, text) => {
    expect(decodeText(iconv.encode(text, charset), { contentType }).text).toBe(text);
  });

  it('believes valid UTF-8 more than a declaration', () => {
    expect(
      decodeText(Buffer.from('<meta charset="iso-8859-1">Brücke'), {
        contentType: 'text/html; charset=iso-8859-1',
      }),
    ).toMatchObject({ source: 'utf8', charset: 'utf-8' });
  });

  it('reads the XML declaration and the meta tag', () => {
    expect(
      decodeText(iconv.encode('<?xml version="1.0" encoding="windows-1252"?><a>Brücke</a>', 'windows-1252'))
        .text,
    ).toContain('Brücke');
    expect(decodeText(iconv.encode('<meta charset="gb2312"><p>新闻报道</p>', 'gb2312')).text).toContain(
      '新闻报道',
    );
  });

  it('repairs UTF-8 with stray windows-1252 bytes', () => {
    const bytes = Buffer.concat([
      Buffer.from('Die Brücke ist offen, sagte sie: '),
      Buffer.from([0x93]),
      Buffer.from('endlich'),
      Buffer.from([0x94]),
    ]);
    expect(decodeText(bytes)).toEqual({
      text: 'Die Brücke ist offen, sagte sie: “endlich”',
      charset: 'utf-8',
      source: 'repair',
    });
  });

  it('reads back UTF-8 and UTF-16, with and without a byte order mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const source = `<r>${text}`;
        expect(decodeText(Buffer.from(source)).text).toBe(source);
        expect(
          decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(source, 'utf16le')])).text,
        ).toBe(source);
        expect(decodeText(Buffer.from(source, 'utf16le')).text).toBe(source);
      }),
    );
  });

  it('does not believe a declaration of UTF-16 that can be read as ASCII', () =>
    expect(
      decodeText(Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>Br\xfccke</a>', 'latin1')).text,
    ).toContain('Brücke'));

  it('reads ISO-2022-JP, which is valid UTF-8, where it is declared', () => {
    const bytes = Buffer.concat([
      Buffer.from('<meta charset="iso-2022-jp">'),
      Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]),
    ]);
    expect(decodeText(bytes)).toMatchObject({ charset: 'iso-2022-jp', source: 'declaration' });
    expect(decodeText(bytes).text).toContain('日本');
  });

  it('leaves out the character in which a cut body ends', () => {
    const whole = Buffer.from('Die Brücke über den Fluß 😀');
    for (let cut = 1; cut < 4; cut++)
      expect(decodeText(whole.subarray(0, whole.length - cut))).toMatchObject({
        text: 'Die Brücke über den Fluß ',
        source: 'utf8',
      });
  });

  it('takes back a second encoding as UTF-8, and only where all of the text went through it', () => {
    const twice = (text: string) => Buffer.from(iconv.decode(Buffer.from(text), 'windows-1252'));
    expect(decodeText(twice('Die Brücke über den Fluß – „offen“'))).toEqual({
      text: 'Die Brücke über den Fluß – „offen“',
      charset: 'utf-8',
      source: 'repair',
    });
    const example = 'It shows “Ã©” and “Ã¼” where é and ü belong';
    expect(decodeText(Buffer.from(example)).text).toBe(example);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => typeof decodeText(bytes).text === 'string'),
    );
  });
});
