// At which addresses a host may be connected: its own where it is one, else those that its name resolves to. One bad
// address among a name's answers refuses them all, because whoever answers with a mixture chooses which is tried.
import { isIP } from 'node:net';
import { opensName } from './exceptions.js';
import { type GuardPolicy, judgeAddress } from './guard.js';
import { ConnectFailure, dnsFailure } from './network-error.js';
import type { Resolve } from './resolver.js';

export interface Lookup {
  readonly policy: GuardPolicy;
  /** For public names. */
  readonly resolve: Resolve;
  /** For names that an exception opens: these may live in the hosts file. */
  readonly resolveOpened: Resolve;
}

export interface Place {
  /** A name or an address, without brackets. */
  readonly hostname: string;
  readonly port: number;
}

// More addresses than this are not tried; all are judged.
const MAX_ADDRESSES = 16;

/** The addresses to try, all of them judged. @throws ConnectFailure with the refusal or the failed lookup. */
export async function judgedAddresses(place: Place, lookup: Lookup): Promise<string[]> {
  const { hostname, port } = place;
  if (isIP(hostname) !== 0) return [judged(hostname, place, lookup.policy)];
  const isOpened = opensName(lookup.policy.exceptions, hostname, port);
  const resolve = isOpened ? lookup.resolveOpened : lookup.resolve;
  const addresses = await resolve(hostname).catch((error: unknown) => {
    throw new ConnectFailure(dnsFailure(error, hostname));
  });
  if (addresses.length === 0) throw new ConnectFailure(dnsFailure(noAddress(), hostname));
  if (!isOpened) for (const address of addresses) judged(address, place, lookup.policy);
  return addresses.slice(0, MAX_ADDRESSES);
}

function noAddress(): Error {
  return Object.assign(new Error('no address'), { code: 'ENODATA' });
}

/** `address`, when it may be connected to. @throws ConnectFailure with the refusal. */
export function judged(address: string, { hostname, port }: Place, policy: GuardPolicy): string {
  const verdict = judgeAddress(address, policy, port);
  if (verdict.status === 'allowed') return address;
  const message =
    address === hostname ? verdict.message : `${hostname} leads into a private network: ${verdict.message}`;
  throw new ConnectFailure({ ...verdict, message });
}
