import { describe, expect, it } from 'vitest';
import { createThreadRoom } from '../../src/workers/thread-room.js';

const going = new AbortController().signal;

/** Enters and tells whether it was let in yet. */
function entering(admission: ReturnType<typeof createThreadRoom>, bytes: number, signal = going) {
  const entry: { in: boolean; refused: boolean; leave: () => void } = {
    in: false,
    refused: false,
    leave: () => undefined,
  };
  const settled = admission.enter(bytes, signal).then((leave) => {
    entry.in = leave !== null;
    entry.refused = leave === null;
    entry.leave = leave ?? entry.leave;
  });
  return Object.assign(entry, { settled });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('createThreadRoom', () => {
  it('lets as many in as there are places, in their order', async () => {
    const admission = createThreadRoom({ places: 2, maxBytes: 100 });
    const [a, b, c, d] = [1, 1, 1, 1].map((bytes) => entering(admission, bytes));
    await turn();
    expect([a?.in, b?.in, c?.in, d?.in]).toEqual([true, true, false, false]);
    b?.leave();
    b?.leave();
    await turn();
    expect([c?.in, d?.in]).toEqual([true, false]);
  });

  it('lets no more bytes in than allowed, and what is larger alone', async () => {
    const admission = createThreadRoom({ places: 9, maxBytes: 100 });
    const [a, large, c] = [60, 500, 10].map((bytes) => entering(admission, bytes));
    await turn();
    expect([a?.in, large?.in, c?.in]).toEqual([true, false, false]);
    a?.leave();
    await turn();
    expect([large?.in, c?.in]).toEqual([true, false]);
    large?.leave();
    await turn();
    expect(c?.in).toBe(true);
  });

  it('lets the next one in when one that waited gives up', async () => {
    const admission = createThreadRoom({ places: 9, maxBytes: 100 });
    const ending = new AbortController();
    const [, large, small] = [
      entering(admission, 60),
      entering(admission, 90, ending.signal),
      entering(admission, 10),
    ];
    ending.abort();
    await turn();
    expect([large.refused, small.in]).toEqual([true, true]);
    expect(await admission.enter(1, ending.signal)).toBeNull();
  });
});
