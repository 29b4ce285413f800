import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SilentHosts } from '../../src/store/silent-hosts.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

const HOUR_MS = 3_600_000;

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
    await silentHosts.add('dead.example', 'No connection.', HOUR_MS);
    await silentHosts.add('dead.example', 'No answer.', HOUR_MS);
    expect(await listed('dead.example')).toMatchObject({ failures: 2, reason: 'No answer.' });
    await silentHosts.remove('dead.example');
    expect(await listed('dead.example')).toBeUndefined();
  });

  it('lets one of twenty try a host whose time is over, and none before', async () => {
    const claims = () =>
      Promise.all(Array.from({ length: 20 }, () => silentHosts.claimTry('over.example', HOUR_MS)));
    await silentHosts.add('over.example', 'No connection.', HOUR_MS);
    expect((await claims()).filter(Boolean)).toHaveLength(0);
    await silentHosts.add('over.example', 'No connection.', -1);
    expect((await claims()).filter(Boolean)).toHaveLength(1);
  });

  it('forgets a host that nobody has asked for in a day', async () => {
    await silentHosts.add('old.example', 'No connection.', -25 * HOUR_MS);
    await silentHosts.add('new.example', 'No connection.', HOUR_MS);
    expect(await listed('old.example')).toBeUndefined();
    expect(await listed('new.example')).toBeDefined();
  });
});
