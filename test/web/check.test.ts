import { describe, expect, it } from 'vitest';
import { type CheckOptions, createChecker } from '../../src/web/check.js';

const answers: Record<string, string[]> = {
  'news.example.com': ['93.184.215.14', '2606:4700::1'],
  'mixed.example.com': ['93.184.215.14', '10.0.0.1'],
  newsroom: ['10.0.0.7'],
};

function checker(changed: Partial<CheckOptions> = {}) {
  const asked: string[] = [];
  const resolver = async (name: string): Promise<string[]> => {
    asked.push(name);
    const found = answers[name];
    if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return found;
  };
  const check = createChecker({ allowPrivate: [], allowPorts: [], dns: true, resolver, ...changed });
  return { asked, check };
}

describe('createChecker', () => {
  it.each([
    ['http://news.example.com/', 'allowed', 'public', '93.184.215.14, 2606:4700::1'],
    ['http://1.1.1.1/', 'allowed', 'public', '1.1.1.1'],
    [
      'http://mixed.example.com/',
      'refused',
      'address',
      'mixed.example.com leads into a private network: 10.0.0.1 may not be requested: it is private (RFC 1918); FEEDMILL_ALLOW_PRIVATE can open it.',
    ],
    [
      'http://nowhere.example.com/',
      'refused',
      'dns',
      'nowhere.example.com could not be resolved: the name does not exist.',
    ],
    ['ftp://news.example.com/', 'refused', 'scheme', 'Only http and https are requested, not ftp:'],
    ['', 'refused', 'url', 'The address is no URL.'],
  ])('judges %s as %s by %s', async (url, verdict, rule, detail) =>
    expect(await checker().check(url)).toEqual({ verdict, rule, detail }),
  );

  it('asks no name server without dns, and judges addresses all the same', async () => {
    const { asked, check } = checker({ dns: false });
    expect(await check('http://nowhere.example.com/')).toMatchObject({
      verdict: 'allowed',
      rule: 'unresolved',
    });
    expect(await check('http://0x7f.1/')).toMatchObject({ verdict: 'refused', rule: 'address' });
    expect(await check('http://[2606:4700::1]/')).toMatchObject({ verdict: 'allowed', rule: 'public' });
    expect(asked).toEqual([]);
  });

  it('asks no name server for a name that is refused as it is spelt', async () => {
    const { asked, check } = checker();
    expect(await check('http://printer.local/')).toMatchObject({ verdict: 'refused', rule: 'name' });
    expect(asked).toEqual([]);
  });

  it('lets through what the operator has opened', async () => {
    const { check } = checker({ allowPrivate: ['newsroom', '127.0.0.1:8099'], allowPorts: [6379] });
    expect(await check('http://newsroom/')).toEqual({
      verdict: 'allowed',
      rule: 'public',
      detail: '10.0.0.7',
    });
    expect(await check('http://127.0.0.1:8099/')).toMatchObject({ verdict: 'allowed' });
    expect(await check('http://127.0.0.1:8098/')).toMatchObject({ verdict: 'refused' });
    expect(await check('http://news.example.com:6379/')).toMatchObject({ verdict: 'allowed' });
  });
});
