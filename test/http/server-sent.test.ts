import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { written } from '../../src/http/server-sent.js';

describe('written', () => {
  afterEach(() => vi.useRealTimers());

  it('closes a stream that is not read, and goes on with one that is', async () => {
    vi.useFakeTimers();
    const unread = new Writable({ highWaterMark: 1, write: () => undefined });
    const waiting = written(unread, 'more than it holds');
    vi.advanceTimersByTime(60_000);
    await waiting;
    expect(unread.destroyed).toBe(true);
    const read = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done() });
    await written(read, 'more than it holds');
    vi.advanceTimersByTime(60_000);
    expect(read.destroyed).toBe(false);
  });
});
