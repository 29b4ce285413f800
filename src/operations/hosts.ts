// What a person sees and sets of the politeness towards each site.
import { FeedmillError } from '../errors.js';
import { delayOf, type Host } from '../store/hosts.js';
import type { SilentHost } from '../store/silent-hosts.js';
import { hostOf, politeSite } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';

export interface HostState extends Host {
  delayMs: number;
  delayReason: string;
}

type Needs = Pick<Ports, 'store' | 'settings'>;
const SILENT_SHOWN = 1_000;

/** Sites by name, and on the first page the hosts that do not answer. */
export async function hostStates(
  after: string,
  limit: number,
  { store, settings }: Needs,
): Promise<{ hosts: HostState[]; silent: SilentHost[] }> {
  const [hosts, silent] = await Promise.all([
    store.hosts.list(after, limit),
    after === '' ? store.silentHosts.list(SILENT_SHOWN) : [],
  ]);
  return { hosts: hosts.map((host) => ({ ...host, ...delayOf(host, settings.hostDelayMs) })), silent };
}

/**
 * Sets the delay of the site that `named` (a host, a domain or an address) belongs to, and with `resume` ends its
 * pause and tries its silent hosts again.
 * @throws FeedmillError BAD_REQUEST for what is no host.
 */
export async function setHost(
  named: string,
  changes: { delayMs?: number | null; resume?: boolean },
  { store, settings }: Needs,
): Promise<HostState> {
  const site = siteNamed(named);
  if (changes.resume === true)
    for (const { host } of await store.silentHosts.list(SILENT_SHOWN))
      if (politeSite(host) === site) await store.silentHosts.remove(host);
  const host = await store.hosts.set(site, changes);
  return { ...host, ...delayOf(host, settings.hostDelayMs) };
}

function siteNamed(named: string): string {
  const host = hostOf(/^https?:\/\//i.test(named) ? named : `http://${named}/`);
  if (host === '' || /[/?#@\\\s]/.test(named.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? ''))
    throw new FeedmillError(
      'BAD_REQUEST',
      `${JSON.stringify(named)} is no host. Name one such as example.com or 127.0.0.1:8099; \`feedmill hosts list\` shows all.`,
    );
  return politeSite(host);
}
