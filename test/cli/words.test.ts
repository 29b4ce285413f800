import { describe, expect, it } from 'vitest';
import { publishedText } from '../../src/cli/words.js';

describe('publishedText', () => {
  it.each([
    ['2024-05-17T10:30:00.000Z', '2024-05-17', '2024-05-17 10:30:00Z'],
    ['2024-05-16T23:30:00.000Z', '2024-05-17', '2024-05-16 23:30:00Z (2024-05-17 there)'],
    ['2024-05-17T00:00:00.000Z', '2024-05-17', '2024-05-17'],
    ['2024-05-17T00:00:00.000Z', null, '2024-05-17 00:00:00Z'],
    [null, null, ''],
  ])('shows %s on the day %s as "%s"', (at, day, shown) => {
    expect(publishedText(at, day)).toBe(shown);
  });
});
