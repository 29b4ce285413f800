// The watch: looks every few seconds whether something is wrong, raises an alert for what is, and ends those of what is
// no more. What is wrong is decided in watch/checks.ts; here the facts are gathered and what follows is written.

import { messageOf } from '../errors.js';
import { modeOf, type Settings } from '../settings.js';
import type { Alert } from '../store/alerts.js';
import type { WatchedSite } from '../store/sites.js';
import type { Worker } from '../store/workers.js';
import { type Facts, findingsOf, type Limits } from '../watch/checks.js';
import { deviationsOf, driftMeasures, oddOnes } from '../watch/drift.js';
import { hostOf } from '../web/canonical-url.js';
import type { Ports } from './ports.js';
import { freeMbOf } from './space-guard.js';

/** Ends of articles that are taken into the habits of their sites in one transaction. */
const TAKEN_AT_ONCE = 500;
/** One look does not hold the timers up for longer than this; the next one goes on. */
const TIME_BOX_MS = 10_000;
const HOUR_MS = 3_600_000;
/** More attempts than this in an hour are judged by the latest ones. */
const ATTEMPTS_LOOKED_AT = 20_000;

/** Looks once; how many alerts are open afterwards. @throws when the store or the queue does not answer. */
export async function look(ports: Ports): Promise<number> {
  const sites = await watchedSites(ports);
  const findings = findingsOf(await factsOf(sites, ports), limitsOf(ports.settings));
  const { raised, ended } = await ports.store.transaction(async (store) => {
    const raised = await store.alerts.raise(findings);
    const ended = await store.alerts.resolveOthers(findings);
    return { raised, ended };
  });
  const open = raised.map(({ alert }) => alert);
  await markOdd(sites, [...open, ...ended], ports);
  for (const { alert, isNew } of raised) if (isNew) ports.log.warn(lineOf(alert), `alert: ${alert.message}`);
  for (const alert of ended) ports.log.info(lineOf(alert), `the alert is over: ${alert.message}`);
  return open.length;
}

const lineOf = ({ id, kind, subject, severity }: Alert) => ({ alertId: id, kind, subject, severity });

/** The sites that had new articles, and those that have drifted. */
async function watchedSites({ store, now }: Ports): Promise<WatchedSite[]> {
  const sites = new Map<string, WatchedSite>();
  const end = now().getTime() + TIME_BOX_MS;
  for (let taken = TAKEN_AT_ONCE; taken === TAKEN_AT_ONCE && now().getTime() < end; ) {
    const found = await store.transaction((tx) => tx.sites.takeIn(TAKEN_AT_ONCE));
    taken = found.reduce((sum, { seen }) => sum + seen.length, 0);
    for (const one of found)
      sites.set(one.site, { ...one, seen: [...(sites.get(one.site)?.seen ?? []), ...one.seen] });
  }
  for (const one of await store.sites.drifted()) if (!sites.has(one.site)) sites.set(one.site, one);
  return [...sites.values()];
}

async function factsOf(
  sites: readonly WatchedSite[],
  { store, queues, settings, now }: Ports,
): Promise<Facts> {
  const at = now();
  const [feeds, heads, workers, attempts, deafHubs, lost, freeMb] = await Promise.all([
    store.facts.feeds(),
    queues.heads(at),
    store.workers.alive(),
    store.ledger.rates(new Date(at.getTime() - HOUR_MS), ATTEMPTS_LOOKED_AT),
    store.facts.deafHubs(),
    store.facts.lostWebhooks(),
    modeOf(settings) === 'embedded' ? freeMbOf(settings.dataDir) : null,
  ]);
  const { dataDir: folder, minFreeMb } = settings;
  return {
    now: at,
    workingSince: workers[0]?.started_at ?? at,
    feeds,
    queues: heads,
    workedOn: new Set(workers.flatMap(({ stages }) => stages)),
    attempts,
    disk: freeMb === null ? null : { folder, freeMb, minFreeMb },
    deafHubs,
    clocks: clocksOf(workers),
    lostWebhooks: lost.map(({ id, url, reason }) => ({ id, host: hostOf(url), reason })),
    drifts: sites.map(({ site, habits, alertId }) => ({
      site,
      deviations: deviationsOf(habits, alertId !== null),
    })),
  };
}

/** The farthest clock of each machine: several processes of one measure it apart by what the answers took. */
function clocksOf(workers: readonly Worker[]): Facts['clocks'] {
  const hosts = new Map<string, number>();
  for (const { host, clock_ahead_ms: aheadMs } of workers)
    if (Math.abs(aheadMs) >= Math.abs(hosts.get(host) ?? 0)) hosts.set(host, aheadMs);
  return [...hosts].map(([host, aheadMs]) => ({ host, aheadMs }));
}

const limitsOf = (settings: Settings): Limits => ({
  feedsMs: settings.alertFeedsMs,
  queueMs: settings.alertQueueMs,
  workersMs: settings.alertWorkersMs,
  failureShare: settings.alertFailureShare,
  diskMb: settings.alertDiskMb,
  hubs: settings.alertHubs,
  webhooks: settings.alertWebhooks,
  clockMs: settings.alertClockMs,
  drift: settings.alertDrift,
});

/** In what the site of an alert has drifted, as watch/checks.ts writes it down. */
const measuresOf = ({ detail: { measures } }: Alert) =>
  driftMeasures.filter((measure) => Array.isArray(measures) && measures.includes(measure));

/**
 * Marks the articles of a site that deviate as it does, and frees those that do no more since they were cleaned again;
 * once more when the alert is over, which that may have brought about.
 */
async function markOdd(
  sites: readonly WatchedSite[],
  alerts: readonly Alert[],
  { store }: Pick<Ports, 'store'>,
): Promise<void> {
  for (const { site, habits, seen } of sites) {
    const alert = alerts.find(({ kind, subject }) => kind === 'drift' && subject === site);
    if (alert === undefined) continue;
    const among = [...habits.recent, ...seen];
    const articles = [...new Set(among.map(({ articleId }) => articleId))];
    await store.sites.mark(alert.id, articles, oddOnes(habits, measuresOf(alert), among));
  }
}

export interface Watch {
  /** Looks once; what goes wrong with it is kept as a complaint and thrown on. */
  look(): Promise<number>;
  /** Why this process cannot look; null when it can, or was not asked to. Where its last look failed it looks again. */
  complaint(): Promise<string | null>;
}

/** Looks that failed longer ago than this say nothing of now: another process may have looked since. */
const COMPLAINT_LOOKS = 3;

export function keepWatch(ports: Ports): Watch {
  let failed: { at: number; reason: string } | null = null;
  let again: Promise<unknown> | null = null;
  const reason = (): string | null => {
    if (failed === null) return null;
    const isFresh = ports.now().getTime() - failed.at < COMPLAINT_LOOKS * ports.settings.watchMs;
    return isFresh ? `the service could not look after itself: ${failed.reason}` : null;
  };
  const lookOnce = async (): Promise<number> => {
    try {
      const open = await look(ports);
      failed = null;
      return open;
    } catch (error) {
      failed = { at: ports.now().getTime(), reason: messageOf(error) };
      throw error;
    }
  };
  return {
    look: lookOnce,
    async complaint() {
      if (reason() === null) return null;
      // What it met may be over, and its next turn is half a minute away.
      again ??= lookOnce().finally(() => {
        again = null;
      });
      await again.catch(() => undefined);
      return reason();
    },
  };
}
