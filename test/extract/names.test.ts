import { describe, expect, it } from 'vitest';
import { namesIn } from '../../src/extract/names.js';

const isSite = (name: string): boolean => name === 'Copy Blog';
const found = (line: string, isShown = false): string[] =>
  namesIn(line, isSite, isShown).map(({ name }) => name);

describe('namesIn', () => {
  it.each([
    ['By Ada Example', ['Ada Example']],
    ['Von Ada Beispiel und Ben Muster am Montag, 12. Mai', ['Ada Beispiel', 'Ben Muster']],
    ['Autor: Ada Beispiel • 3 Minuten', ['Ada Beispiel']],
    ['View all posts by Ada Example', ['Ada Example']],
    ['Gespeichert von ada am 24. Juli', ['ada']],
    ['Ada Example, Ben Sample & Cy Test', ['Ada Example', 'Ben Sample', 'Cy Test']],
    ['By Ada Example, Ben Sample, and Cy Test', ['Ada Example', 'Ben Sample', 'Cy Test']],
    ['Por Ada Ejemplo y Ben Prueba', ['Ada Ejemplo', 'Ben Prueba']],
    ['José Ortega y Gasset', ['José Ortega y Gasset']],
    ['Par Ada Exemple et Ben Essai', ['Ada Exemple', 'Ben Essai']],
    ['Door Ada Voorbeeld en Ben Proef', ['Ada Voorbeeld', 'Ben Proef']],
    ['A cura di Ada Esempio', ['Ada Esempio']],
    ['Автор: Ада Примерова', ['Ада Примерова']],
    ['作者：王小明', ['王小明']],
    ['記者王小明／台北報導', ['王小明']],
    ['홍길동 기자', ['홍길동']],
    ['بقلم: آدا مثال', ['آدا مثال']],
    ['Von Korrespondentin Ada Beispiel', ['Ada Beispiel']],
    ['Von unserem Redakteur Ben Muster', ['Ben Muster']],
    ['Grant Example, PhD', ['Grant Example']],
    ['Ada Example (Berlin)', ['Ada Example']],
    ['By Ada Example, Political Editor', ['Ada Example']],
    ['Copy Blog - Ada Example', ['Ada Example']],
    ['Ada Example | Copy Blog', ['Ada Example']],
    ['Ada Example March 25, 2015', ['Ada Example']],
    ['Theresa May', ['Theresa May']],
    ['By Ada Example @adaexample Follow', ['Ada Example']],
  ])('finds the people in %j', (line, names) => expect(found(line)).toEqual(names));

  it.each([
    'https://copy.example/people/ada',
    'admin',
    'By',
    'ada@copy.example',
    'Copy Blog',
    'Donnerstag, 12. Mai 2026',
    '',
  ])('finds nobody in %j', (line) => expect(found(line)).toEqual([]));

  it.each([
    'The editors of this page write about everything that happens here',
    'Zur Übersicht',
    'written in haste, read at leisure',
  ])('finds nobody in %j where readers see it', (line) => expect(found(line, true)).toEqual([]));

  it('tells agencies and other bodies from people', () => {
    expect(namesIn('Ada Example, dpa', isSite)).toEqual([
      { name: 'Ada Example', kind: 'person' },
      { name: 'dpa', kind: 'agency' },
    ]);
    expect(namesIn('Ministerium für Wirtschaft und Klima', isSite)).toEqual([
      { name: 'Ministerium für Wirtschaft und Klima', kind: 'body' },
    ]);
    expect(namesIn('Reuters', isSite)).toEqual([{ name: 'Reuters', kind: 'agency' }]);
  });
});
