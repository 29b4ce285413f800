import { describe, expect, it } from 'vitest';
import { createPools } from '../../src/web/pools.js';

describe('createPools', () => {
  const options = {
    connect: (_target: unknown, callback: (error: Error, socket: null) => void) =>
      callback(new Error('none'), null),
    connectionsPerOrigin: 2,
    maxOrigins: 2,
    maxHeaderBytes: 1_000,
  };

  it('lets the origin go that was idle longest, and none in use', async () => {
    const pools = createPools(options);
    const busy = pools.acquire('http://a.example.com');
    for (const name of ['b', 'c', 'd']) pools.acquire(`http://${name}.example.com`).release();
    expect(pools.acquire('http://a.example.com').pool).toBe(busy.pool);
    const kept = pools.acquire('http://d.example.com');
    expect(kept.pool.destroyed).toBe(false);
    expect(busy.pool.destroyed).toBe(false);
    await pools.destroy();
    expect(busy.pool.destroyed).toBe(true);
  });

  it('gives an origin that went a new pool', async () => {
    const pools = createPools(options);
    const first = pools.acquire('http://a.example.com');
    first.release();
    for (const name of ['b', 'c']) pools.acquire(`http://${name}.example.com`).release();
    expect(first.pool.destroyed).toBe(true);
    expect(pools.acquire('http://a.example.com').pool).not.toBe(first.pool);
    await pools.destroy();
  });
});
