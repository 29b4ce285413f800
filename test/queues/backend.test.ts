import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { redisBackend } from '../../src/queues/backend.js';
import { modes } from '../support/databases.js';
import { ownRedis, type RedisServer } from '../support/redis-server.js';

describe.runIf(modes.includes('redis'))('redisBackend', () => {
  let node: RedisServer;
  beforeAll(async () => {
    node = await ownRedis(['--cluster-enabled', 'yes']);
  });
  afterAll(() => node.remove());

  it('refuses a node of a cluster, and says what to name in its place', async () => {
    const log = createLog(loadSettings({ FEEDMILL_LOG_LEVEL: 'silent' }, '/').settings, 2);
    await expect(redisBackend({ redisUrl: node.url, queuePrefix: 'test' }, log)).rejects.toMatchObject({
      code: 'REDIS_CLUSTER',
      message: `Redis at ${new URL(node.url).host} is a node of a Redis Cluster, which the queues do not use. Name a single Redis (with a replica and Sentinel or a managed failover) in REDIS_URL.`,
    });
  });
});
