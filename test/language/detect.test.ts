import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectByBlock } from '../../src/language/blocks.js';
import { detectLanguage, loadLanguageModel } from '../../src/language/detect.js';
import { findResidue } from '../../src/language/residue.js';

beforeAll(() => loadLanguageModel());

const german =
  'Die neue Brücke über den Hafen wird im Herbst für den Verkehr geöffnet, teilte die Verwaltung der Stadt am Montag mit.';
const english =
  'The new bridge across the harbour will be opened to traffic in autumn, the administration of the town said on Monday.';

describe('detectLanguage', () => {
  it.each([
    [german, 'de'],
    [english, 'en'],
    [
      'Le nouveau pont sur le port sera ouvert à la circulation à l’automne, a annoncé lundi la mairie de la ville.',
      'fr',
    ],
    [
      'El nuevo puente sobre el puerto se abrirá al tráfico en otoño, anunció el lunes el ayuntamiento de la ciudad.',
      'es',
    ],
    [
      'Новый мост через гавань откроют для движения осенью, сообщила в понедельник администрация города.',
      'ru',
    ],
    [
      'Новий міст через гавань відкриють для руху восени, повідомила в понеділок адміністрація міста, її речник.',
      'uk',
    ],
    ['سيتم افتتاح الجسر الجديد أمام حركة المرور في الخريف', 'ar'],
    ['这座新桥将于秋季通车，市政府周一说', 'zh-Hans'],
    ['這座新橋將於秋季通車，市政府週一說', 'zh-Hant'],
    ['新しい橋は秋に開通すると市が月曜日に発表した。', 'ja'],
    ['새 다리는 가을에 개통된다고 시가 월요일에 밝혔다', 'ko'],
    ['สะพานใหม่จะเปิดใช้ในฤดูใบไม้ร่วง', 'th'],
  ])('tags %j as %s', (text, tag) => expect(detectLanguage(text).tag).toBe(tag));

  it.each(['', '—', '12345 67.8', 'https://example.org/a/b', '🎉🎉', 'OK'])('says und of %j', (text) =>
    expect(detectLanguage(text).tag).toBe('und'),
  );

  it('reports a declaration that the text contradicts', () => {
    expect(detectLanguage(german, { declared: 'en-US' })).toMatchObject({ tag: 'de', disagreement: 'en' });
    expect(detectLanguage(german, { declared: 'de-AT' }).disagreement).toBeNull();
  });

  it.each([
    ['Stoljećima su vlakovi vozili preko mosta, a u siječnju ga je općina zatvorila.', 'hr'],
    ['Vekovima su vozovi išli preko mosta, a u januaru ga je opština zatvorila.', 'sr-Latn'],
    ['Вековима су возови ишли преко моста, а у јануару га је општина затворила.', 'sr-Cyrl'],
    ['Polis berkata mangsa kemalangan itu dibawa ke hospital kerana cedera selepas dilanggar kereta.', 'ms'],
    [
      'Polisi mengatakan korban kecelakaan itu dibawa ke rumah sakit karena terluka setelah ditabrak mobil.',
      'id',
    ],
    ['O alcalde dixo que a ponte nova abrirase aos veciños cando remate a choiva.', 'gl'],
    ['Die burgemeester het gesê die nuwe brug sal vir almal oop wees sodra die reën ophou.', 'af'],
  ])('tells %j from its neighbours: %s', (text, tag) => expect(detectLanguage(text).tag).toBe(tag));

  it.each([
    'const bridges = await Promise.all(ids.map((id) => store.find(id))); return bridges.filter(Boolean);',
    '<div class="wide"><br></div> <span id="a1"></span>',
    '| 12 | 14.5 | 99 |\n| 3 | 8.25 | 71 |',
    'Harbour',
    'SELECT id, name FROM bridges WHERE length > 30;',
    'npm install --save-dev typescript',
    'import os, sys',
    'name,age,city\nanna,31,berlin\nben,28,paris',
    '.wide { color: red; margin: 0 auto; }',
    '/usr/local/share/bridges/harbour.txt',
    '+49 30 1234567, 10:30–11:45',
    '🚢🌉👏 🎈',
    'contact@example.org https://example.org/?a=1&b=2',
  ])('says und of what is no language: %j', (text) => expect(detectLanguage(text).tag).toBe('und'));

  it('takes a hint for a name, and never for what has no words', () => {
    expect(detectLanguage('Hafenbrücke', { declared: 'de' })).toMatchObject({ tag: 'de', source: 'hint' });
    expect(detectLanguage('12:30', { declared: 'de' }).tag).toBe('und');
  });

  it('lets declarations settle only what the text leaves open, the nearest first', () => {
    const open = 'Sastanak je u petak.';
    expect(detectLanguage(open).confidence).toBeLessThan(0.9);
    expect(detectLanguage(open, { feed: 'bs', previous: 'hr' }).tag).toBe('bs');
    expect(detectLanguage(open, { declared: 'en', previous: 'hr' }).tag).toBe('hr');
    expect(detectLanguage(german, { declared: 'fr', feed: 'fr', previous: 'fr' }).tag).toBe('de');
  });

  it('answers any text with a well-formed tag and a confidence between 0 and 1', () => {
    const words = fc.array(
      fc.constantFrom('the', 'der', '的', 'je', 'и', 'في', '<a', '&&', '12', '🎈', '\u0000', '\ud800'),
    );
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      words.map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(odd, fc.option(fc.string({ maxLength: 12 })), (text, declared) => {
        const { tag, confidence } = detectLanguage(text, { declared });
        expect(tag).toMatch(/^(?:und|[a-z]{2,3}(?:-[A-Z][a-z]{3})?)$/);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  // A quadratic pattern would take hours of these, and the test's own limit ends it.
  it.each([
    'a',
    ' ',
    '<',
    '"',
    '„',
    '«',
    '[',
    '@',
    '&#1',
    'a1',
    '_',
    '.a',
    '的',
    '\n',
    '> ',
    '©2020',
    '\ud83d',
    'x_y.',
  ])('reads 5 MB of %j to the end', (unit) => {
    const text = unit.repeat(Math.ceil(5_000_000 / unit.length));
    expect(typeof detectByBlock(text).main.tag).toBe('string');
    expect(findResidue(text, 'de').count).toBeGreaterThanOrEqual(0);
  });
});
