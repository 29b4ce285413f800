// Slots that were given while a site was slow are as far apart as it was slow then: after ten minutes of errors its
// articles would wait for hours at a site that answers at once again. Whoever waits in a plan that is much wider than
// the delay in force asks for is planned anew. The gate of the site (hosts.ts) holds meanwhile, whatever the plan.
import { delayOf } from '../store/hosts.js';
import type { PlannedRun } from '../store/run-recovery.js';
import { bySite, handOnRecalled } from './hand-on.js';
import type { Ports } from './ports.js';

type Needs = Pick<Ports, 'store' | 'queues' | 'settings' | 'now' | 'log'>;

/** Those that wait longest, at one look. */
const LOOKED_AT = 1_000;
/** Nobody who waits for less gains by another plan. */
const WORTHWHILE_MS = 60_000;
/** A plan is too wide when it is so many times what the delay in force asks for. */
const TOO_WIDE = 2;

/** Plans anew where sites have become faster; how many articles. */
export async function replan(ports: Needs): Promise<number> {
  const { store, log, now } = ports;
  const waiting = await store.runs.planned(LOOKED_AT, WORTHWHILE_MS);
  let planned = 0;
  for (const [site, runs] of bySite(waiting)) {
    // Where there are more than were looked at, the plan is judged by those alone: from the first of them on.
    const from = waiting.length < LOOKED_AT ? now() : (runs.at(-1)?.dueAt ?? now());
    if (!(await isTooWide(site, runs, from, ports))) continue;
    const recalled = await store.runs.recallThese(runs);
    await store.hosts.replan(site);
    await handOnRecalled(recalled, ports);
    planned += recalled.length;
    log.info(
      { site, articles: recalled.length },
      'a site is faster than was planned; its articles come sooner',
    );
  }
  return planned;
}

/** Whether those of `runs` after `from`, the latest first, wait much longer than their number asks for. */
async function isTooWide(
  site: string,
  runs: readonly PlannedRun[],
  from: Date,
  { store, settings, now }: Needs,
): Promise<boolean> {
  const host = await store.hosts.find(site);
  const [last] = runs;
  if (host === null || last === undefined) return false;
  if (host.paused_until !== null && host.paused_until > now()) return false;
  const { delayMs } = delayOf(host, settings.hostDelayMs);
  const count = runs.filter(({ dueAt }) => dueAt > from).length;
  return last.dueAt.getTime() - from.getTime() > WORTHWHILE_MS + TOO_WIDE * delayMs * count;
}
