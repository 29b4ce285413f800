import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findResidue } from '../../src/language/residue.js';

describe('findResidue', () => {
  it('counts an English insertion in a German sentence and where it stands', () => {
    const text = 'Wir haben das erkannt [and] wir freuen uns.';
    expect(findResidue(text, 'de')).toEqual({
      count: 1,
      spans: [{ start: 22, end: 27, text: '[and]', tag: 'en' }],
    });
    expect(findResidue(text, 'en').count).toBe(0);
  });

  it('counts English function words in a row, and not those of a name', () => {
    const found = findResidue('Der Hafen war and the Kai sind offen.', 'de').spans.map(({ text }) => text);
    expect(found).toEqual(['and the']);
    expect(findResidue('Er sprach mit der Bank of the West darüber.', 'de').count).toBe(0);
  });

  it("counts a template's phrase on a line of its own, in English articles too, and not inside a sentence", () => {
    const text = 'The bridge is open.\n\nLeave a Reply\n\nThey asked readers to leave a reply at the bridge.';
    expect(findResidue(text, 'en').spans).toEqual([{ start: 21, end: 34, text: 'Leave a Reply', tag: 'en' }]);
    expect(findResidue(text.replace('Leave a Reply', 'source site'), 'de').spans[0]?.text).toBe(
      'source site',
    );
  });

  it('keeps a bounded number of places beside the count of all', () => {
    const { count, spans } = findResidue('Das ist [and] so. '.repeat(500), 'de');
    expect(count).toBe(500);
    expect(spans.length).toBeLessThan(count);
  });

  it('locates each place in the text itself', () => {
    const piece = fc.constantFrom('[the]', 'and', 'of', 'the', 'Hafen', 'ist', '\n', 'Read more', '. ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join(' ');
        for (const { start, end, text: found } of findResidue(text, 'de').spans)
          expect(text.slice(start, end)).toBe(found);
      }),
    );
  });
});
