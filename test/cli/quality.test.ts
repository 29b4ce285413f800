import { describe, expect, it } from 'vitest';
import { qualityText } from '../../src/cli/quality.js';

const measured = { words: 600, characters: 3412, blocks: 12, linkDensity: 0.021, confidence: 0.83 };

describe('qualityText', () => {
  it('says in one line how a text was found and how good it is', () => {
    const rule = { site: 'example.org', file: 'a.yaml', version: '0123456789ab' };
    expect(qualityText({ ...measured, found: 'element', rule: null, residue: { count: 2 } })).toBe(
      'found by the weight of its text; 3412 characters in 12 blocks; 2 % links; confidence 0.83; 2 foreign words',
    );
    expect(qualityText({ ...measured, found: 'rule', rule, residue: null })).toBe(
      'found by the site rule; 3412 characters in 12 blocks; 2 % links; confidence 0.83; rule of example.org in a.yaml, version 0123456789ab',
    );
  });
  it('says what there is of a revision of an older version', () =>
    expect(qualityText(measured)).toBe('3412 characters in 12 blocks; 2 % links; confidence 0.83'));
});
