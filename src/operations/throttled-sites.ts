// Which sites asked to slow down, and when they did so last.
import type { Throttled } from '../store/newsroom.js';
import { politeSite } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';

/** So many of the latest attempts are looked through, which is a day or more of a busy service. */
const ATTEMPTS = 20_000;

/** By site, the last time that one of its hosts asked to slow down. */
export async function throttledSites({ store }: Pick<Ports, 'store'>): Promise<Map<string, Throttled>> {
  const sites = new Map<string, Throttled>();
  // The last one comes first.
  for (const one of await store.newsroom.throttled(ATTEMPTS)) {
    const site = politeSite(one.host);
    const known = sites.get(site);
    sites.set(site, known === undefined ? one : { ...known, times: known.times + one.times });
  }
  return sites;
}
