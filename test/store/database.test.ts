import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { startError } from '../../src/store/database.js';

const { settings } = loadSettings({ DATABASE_URL: 'postgres://news:secret@db.example/news' }, '/');

describe('startError', () => {
  it('says which database had no place, and no password', () => {
    const full = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
    expect(startError(full, settings)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message:
        'The database at db.example cannot be used: sorry, too many clients already. Check DATABASE_URL and that the server runs.',
    });
  });

  it('leaves a bug a bug', () => {
    for (const error of [new Error('x'), Object.assign(new Error('x'), { code: '42601' }), null])
      expect(startError(error, settings)).toBe(error);
  });
});
