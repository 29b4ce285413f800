import { describe, expect, it } from 'vitest';
import { page, read } from './paper-page.js';

const dayIn = (...given: Parameters<typeof page>): string | null => read(page(...given)).publishedDay;

describe('a date in numbers', () => {
  const ambiguous = '<p class="date">03/04/2024</p>';
  it.each([
    ['en-US', '2024-03-04'],
    ['en_US', '2024-03-04'],
    ['en-GB', '2024-04-03'],
    ['en', '2024-04-03'],
    ['', '2024-04-03'],
    ['fr', '2024-04-03'],
    ['es-MX', '2024-04-03'],
  ])('is read as the page’s language, "%s", has it', (language, day) => {
    expect(dayIn(language, ambiguous)).toBe(day);
  });

  it.each([
    ['en', '05/28/2024', '2024-03-04'],
    ['en-US', '28/05/2024', '2024-04-03'],
    ['en-GB', '05/28/2024', '2024-04-03'],
  ])('is read in %s beside %s as that one is, unless the page says where it is', (language, other, day) => {
    expect(dayIn(language, `${ambiguous}<p>Read on ${other}</p>`)).toBe(day);
  });

  it('is read in the same order where it is stated for machines', () => {
    const stated = '<meta name="pubdate" content="3/4/2024 10:15:00 AM">';
    expect(read(page('en-US', '', stated)).publishedAt).toEqual(new Date('2024-03-04T10:15:00Z'));
    expect(read(page('en-AU', '', stated)).publishedAt).toEqual(new Date('2024-04-03T10:15:00Z'));
  });
});

describe('a date that is shown', () => {
  it.each([
    ['de', '<p>Stand: 12.03.2024, 10:15 Uhr</p>'],
    ['de', '<p>Veröffentlicht am 12.03.2024 um 10:15 Uhr</p>'],
    ['de', '<p>Aktualisiert am 14.03.2024 - Veröffentlicht am 12.03.2024</p>'],
    ['de', '<p>Aktualisiert: 14.03.2024</p><p>Veröffentlicht: 12.03.2024</p>'],
    ['en', '<p class="date">Last updated: March 14, 2024 | First published: March 12, 2024</p>'],
    ['en', '<p class="date">Updated Thursday, March 14, 2024</p><p class="date">March 12, 2024</p>'],
    ['pl', '<p class="data">Aktualizacja: 14.03.2024, Publikacja: 12.03.2024</p>'],
    ['fr', '<p class="date">Mis à jour le 14 mars 2024</p><p class="date">Publié le 12 mars 2024</p>'],
    ['es', '<p class="fecha">Actualizado el 14/03/2024 · 12/03/2024</p>'],
  ])('in %s is that of the publication: %s', (language, lines) => {
    expect(dayIn(language, lines)).toBe('2024-03-12');
  });

  it('is that of a change where no other is shown', () => {
    expect(dayIn('de', '<p class="date">Aktualisiert am 14.03.2024</p>')).toBe('2024-03-14');
  });
});
