import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenientJson } from '../../src/extract/json-repair.js';

describe('lenientJson', () => {
  it.each([
    ['plain', '{"a": "b"}', { a: 'b' }],
    ['in an HTML comment', '<!-- {"a": "b"} -->', { a: 'b' }],
    ['in CDATA marks', '//<![CDATA[\n{"a": "b"}\n//]]>', { a: 'b' }],
    ['in CDATA marks within comments', '/*<![CDATA[*/{"a": "b"}/*]]>*/', { a: 'b' }],
    ['with a semicolon behind it', '{"a": "b"};', { a: 'b' }],
    ['with line ends in a string', '{"a": "b\n\tc"}', { a: 'b  c' }],
    ['with commas before brackets', '{"a": ["b", ], }', { a: ['b'] }],
    ['with escapes that JSON does not know', String.raw`{"a": "it\'s", "b": "\x"}`, { a: "it's", b: 'x' }],
    ['with quotes inside a string', '{"a": "he said "no" to it", "b": 1}', { a: 'he said "no" to it', b: 1 }],
    ['with a comment', '{/* who */ "a": "b"}', { a: 'b' }],
    ['with a link that holds //', '{"a": "https://copy.example/*x*/", }', { a: 'https://copy.example/*x*/' }],
  ])('reads JSON %s', (_name, source, value) => expect(lenientJson(source)).toEqual(value));

  it.each(['', 'var x = 1', '{"a": }', '{"a"', '<p>no</p>'])('takes %j for no JSON', (source) =>
    expect(lenientJson(source)).toBeNull(),
  );

  it('gives what JSON gives for all JSON', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        expect(lenientJson(source)).toEqual(JSON.parse(source));
      }),
    );
  });

  it('answers every text', () => {
    fc.assert(fc.property(fc.string(), (source) => lenientJson(`{"a": "${source}`) !== undefined));
  });
});
