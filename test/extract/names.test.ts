import { describe, expect, it } from 'vitest';
import { authorNames } from '../../src/extract/names.js';

describe('authorNames', () => {
  it.each([
    ['By Ada Example', ['Ada Example']],
    ['Von Ada Beispiel und Ben Muster am Montag, 12. Mai', ['Ada Beispiel', 'Ben Muster']],
    ['Autor: Ada Beispiel • 3 Minuten', ['Ada Beispiel']],
    ['View all posts by Ada Example', ['Ada Example']],
    ['Gespeichert von ada am 24. Juli', ['ada']],
    ['Ada Example, Ben Sample & Cy Test', ['Ada Example', 'Ben Sample', 'Cy Test']],
    ['作者:王小明', ['王小明']],
  ])('finds the people in %j', (line, names) => expect(authorNames(line, null)).toEqual(names));

  it.each([
    'https://copy.example/people/ada',
    'admin',
    'By',
    'ada@copy.example',
    'Copy Blog',
    'The editors of this page write about everything that happens here',
    '',
  ])('finds nobody in %j', (line) => expect(authorNames(line, 'Copy Blog')).toEqual([]));
});
