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
    ['Da Silva Santos', ['Da Silva Santos']],
    ['Miles Standish', ['Miles Standish']],
    ['Se Young Example', ['Se Young Example']],
    ['Ada Beispiel/dpa', ['Ada Beispiel', 'dpa']],
    ['文/王小明 編輯/李四', ['王小明']],
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
    ['Ada Example, Head of News', ['Ada Example']],
    ['Ada Example, Chefredakteurin', ['Ada Example']],
    ['By Ada Example @adaexample Follow', ['Ada Example']],
    ['Eine Kolumne von Ada Beispiel', ['Ada Beispiel']],
    ['Aus Berlin berichten Ada Beispiel und Ben Muster', ['Ada Beispiel', 'Ben Muster']],
    ['Par Ada Exemple, envoyée spéciale à Kiev', ['Ada Exemple']],
    ['Ada Exemple avec AFP', ['Ada Exemple', 'AFP']],
    ['By ADA EXAMPLE Associated Press', ['ADA EXAMPLE', 'Associated Press']],
    ['By Ada Example, with Ben Sample', ['Ada Example', 'Ben Sample']],
    ['Ada Ejemplo Corresponsal en París', ['Ada Ejemplo']],
    ['dalla nostra inviata Ada Esempio', ['Ada Esempio']],
    ['di Ada Esempio e Ben Prova', ['Ada Esempio', 'Ben Prova']],
    ['Di Maio', ['Di Maio']],
    ['Text: Ada Exempel Foto: Ben Prov', ['Ada Exempel']],
    ['Opracowanie: Ada Przykład', ['Ada Przykład']],
    ['Ada Example Ada Example', ['Ada Example']],
    ['Ada Beispiel Alles von Ada Beispiel', ['Ada Beispiel']],
    ['ada_example', ['ada_example']],
    ['adaexample1984', ['adaexample1984']],
    ['新华社记者王小明 李大山', ['王小明', '李大山']],
    ['〔記者王小明／台北報導〕', ['王小明']],
    ['山田 太郎', ['山田 太郎']],
    ['홍길동·김철수 기자', ['홍길동', '김철수']],
    ['نویسنده: آدا نمونه', ['آدا نمونه']],
  ])('finds the people in %j', (line, names) => expect(found(line)).toEqual(names));

  it.each([
    'https://copy.example/people/ada',
    'admin',
    'By',
    'ada@copy.example',
    'Copy Blog',
    'Donnerstag, 12. Mai 2026',
    'Kommentare',
    'الجمعة',
    'Photographs by Ben Sample',
    'Guest Author',
    'a_b_c_12_34_56',
    '',
  ])('finds nobody in %j', (line) => expect(found(line)).toEqual([]));

  it.each(['A cura di Ada Esempio', 'Di Ada Esempio', 'di Ada Esempio'])(
    'finds Ada in %j where readers see it',
    (line) => expect(found(line, true)).toEqual(['Ada Esempio']),
  );

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
    for (const agency of ['رويترز', 'ロイター', '新华社', 'İHA', 'ΑΠΕ-ΜΠΕ'])
      expect(namesIn(agency, isSite)).toEqual([{ name: agency, kind: 'agency' }]);
    for (const body of ['朝日新聞社', '온라인뉴스팀', 'Συντακτική ομάδα'])
      expect(namesIn(body, isSite)).toEqual([{ name: body, kind: 'body' }]);
  });
});
