import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../src/operations/text-diff.js';

const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `w${from + index}`).join(' ');

describe('wordDiff', () => {
  it('shows what is gone and what is new, between words of what is the same', () => {
    expect(wordDiff('The council met on Monday.', 'The council met on Tuesday.')).toEqual([
      { kind: 'same', text: 'The council met on ' },
      { kind: 'gone', text: 'Monday' },
      { kind: 'new', text: 'Tuesday' },
      { kind: 'same', text: '.' },
    ]);
  });
  it('leaves out most of a long part that is the same', () => {
    const diff = wordDiff(`${words(0, 50)} old ${words(50, 100)}`, `${words(0, 50)} new ${words(50, 100)}`);
    expect(diff.map(({ kind }) => kind)).toEqual(['skipped', 'same', 'gone', 'new', 'same', 'skipped']);
    expect(diff[1]?.text).toBe(`${words(42, 50)} `);
  });
  it('is empty for what is the same', () => expect(wordDiff('a b', 'a b')).toEqual([]));
  it('takes two texts without common words for two texts', () => {
    const diff = wordDiff(words(0, 5_000), words(5_000, 10_000));
    expect(diff.map(({ kind }) => kind)).toEqual(['gone', 'new']);
  });
  it('loses no word of either text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c ', ' ', '\n\n', 'ü'), { maxLength: 60 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = wordDiff(before, after);
        const side = (without: string) =>
          diff
            .filter(({ kind }) => kind !== without)
            .map((part) => part.text)
            .join('');
        expect(diff.length === 0 ? before : side('new')).toBe(before);
        expect(diff.length === 0 ? after : side('gone')).toBe(after);
      }),
    );
  });
});
