import { describe, expect, it } from 'vitest';
import { endBy, lastWordsIn, wordsOf } from '../../src/store/pglite-last-words.js';

const line = (words: string): string => `2026-11-26 22:22:02.807 UTC [42] ${words}`;

describe('lastWordsIn', () => {
  it('takes the words of a PANIC or FATAL, with the file that they name', () => {
    const words =
      'could not write to log file "000000010000000000000001" at offset 7266304, length 8192: I/O error';
    expect(lastWordsIn(line(`PANIC:  ${words}`))).toBe(words);
    expect(lastWordsIn(line('FATAL:  could not locate required checkpoint record'))).toBe(
      'could not locate required checkpoint record',
    );
  });

  it('calls a full disk by that name alone', () => {
    const words = 'could not write to file "pg_wal/xlogtemp.42": No space left on device';
    expect(lastWordsIn(line(`PANIC:  ${words}`))).toBe('the disk is full');
  });

  it('is null for what a database says while it lives', () => {
    expect(lastWordsIn(line('ERROR:  column "panic" does not exist at character 8'))).toBeNull();
    expect(lastWordsIn(line('STATEMENT:  select panic'))).toBeNull();
    expect(lastWordsIn(line('LOG:  database system is shut down'))).toBeNull();
  });
});

describe('wordsOf', () => {
  it('says what the file system of the database refused', () => {
    expect(wordsOf({ name: 'ErrnoError', errno: 51 })).toBe('the disk is full');
    expect(wordsOf({ name: 'ErrnoError', errno: 29 })).toBe('I/O error');
    expect(wordsOf({ name: 'ErrnoError', errno: 44 })).toBe('error 44 of the file system');
    expect(wordsOf(new Error('ENOSPC: no space left on device, write'))).toBe('the disk is full');
    expect(wordsOf(new Error('Aborted()'))).toBe('Aborted()');
  });
});

describe('endBy', () => {
  it('is the reason of what the database does not get over, and null for every other error', () => {
    expect(endBy('53100')).toBe('the disk is full');
    expect(endBy('53000')).toMatch(/^too many files are open; the limit is `ulimit -n`/);
    expect([endBy('23505'), endBy('58030'), endBy(null)]).toEqual([null, null, null]);
  });
});
