import { describe, expect, it } from 'vitest';
import { hanPairs } from '../../src/language/han.js';

describe('the tables of Chinese characters', () => {
  it('stand side by side: no character is its own counterpart, or stands in both', () => {
    expect(hanPairs.length).toBeGreaterThan(100);
    const simplified = new Set(hanPairs.map(([character]) => character));
    const traditional = new Set(hanPairs.map(([, character]) => character));
    expect([...simplified].filter((character) => traditional.has(character))).toEqual([]);
    for (const pair of hanPairs) expect(pair.map((character) => [...character].length)).toEqual([1, 1]);
  });
});
