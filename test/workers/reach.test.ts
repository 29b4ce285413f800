import { beforeEach, describe, expect, it } from 'vitest';
import type { SilentHost, SilentHosts } from '../../src/store/silent-hosts.js';
import type { WebOutcome } from '../../src/web/client.js';
import { createReach } from '../../src/workers/reach.js';

const MINUTE_MS = 60_000;
const HOST = 'dead.example';
const noConnection: WebOutcome = { status: 'timeout', phase: 'connect', message: 'No connection.' };
const noAnswer: WebOutcome = { status: 'timeout', phase: 'headers', message: 'No answer.' };
const answer: WebOutcome = { status: 'http-error', httpStatus: 500, retryAfterMs: null, url: '' };

let nowMs = 0;
let reads = 0;
let heard: string[] = [];
const back = async (host: string): Promise<void> => {
  heard.push(host);
};
let table = new Map<string, SilentHost>();
const now = (): Date => new Date(nowMs);
/** The table on this test's clock. */
const silentHosts: SilentHosts = {
  list: async () => {
    reads += 1;
    return [...table.values()].map((row) => ({ ...row }));
  },
  add: async (host, reason, { leastMs, mostMs }) => {
    const { failures, since } = table.get(host) ?? { failures: 0, since: now() };
    const ms = Math.max(leastMs, Math.min(mostMs, nowMs - since.getTime()));
    const until = new Date(nowMs + ms);
    table.set(host, { host, reason, failures: failures + 1, since, until });
    return until;
  },
  claimTry: async (host, ms) => {
    const row = table.get(host);
    if (row === undefined || row.until > now()) return false;
    row.until = new Date(nowMs + ms);
    return true;
  },
  remove: async (host) => {
    table.delete(host);
  },
};

beforeEach(() => {
  nowMs = Date.UTC(2030, 0, 1);
  reads = 0;
  heard = [];
  table = new Map();
});

describe('createReach', () => {
  it('costs a dead host one try a minute at first and one in ten later, over two processes', async () => {
    const processes = [createReach(silentHosts, now, back), createReach(silentHosts, now, back)];
    let tries = 0;
    for (let second = 0; second < 60 * 60; second += 1) {
      for (const reach of processes) {
        if ((await reach.silence(HOST)) !== null) continue;
        tries += 1;
        await reach.ended(HOST, noConnection, 100);
      }
      nowMs += 1_000;
    }
    // At 0, 1, 2, 4, 8, 16, 26, 36, 46 and 56 minutes; the other process may try once before it has heard of it.
    expect(tries).toBeGreaterThanOrEqual(10);
    expect(tries).toBeLessThanOrEqual(11);
  });

  it('asks a host again as usual when it answers, and other hosts all the while', async () => {
    const reach = createReach(silentHosts, now, back);
    await reach.ended(HOST, noConnection, 100);
    expect(await reach.silence(HOST)).toMatchObject({ reason: 'No connection.' });
    expect(await reach.silence('well.example')).toBeNull();
    nowMs += MINUTE_MS;
    expect(await reach.silence(HOST)).toBeNull();
    expect(await reach.silence(HOST)).not.toBeNull();
    await reach.ended(HOST, answer, 100);
    await reach.ended(HOST, answer, 100);
    expect(await reach.silence(HOST)).toBeNull();
    expect(table.size).toBe(0);
    expect(heard, 'who waits hears of it once').toEqual([HOST]);
  });

  it('asks at once where another process has had its answer', async () => {
    const [one, other] = [createReach(silentHosts, now, back), createReach(silentHosts, now, back)];
    await one.ended(HOST, noConnection, 100);
    expect(await other.silence(HOST)).not.toBeNull();
    nowMs += MINUTE_MS;
    expect(await one.silence(HOST)).toBeNull();
    await one.ended(HOST, answer, 100);
    nowMs += 1_000;
    expect(await other.silence(HOST)).toBeNull();
  });

  it('waits on where the clock of the table is behind', async () => {
    const reach = createReach({ ...silentHosts, claimTry: async () => false }, now, back);
    await reach.ended(HOST, noConnection, 100);
    nowMs += 2 * MINUTE_MS;
    const silence = await reach.silence(HOST);
    expect(silence?.until.getTime()).toBe(nowMs + MINUTE_MS);
  });

  it('lists a host that takes three requests in a row without an answer, but not for single pages', async () => {
    const reach = createReach(silentHosts, now, back);
    for (const outcome of [noAnswer, noAnswer, answer, noAnswer, noAnswer]) {
      nowMs += 1_000;
      await reach.ended(HOST, outcome, 100);
    }
    expect(await reach.silence(HOST)).toBeNull();
    await reach.ended(HOST, noAnswer, 100);
    expect(await reach.silence(HOST)).toMatchObject({ reason: 'No answer.' });
  });

  it('lists no host that answered others while some requests hung', async () => {
    const reach = createReach(silentHosts, now, back);
    await reach.ended(HOST, answer, 100);
    nowMs += 15_000;
    for (let times = 0; times < 10; times += 1) await reach.ended(HOST, noAnswer, 20_000);
    expect(await reach.silence(HOST)).toBeNull();
  });

  it.each<WebOutcome>([
    { status: 'network', code: 'ECONNREFUSED', message: 'Refused.' },
    { status: 'network', code: 'CUT_BODY', message: 'Cut.' },
    { status: 'network', code: 'ENOTFOUND', message: 'No such name.' },
    { status: 'refused', rule: 'address', message: 'Private.' },
    { status: 'offline', message: 'The network is away.' },
    { status: 'aborted' },
  ])('lists no host for %o', async (outcome) => {
    const reach = createReach(silentHosts, now, back);
    for (let times = 0; times < 5; times += 1) await reach.ended(HOST, outcome, 100);
    expect(await reach.silence(HOST)).toBeNull();
  });

  it('reads the list no more than every five seconds', async () => {
    const reach = createReach(silentHosts, now, back);
    await Promise.all(Array.from({ length: 100 }, (_, n) => reach.silence(`${n}.example`)));
    nowMs += 4_999;
    await reach.silence(HOST);
    expect(reads).toBe(1);
    nowMs += 1;
    await reach.silence(HOST);
    expect(reads).toBe(2);
  });
});
