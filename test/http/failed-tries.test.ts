import { describe, expect, it } from 'vitest';
import { createFailedTries, type FailedTries } from '../../src/http/failed-tries.js';

function watched(maxAddresses?: number): {
  tries: FailedTries;
  pass(ms: number): void;
  fail(address: string, times: number): void;
} {
  let now = 0;
  const tries = createFailedTries(() => new Date(now), maxAddresses);
  return {
    tries,
    pass: (ms) => {
      now += ms;
    },
    fail: (address, times) => {
      for (let n = 0; n < times; n++) tries.failed(address);
    },
  };
}

describe('createFailedTries', () => {
  it('lets an address wait after ten failures, until the minute of the first is over', () => {
    const { tries, pass, fail } = watched();
    fail('192.0.2.1', 9);
    expect(tries.waitSeconds('192.0.2.1')).toBeNull();
    pass(20_000);
    fail('192.0.2.1', 1);
    expect(tries.waitSeconds('192.0.2.1')).toBe(40);
    expect(tries.waitSeconds('192.0.2.2')).toBeNull();
    pass(39_999);
    expect(tries.waitSeconds('192.0.2.1')).toBe(1);
    pass(1);
    expect(tries.waitSeconds('192.0.2.1')).toBeNull();
  });

  it('takes the addresses of one IPv6 network for one', () => {
    const { tries, fail } = watched();
    fail('2001:db8:1:2::1', 5);
    fail('2001:db8:1:2:3:4:5:6', 5);
    expect(tries.waitSeconds('2001:db8:1:2:ffff::')).toBe(60);
    expect(tries.waitSeconds('2001:db8:1:3::1')).toBeNull();
    fail('::ffff:192.0.2.1', 10);
    expect(tries.waitSeconds('::ffff:192.0.2.1')).toBe(60);
    expect(tries.waitSeconds('::ffff:192.0.2.2')).toBeNull();
  });

  it('forgets the address that began first when there are too many', () => {
    const { tries, fail } = watched(2);
    fail('192.0.2.1', 10);
    fail('192.0.2.2', 10);
    fail('192.0.2.3', 10);
    expect(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(tries.waitSeconds)).toEqual([null, 60, 60]);
  });
});
