import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOpml, writeOpml } from '../../src/feeds/opml.js';
import { storableText } from '../../src/feeds/storable.js';

describe('parseOpml', () => {
  it('takes folders as tags and tells each mistake with its line', () => {
    const { feeds, errors } = parseOpml(`<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News">
  <outline text="One" xmlUrl="https://one.example/feed"/>
  <outline text="Bad" xmlUrl="ftp://bad.example/feed"/>
  <outline text="Nothing"/>
</outline>
<outline text="Again" xmlUrl="https://one.example/feed"/>
</body></opml>`);
    expect(feeds).toEqual([{ url: 'https://one.example/feed', title: 'One', siteUrl: null, tags: ['News'] }]);
    expect(errors.map(({ line }) => line)).toEqual([4, 5, 7]);
    expect(errors[0]?.message).toContain('ftp://bad.example/feed');
  });

  it('says when a text is no OPML', () =>
    expect(parseOpml('<html></html>').errors[0]?.message).toContain('no <opml>'));

  it('reads a list that is cut off, and says what was left open', () => {
    const { feeds, errors } = parseOpml(
      '<opml><body>\n<outline text="A">\n<outline text="One" xmlUrl="https://one.example/?a=1&b=2"/>\n<outline te',
    );
    expect(feeds).toMatchObject([{ url: 'https://one.example/?a=1&b=2', tags: ['A'] }]);
    expect(errors).toEqual([
      { line: 1, message: 'The <opml> is never closed; what it holds is read all the same.' },
      { line: 1, message: 'The <body> is never closed; what it holds is read all the same.' },
      { line: 2, message: 'The <outline> is never closed; what it holds is read all the same.' },
    ]);
  });

  it('reads categories as tags, and a hundred thousand nested folders', () => {
    const nested = '<outline text="f" xmlUrl="https://n.example/"><outline text="g">'.repeat(50_000);
    expect(
      parseOpml(`<opml><outline xmlUrl="https://o.example/" category="/Town/Harbour, Sea"/></opml>`).feeds,
    ).toEqual([{ url: 'https://o.example/', title: null, siteUrl: null, tags: ['Town', 'Harbour', 'Sea'] }]);
    expect(parseOpml(`<opml>${nested}`).feeds).toHaveLength(1);
  });

  it('never throws', () => {
    const part = fc.constantFrom(
      '<opml>',
      '<outline',
      ' xmlUrl="',
      'https://a.example',
      '">',
      '</outline>',
      '/>',
      '\n',
      '&',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
        for (const { line, message } of parseOpml(parts.join('')).errors) {
          expect(line).toBeGreaterThan(0);
          expect(message).toMatch(/^[A-Z].*\.$/s);
        }
      }),
    );
  });

  it('reads back what writeOpml wrote', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 30, unit: 'binary' })
      .map((text) => storableText(text).trim())
      .filter((text) => text !== '');
    const feed = fc.record({
      url: fc.webUrl({ validSchemes: ['https'] }),
      title: fc.option(word),
      siteUrl: fc.option(fc.webUrl()),
      tags: fc.uniqueArray(word, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(feed, { selector: ({ url }) => url, maxLength: 20 }), (feeds) => {
        expect(parseOpml(writeOpml(feeds, { title: 'T', now: new Date(0) }))).toEqual({
          title: 'T',
          feeds,
          errors: [],
        });
      }),
    );
  });
});
