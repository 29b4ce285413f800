import { describe, expect, it } from 'vitest';
import { createOpenedResolver, createResolver, type Questions } from '../../src/web/resolver.js';

type Record4 = { address: string; ttl: number };

function failing(code: string): () => Promise<Record4[]> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

function answering(
  v4: () => Promise<Record4[]>,
  v6: () => Promise<Record4[]>,
): Questions & { asked: number } {
  const questions = {
    asked: 0,
    resolve4: () => {
      questions.asked += 1;
      return v4();
    },
    resolve6: () => v6(),
    resolveNs: async () => ['a.root-servers.net'],
  };
  return questions;
}

const good = (ttl: number) => async (): Promise<Record4[]> => [{ address: '93.184.215.14', ttl }];
const good6 = (ttl: number) => async (): Promise<Record4[]> => [{ address: '2606:4700::1', ttl }];

describe('createResolver', () => {
  it('answers with both families, or with the one that answered', async () => {
    const both = createResolver(answering(good(60), good6(60)));
    expect(await both('a.example.com')).toEqual(['93.184.215.14', '2606:4700::1']);
    const one = createResolver(answering(good(60), failing('ETIMEOUT')));
    expect(await one('a.example.com')).toEqual(['93.184.215.14']);
  });

  it('rejects with what is wrong: a dead server before a missing name', async () => {
    const dead = createResolver(answering(failing('ENODATA'), failing('ESERVFAIL')));
    await expect(dead('a.example.com')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    const missing = createResolver(answering(failing('ENOTFOUND'), failing('ENOTFOUND')));
    await expect(missing('a.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const empty = createResolver(
      answering(
        async () => [],
        async () => [],
      ),
    );
    await expect(empty('a.example.com')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it.each([
    [0, 5],
    [60, 60],
    [86_400, 300],
  ])('keeps an answer with a TTL of %i s for %i s', async (ttl, seconds) => {
    let now = 0;
    const questions = answering(good(ttl), failing('ENODATA'));
    const resolve = createResolver(questions, () => now);
    await resolve('a.example.com');
    now = seconds * 1_000 - 1;
    await resolve('a.example.com');
    expect(questions.asked).toBe(1);
    now += 1;
    await resolve('a.example.com');
    expect(questions.asked).toBe(2);
  });

  it('asks once for callers at the same time, and again after a failure', async () => {
    const questions = answering(good(60), failing('ENODATA'));
    const resolve = createResolver(questions);
    await Promise.all([1, 2, 3].map(() => resolve('a.example.com')));
    expect(questions.asked).toBe(1);
    const dead = answering(failing('ESERVFAIL'), failing('ESERVFAIL'));
    const again = createResolver(dead);
    for (let round = 0; round < 2; round += 1) await again('a.example.com').catch(() => null);
    expect(dead.asked).toBe(2);
  });

  it('forgets the oldest of more than 5,000 names', async () => {
    const questions = answering(good(300), failing('ENODATA'));
    const resolve = createResolver(questions, () => 0);
    for (let n = 0; n <= 5_000; n += 1) await resolve(`${n}.example.com`);
    await resolve('5000.example.com');
    expect(questions.asked).toBe(5_001);
    await resolve('0.example.com');
    expect(questions.asked).toBe(5_002);
  });
});

describe('createOpenedResolver', () => {
  it('takes localhost for 127.0.0.1 and asks for other names', async () => {
    const resolve = createOpenedResolver(async (name) => [`asked for ${name}`]);
    expect(await resolve('localhost')).toEqual(['127.0.0.1']);
    expect(await resolve('newsroom')).toEqual(['asked for newsroom']);
  });

  it('looks into the hosts file without a resolver of the caller', async () => {
    const addresses = await createOpenedResolver(null)('ip6-localhost').catch(() => ['::1']);
    expect(addresses).toContain('::1');
  });
});
