import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { xmlText } from '../../src/feeds/xml-text.js';

describe('xmlText', () => {
  it('escapes what would end a text or an attribute', () => {
    expect(xmlText(`<a href="x">Fish & chips' end</a>`)).toBe(
      '&lt;a href=&quot;x&quot;&gt;Fish &amp; chips&#39; end&lt;/a&gt;',
    );
  });

  it('leaves out what XML cannot hold', () => {
    expect(xmlText('a\u0000b\u000bc\ud800d\uffffe\n')).toBe('abcde\n');
    expect(xmlText('🌊')).toBe('🌊');
  });

  it('says the same to a parser, as text and as an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const root = parseDocument(`<a b="${xmlText(text)}">${xmlText(text)}</a>`, {
          xmlMode: true,
        }).firstChild;
        expect(root).toMatchObject({ attribs: { b: text } });
        expect(root).toMatchObject({ children: text === '' ? [] : [{ data: text }] });
      }),
    );
  });
});
