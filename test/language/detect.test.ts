import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectByBlock } from '../../src/language/blocks.js';
import { detectLanguage, loadLanguageModel } from '../../src/language/detect.js';
import { findResidue } from '../../src/language/residue.js';
import { searchConfigOf, segmentsByBigram } from '../../src/language/search-config.js';

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

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        (text) => typeof detectLanguage(text).tag === 'string',
      ),
    );
  });
});

describe('detectByBlock', () => {
  it('gives both languages of a text in two, with their shares', () => {
    const { shares } = detectByBlock(`${german}\n\n${german}\n\n${english}`);
    expect(shares.map(({ tag }) => tag)).toEqual(['de', 'en']);
    expect(shares[0]?.share).toBeGreaterThan(0.5);
  });
});

describe('findResidue', () => {
  it('counts an English insertion in a German sentence and where it stands', () => {
    const text = 'Wir haben das erkannt [and] wir freuen uns.';
    expect(findResidue(text, 'de')).toEqual({
      count: 1,
      spans: [{ start: 22, end: 27, text: '[and]', tag: 'en' }],
    });
    expect(findResidue(text, 'en').count).toBe(0);
  });
});

describe('searchConfigOf', () => {
  it('names the dictionary of a language, simple elsewhere, and tells what has no spaces', () => {
    expect(['de', 'nb', 'sr-Latn', 'zh-Hans', 'und'].map(searchConfigOf)).toEqual([
      'german',
      'norwegian',
      'serbian',
      'simple',
      'simple',
    ]);
    expect(['zh-Hant', 'ja', 'th', 'de'].map(segmentsByBigram)).toEqual([true, true, true, false]);
  });
});
