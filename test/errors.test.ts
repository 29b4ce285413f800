import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../src/errors.js';

describe('errorCodes', () => {
  it('has a row in the manual for every code, and the manual none beside them', () => {
    const manual = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...manual.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, code]) => code);
    expect(rows).toEqual([...errorCodes]);
  });
});
