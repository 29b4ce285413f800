// Those who listen leave in the middle: a follower of the events, a reader of an export, a client that reads a kilobyte
// a second. What was held for them is free soon, and nobody else waits for them.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { vitalsOf } from './harness/service.js';

const READERS = 20;
const paths = ['/api/events/stream', '/api/articles/export?format=jsonl'];

fault(50, {}, async (trial) => {
  const service = await trial.load(1);
  await trial.quiet(service);
  const idle = vitalsOf(service.pid)?.descriptors ?? 0;
  const { port } = new URL(service.url);
  for (const path of paths)
    for (let reader = 0; reader < READERS; reader++) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer none\r\n\r\n`);
      // One in two leaves at its first bytes, the others read nothing at all and leave later.
      if (reader % 2 === 0) socket.once('data', () => socket.resetAndDestroy());
      else {
        socket.pause();
        setTimeout(() => socket.destroy(), 3_000);
      }
      trial.caused();
    }
  await pause(3_000);
  await until(
    'what was held for them is free',
    () => (vitalsOf(service.pid)?.descriptors ?? 0) <= idle + 5,
    10_000,
  );
  expect(await service.isReady()).toBe(true);
  await trial.check();
});
