import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storableText } from '../../src/feeds/storable.js';

describe('storableText', () => {
  it('drops NUL, control characters and half surrogates, and keeps tab, line ends and whole pairs', () =>
    expect(storableText('a\u0000b\u0001\u007F\t\r\n\uD83D\uDE00\uD800c\uDC00')).toBe('ab\t\r\n😀c'));

  it('leaves nothing that UTF-8 or Postgres would refuse, and text without such things as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (any, clean) => {
        const text = storableText(any);
        expect(Buffer.from(text).toString()).toBe(text);
        expect(text).not.toContain('\u0000');
        expect(storableText(text)).toBe(text);
        expect(storableText(clean)).toBe(clean);
      }),
    );
  });
});
