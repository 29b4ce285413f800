import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SilentHosts } from '../../src/store/silent-hosts.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

const HOUR_MS = 3_600_000;
const forMs = (ms: number) => ({ leastMs: ms, mostMs: ms });

describe.each(storeModes)('createSilentHosts on %s', (mode) => {
  let opened: OpenStore;
  let silentHosts: SilentHosts;
  beforeAll(async () => {
    opened = await openStore(mode);
    silentHosts = opened.store.silentHosts;
  });
  afterAll(() => opened.close());

  const listed = async (host: string) => (await silentHosts.list(100)).find((one) => one.host === host);

  it('counts how often a host has failed, with the last reason', async () => {
    await silentHosts.add('dead.example', 'No connection.', forMs(HOUR_MS));
    await silentHosts.add('dead.example', 'No answer.', forMs(HOUR_MS));
    expect(await listed('dead.example')).toMatchObject({ failures: 2, reason: 'No answer.' });
    await silentHosts.remove('dead.example');
    expect(await listed('dead.example')).toBeUndefined();
  });

  it('leaves a host alone for as long as it has been silent, within bounds', async () => {
    const pause = { leastMs: 60_000, mostMs: 600_000 };
    const left = async (): Promise<number> =>
      Math.round(
        ((await silentHosts.add('aging.example', 'No answer.', pause)).getTime() - Date.now()) / 1_000,
      );
    const silentFor = (seconds: number) =>
      opened.db
        .updateTable('silent_hosts')
        .set({ since: new Date(Date.now() - seconds * 1_000) })
        .where('host', '=', 'aging.example')
        .execute();
    // The clocks of the database and of this process are one machine's; a slow one takes some time in between.
    const near = (seconds: number) => [seconds - 2, seconds - 1, seconds, seconds + 1];
    expect(near(60)).toContain(await left());
    expect(near(60)).toContain(await left());
    await silentFor(200);
    expect(near(200)).toContain(await left());
    await silentFor(86_400);
    expect(near(600)).toContain(await left());
  });

  it('lets one of twenty try a host whose time is over, and none before', async () => {
    const claims = () =>
      Promise.all(Array.from({ length: 20 }, () => silentHosts.claimTry('over.example', HOUR_MS)));
    await silentHosts.add('over.example', 'No connection.', forMs(HOUR_MS));
    expect((await claims()).filter(Boolean)).toHaveLength(0);
    await silentHosts.add('over.example', 'No connection.', forMs(-1));
    expect((await claims()).filter(Boolean)).toHaveLength(1);
  });

  it('forgets a host that nobody has asked for in a day', async () => {
    await silentHosts.add('old.example', 'No connection.', forMs(-25 * HOUR_MS));
    await silentHosts.add('new.example', 'No connection.', forMs(HOUR_MS));
    expect(await listed('old.example')).toBeUndefined();
    expect(await listed('new.example')).toBeDefined();
  });
});
