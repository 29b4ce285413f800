import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { type AddressRow, ipv4Rows, ipv6GlobalRows, ipv6OtherRows } from '../../src/web/address-table.js';
import { createPolicy, judgeAddress } from '../../src/web/guard.js';

const policy = createPolicy([], []);
const rows = [...ipv4Rows, ...ipv6GlobalRows, ...ipv6OtherRows];

/** First and last address of a block, and the addresses right before and after it (null at the space's ends). */
function edges(block: string): { inside: string[]; outside: string[] } {
  const [base, bits] = ipaddr.parseCIDR(block);
  const bytes = base.toByteArray();
  const width = BigInt(bytes.length * 8);
  const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const last = first + (1n << (width - BigInt(bits))) - 1n;
  const write = (value: bigint): string => {
    const parts = bytes.map((_, index) => Number((value >> (width - 8n * BigInt(index + 1))) & 0xffn));
    return ipaddr.fromByteArray(parts).toString();
  };
  const outside = [first - 1n, last + 1n].filter((value) => value >= 0n && value < 1n << width);
  return { inside: [write(first), write(last)], outside: outside.map(write) };
}

describe('the address table', () => {
  it.each(rows.map((row): [string, AddressRow] => [row.block, row]))(
    'refuses %s at both ends, by its document',
    (_, row) => {
      for (const address of edges(row.block).inside) {
        const verdict = judgeAddress(address, policy, 80);
        expect(verdict).toMatchObject({ status: 'refused', rule: 'address' });
        if (verdict.status === 'refused') expect(verdict.message).toContain(address);
      }
      const first = judgeAddress(edges(row.block).inside[0] ?? '', policy, 80);
      expect(first.status === 'refused' && first.message).toContain(`(${row.source})`);
    },
  );

  // Neighbours that are refused as well, by a row of their own or for lack of an allocation.
  const refusedNeighbours = new Set(['255.255.255.255', '223.255.255.255', '240.0.0.0', '239.255.255.255']);
  it.each([...ipv4Rows, ...ipv6GlobalRows].map((row) => row.block))('refuses no neighbour of %s', (block) => {
    const neighbours = edges(block).outside.filter((address) => !refusedNeighbours.has(address));
    for (const address of neighbours) {
      if (address.startsWith('1fff:')) continue;
      expect([address, judgeAddress(address, policy, 80).status]).toEqual([address, 'allowed']);
    }
  });

  it('refuses IPv6 outside 2000::/3 without a row of its own', () => {
    for (const address of ['1fff:ffff::1', '4000::1', 'e000::1'])
      expect(judgeAddress(address, policy, 80)).toMatchObject({
        status: 'refused',
        message: `${address} may not be requested: it is not in global unicast (RFC 4291); FEEDMILL_ALLOW_PRIVATE can open it.`,
      });
  });
});
