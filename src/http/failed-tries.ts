// How often an address has given a wrong token. Whoever has too often waits; nobody finds a token by trying. Kept in
// memory and bounded: when there are too many addresses, the one that began first is forgotten.
import { isIPv6 } from 'node:net';

export interface FailedTries {
  /** Seconds until the address may try again; null when it may now. */
  waitSeconds(address: string): number | null;
  failed(address: string): void;
}

const TRIES = 10;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

export function createFailedTries(now: () => Date, maxAddresses = MAX_ADDRESSES): FailedTries {
  /** In the order in which their minutes began. */
  const byNetwork = new Map<string, { count: number; endsAt: number }>();
  const current = (network: string): { count: number; endsAt: number } | null => {
    const entry = byNetwork.get(network);
    if (entry === undefined || entry.endsAt > now().getTime()) return entry ?? null;
    byNetwork.delete(network);
    return null;
  };
  return {
    waitSeconds(address) {
      const entry = current(networkOf(address));
      if (entry === null || entry.count < TRIES) return null;
      return Math.ceil((entry.endsAt - now().getTime()) / 1_000);
    },
    failed(address) {
      const network = networkOf(address);
      const entry = current(network);
      if (entry !== null) {
        entry.count++;
        return;
      }
      const [oldest] = byNetwork.keys();
      if (byNetwork.size >= maxAddresses && oldest !== undefined) byNetwork.delete(oldest);
      byNetwork.set(network, { count: 1, endsAt: now().getTime() + WINDOW_MS });
    },
  };
}

/** What one person has: an IPv4 address, or the /64 of an IPv6 one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const before = head.split(':');
  const after = address.includes('::') ? tail.split(':') : [];
  const zeros = Math.max(0, IPV6_GROUPS - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, IPV6_GROUPS / 2).join(':');
}
const IPV6_GROUPS = 8;
