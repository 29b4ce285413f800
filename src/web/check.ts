// Whether a URL would be requested, without requesting it: the guard's rules, and the lookup and judgement that come
// before each connection. Nothing is connected to but name servers.
import { isIP } from 'node:net';
import { judgedAddresses } from './addresses.js';
import { bareHost, createPolicy, guardUrl, portOf } from './guard.js';
import { ConnectFailure } from './network-error.js';
import { createOpenedResolver, createResolver, type Resolve } from './resolver.js';

export interface CheckOptions {
  readonly allowPrivate: readonly string[];
  readonly allowPorts: readonly number[];
  /** Whether names are looked up; without, a name passes for its spelling alone. */
  readonly dns: boolean;
  /** Host name to addresses. Default: the system's name servers, without the hosts file. */
  readonly resolver?: Resolve;
}

export interface Checked {
  readonly verdict: 'allowed' | 'refused';
  /** The rule that refused: url, scheme, userinfo, port, name, address or dns; "public" or "unresolved" otherwise. */
  readonly rule: string;
  /** A sentence for a person, or the addresses. */
  readonly detail: string;
}

/** Judges URLs one by one. Never rejects. @throws FeedmillError CONFIG_INVALID as createPolicy does. */
export function createChecker(options: CheckOptions): (url: string) => Promise<Checked> {
  const lookup = {
    policy: createPolicy(options.allowPrivate, options.allowPorts),
    resolve: options.resolver ?? createResolver(),
    resolveOpened: createOpenedResolver(options.resolver ?? null),
  };
  return async (text) => {
    const verdict = guardUrl(text, lookup.policy);
    if (verdict.status === 'refused')
      return { verdict: 'refused', rule: verdict.rule, detail: verdict.message };
    const place = { hostname: bareHost(verdict.url), port: portOf(verdict.url) };
    if (!options.dns && isIP(place.hostname) === 0)
      return { verdict: 'allowed', rule: 'unresolved', detail: place.hostname };
    try {
      const addresses = await judgedAddresses(place, lookup);
      return { verdict: 'allowed', rule: 'public', detail: addresses.join(', ') };
    } catch (error) {
      return refusal(error);
    }
  };
}

function refusal(error: unknown): Checked {
  if (!(error instanceof ConnectFailure)) throw error;
  const { outcome } = error;
  if (outcome.status === 'refused')
    return { verdict: 'refused', rule: outcome.rule, detail: outcome.message };
  const detail = 'message' in outcome ? outcome.message : 'The lookup was given up.';
  return { verdict: 'refused', rule: 'dns', detail };
}
