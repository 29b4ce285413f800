import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLine } from '../../src/cli/printable.js';
import { controlCharacter } from './control-characters.js';

const hostile = fc.string({
  unit: fc
    .oneof(
      fc.integer({ min: 0, max: 0xa5 }),
      fc.integer({ min: 0x2020, max: 0x2070 }),
      fc.integer({ min: 0x41, max: 0x5a }),
    )
    .map((code) => String.fromCharCode(code)),
});

describe('printable', () => {
  it('leaves ordinary text of any script as it is', () => {
    for (const text of [
      'Größe 5 €',
      '港口重新開放',
      'نص عربي\u200f.',
      'two\nlines\tand a tab',
      '👩‍🚒 at work',
    ])
      expect(printable(text)).toBe(text);
  });
  it('takes the sting out of escape sequences', () => {
    expect(printable('\u001b]0;owned\u0007\u001b[31mred\u001b[0m')).toBe(']0;owned[31mred[0m');
    expect(printable('\u009b2Jgone \u001b]8;;http://evil.example/\u001b\\link')).toBe(
      '2Jgone ]8;;http://evil.example/\\link',
    );
    expect(printable('user\u202egpj.exe\u2066')).toBe('usergpj.exe');
  });
  it('makes line feeds of every line break, so that a carriage return cannot write over a line', () => {
    expect(printable('paid\r\nnot\rpaid\u2028now')).toBe('paid\nnot\npaid\nnow');
  });
  it('lets no control character through, whatever the text', () => {
    fc.assert(fc.property(hostile, (text) => void expect(printable(text)).not.toMatch(controlCharacter)));
  });
});

describe('printableLine', () => {
  it('is one line without control characters, whatever the text', () => {
    fc.assert(fc.property(hostile, (text) => void expect(printableLine(text)).not.toMatch(/[\n\t]/)));
    expect(printableLine('  one\n\n two\tthree ')).toBe('one two three');
  });
});

describe('printableJson', () => {
  it('is the same value to a program and holds no control character', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const json = printableJson({ text });
        expect(json).not.toMatch(controlCharacter);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});
