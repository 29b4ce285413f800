// SIGTERM at any moment: the process ends in order and in time, and what it had in hand starts elsewhere.
import { expect } from 'vitest';
import { stages } from '../../src/pipeline.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { lastWords } from './harness/service.js';
import { SHUTDOWN_MS } from './harness/system.js';
import type { Trial } from './harness/trial.js';

const IN_TIME_MS = SHUTDOWN_MS + 2_000;

/** SIGTERM to the service when a stage begins; what it had in hand is finished by the next one. */
fault(46, { by: 'as a stage begins' }, async (trial) => {
  let service = await trial.system.start();
  for (const stage of stages) {
    const reached = service.nextLine(`${stage} begins`, ({ msg }) => msg === `${stage} begins`);
    if (stage === 'poll') await trial.ingest(service);
    await reached;
    const { code, ms } = await service.terminate();
    trial.caused();
    expect({ stage, code }, lastWords(service)).toEqual({ stage, code: 0 });
    expect(ms, lastWords(service)).toBeLessThan(IN_TIME_MS);
    service = await trial.system.start();
  }
  await trial.ended(service);
  await trial.quiet(service);
  await trial.check({ extraRequests: 1 });
});

fault(46, { by: 'while a body drips', articles: 50, short: ['embedded'] }, async (trial) => {
  const dripping = new Set<NodeJS.Timeout>();
  const slow = new Set<number>();
  trial.newsroom.fault = (article, response) => {
    if (article > 2 || slow.has(article)) return false;
    slow.add(article);
    response.write('<p>');
    dripping.add(setInterval(() => response.write('.'.repeat(2_000)), 100));
    return true;
  };
  const first = await trial.system.start();
  await trial.ingest(first);
  await until('bodies drip', () => slow.size === 3, 60_000);
  const { code, ms } = await first.terminate();
  trial.caused();
  for (const timer of dripping) clearInterval(timer);
  expect(code, lastWords(first)).toBe(0);
  // At the deadline what runs is given back, which takes the time of one more look.
  expect(ms, lastWords(first)).toBeLessThan(IN_TIME_MS);
  const next = await trial.system.start();
  await trial.ended(next);
  await trial.quiet(next);
  await trial.check({ extraRequests: 2 });
});

fault(46, { by: 'twice', articles: 50 }, async (trial) => {
  trial.newsroom.fault = (article) => article === 0 && firstTime();
  let asked = 0;
  const firstTime = (): boolean => asked++ === 0;
  const service = await trial.system.start();
  await trial.ingest(service);
  await until('a page is in hand', () => asked > 0, 60_000);
  const stopping = service.nextLine('it stops', ({ msg }) => msg.startsWith('stopping'));
  service.program.child.kill('SIGTERM');
  await stopping;
  const started = performance.now();
  service.program.child.kill('SIGTERM');
  expect(await service.program.ended).toBe(1);
  expect(performance.now() - started).toBeLessThan(1_000);
  trial.caused(2);
  const next = await trial.system.start();
  await trial.ended(next);
  await trial.quiet(next);
  await trial.check({ extraRequests: 2 });
});

interface Death {
  die(): Promise<void>;
  rise(): Promise<void>;
}

const deaths: Record<string, (trial: Trial) => Death | null> = {
  'Redis is gone': ({ system: { redis } }) => redis && { die: () => redis.stop(), rise: () => redis.start() },
  'Redis is silent': ({ system: { redis } }) =>
    redis && {
      die: async () => void process.kill(redis.pid(), 'SIGSTOP'),
      rise: async () => void process.kill(redis.pid(), 'SIGCONT'),
    },
  'PostgreSQL is gone': ({ system: { postgres } }) =>
    postgres && { die: () => postgres.crash(), rise: () => postgres.start() },
};

for (const [by, deathOf] of Object.entries(deaths))
  fault(
    47,
    { by, articles: 100, modes: by.startsWith('Redis') ? ['redis'] : ['postgres', 'redis'] },
    async (trial) => {
      const death = deathOf(trial);
      if (death === null) throw new Error('there is nothing to die here');
      const service = await trial.load();
      await death.die();
      trial.caused();
      await trial.tells(false, service);
      const { ms } = await service.terminate();
      expect(ms, lastWords(service)).toBeLessThan(IN_TIME_MS);
      await death.rise();
      const next = await trial.system.start();
      await trial.ended(next);
      await trial.quiet(next);
      await trial.check({ extraRequests: 2 });
    },
  );
