import { describe, expect, it } from 'vitest';
import { now, page, read } from './paper-page.js';

describe('a date in the future', () => {
  it.each([
    ['shown', page('en', '<p class="date">16 June 2024</p>')],
    ['stated', page('en', '', '<meta name="pubdate" content="2024-06-16T08:00:00Z">')],
  ])('that is less than a day off is clamped to now where it is %s, and noted', (_, html) => {
    const { publishedAt, publishedDay, notes } = read(html);
    // It is the sixteenth already where the day begins first.
    expect({ publishedAt, publishedDay }).toEqual({ publishedAt: now, publishedDay: '2024-06-16' });
    expect(notes.join()).toContain('a date in the future was set to now: 2024-06-16');
  });

  it('is no later day than it is anywhere', () => {
    const html = page('en', '', '<meta name="pubdate" content="2024-06-16T08:00:00Z">');
    const early = new Date('2024-06-15T08:30:00Z');
    const article = read(html, early);
    expect(article).toMatchObject({ publishedAt: early, publishedDay: '2024-06-15' });
  });

  it('that is farther off is ignored, and noted where it is stated', () => {
    const { publishedAt, publishedDay, notes } = read(
      page('en', '<p class="date">17 June 2025</p>', '<meta name="pubdate" content="2025-06-17T13:00:00Z">'),
    );
    expect({ publishedAt, publishedDay }).toEqual({ publishedAt: null, publishedDay: null });
    expect(notes.join()).toContain('a date in the future was ignored: 2025-06-17');
  });
});
