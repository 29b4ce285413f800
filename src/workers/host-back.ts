// A host that was left alone answers again: its articles wait for tries that were put off while it was silent, some of
// them for minutes. They are brought forward, each to a slot of its site.
import { politeSite } from '../web/canonical-url.js';
import { handOnRecalled } from './hand-on.js';
import type { Ports } from './ports.js';

/** Those that are due first; the others come at their time. */
const RECALLED_AT_ONCE = 1_000;
/** Nobody who waits for less gains by it. */
const WORTHWHILE_MS = 15_000;

/** Brings the articles forward that wait to ask `host`. */
export async function hostBack(
  host: string,
  ports: Pick<Ports, 'store' | 'queues' | 'settings' | 'now' | 'log'>,
): Promise<void> {
  const { store, log } = ports;
  const recalled = await store.runs.recallHost(host, RECALLED_AT_ONCE, WORTHWHILE_MS);
  if (recalled.length === 0) return;
  // The slots that they had are free again; the gate of the site holds for all others.
  await store.hosts.replan(politeSite(host));
  await handOnRecalled(recalled, ports);
  log.info({ host, articles: recalled.length }, 'a host answers again; what waited for it comes sooner');
}
