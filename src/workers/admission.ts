// Before a page is requested: whether its host answers at all, whether its robots.txt allows it, and whether it is its
// site's turn. After it: what the answer teaches about the host and the site.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Article } from '../store/articles.js';
import { politeSite } from '../web/canonical-url.js';
import type { WebOutcome } from '../web/client.js';
import { judge } from '../web/outcome.js';
import { dropped, type Outcome, retry, wait, waitForTurn } from './outcome.js';
import type { Ports } from './ports.js';

type Asked = Pick<Article, 'url' | 'host'>;

/** `isSlowed`: the site has a longer delay than usual, from which a good answer takes something. */
export type Admission =
  | { readonly status: 'admitted'; readonly isSlowed: boolean }
  | { readonly status: 'held'; readonly outcome: Outcome };

// A host whose robots.txt does not answer may not be asked for pages (RFC 9309, 2.3.1.4); it is asked for it again
// after this long, as often as a page would be.
const ROBOTS_RETRY_MS = 60_000;
// What waits for a silent host comes back spread over as much time again, and not all at once; but over no more than this.
const SPREAD_MS = 300_000;
/** A turn that is used so much later than it was given, by a stalled process, is written down: 2 % of the usual delay. */
const LATE_MS = 20;
/** A site that asks to slow down without saying for how long is left alone for this long. */
const DEFAULT_PAUSE_MS = 30_000;

/** Waits for the turn of the article's site where that is near. */
export async function admit(article: Asked, ports: Ports, signal: AbortSignal): Promise<Admission> {
  const silence = await silenceOf(article.host, ports);
  if (silence !== null) return held(retry(silence.reason, silence.afterMs));
  const { settings, robots, reach } = ports;
  if (!settings.respectRobots) return turnOf(article, null, ports, signal);
  const began = performance.now();
  const permit = await robots.allowed(article.url);
  if (permit.failure !== null)
    await reach.ended(permit.failure.at ?? article.host, permit.failure, performance.now() - began);
  if (permit.allowed) return turnOf(article, permit.crawlDelayMs, ports, signal);
  return held(permit.retry ? retry(permit.reason, ROBOTS_RETRY_MS) : dropped(permit.reason));
}

/** Why a host is to be left alone, and for how long by whoever asks; null when it may be asked. */
export async function silenceOf(
  host: string,
  { reach, now, random }: Pick<Ports, 'reach' | 'now' | 'random'>,
): Promise<{ reason: string; afterMs: number } | null> {
  const silence = await reach.silence(host);
  if (silence === null) return null;
  const leftMs = silence.until.getTime() - now().getTime();
  const afterMs = leftMs + Math.min(SPREAD_MS, leftMs) * random();
  return { reason: `${host} is left alone for a while: ${silence.reason}`, afterMs: Math.round(afterMs) };
}

async function turnOf(
  { host }: Asked,
  crawlDelayMs: number | null,
  { store: { hosts }, settings, now }: Ports,
  signal: AbortSignal,
): Promise<Admission> {
  if (settings.hostDelayMs === 0) return { status: 'admitted', isSlowed: false };
  const site = politeSite(host);
  const askedAt = performance.now();
  const turn = await hosts.take(site, settings.hostDelayMs);
  if (turn.status === 'later') {
    const reason =
      turn.pausedUntil === null
        ? `${site} is asked once in ${turn.delayMs / 1_000} s, and others come first`
        : `${site} asked for a pause`;
    return held(waitForTurn(reason, turn.until));
  }
  // Hosts of one site may ask for different pauses; the longest holds for all of them.
  if (crawlDelayMs !== null && crawlDelayMs > (turn.crawlDelayMs ?? 0))
    await hosts.setCrawlDelay(site, crawlDelayMs);
  if (turn.afterMs > 0 && !(await slept(turn.afterMs, signal)))
    return held(wait('the service stops; the page is requested after its start', now()));
  if (performance.now() - askedAt - turn.afterMs > LATE_MS) await hosts.beganLate(site, settings.hostDelayMs);
  return { status: 'admitted', isSlowed: turn.isSlowed };
}

const held = (outcome: Outcome): Admission => ({ status: 'held', outcome });

/** False when the signal came first. */
async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false);
}

/** Writes down what an answer that took `ms` teaches; nothing for a site that answers as it should. */
export async function learn(
  { host }: Asked,
  outcome: WebOutcome,
  { ms, isSlowed }: { ms: number; isSlowed: boolean },
  ports: Ports,
): Promise<void> {
  if (await learnTrouble(host, outcome, ms, ports)) return;
  const { hosts } = ports.store;
  const { hostDelayMs } = ports.settings;
  const site = politeSite(host);
  const isAnswer = outcome.status === 'ok' || outcome.status === 'http-error';
  if (isAnswer && hostDelayMs > 0 && (isSlowed || ms > hostDelayMs))
    await hosts.answered(site, Math.round(ms), hostDelayMs);
}

/** Writes down a host's silence, or that its site wants to be left alone; whether it does. */
export async function learnTrouble(
  host: string,
  outcome: WebOutcome,
  ms: number,
  { store: { hosts }, reach, settings: { hostDelayMs }, now }: Ports,
): Promise<boolean> {
  const at = 'at' in outcome && outcome.at !== undefined ? outcome.at : host;
  await reach.ended(at, outcome, ms);
  if (outcome.status !== 'http-error') return false;
  const { kind, retryAfterMs } = judge(outcome);
  if (kind !== 'throttled') return false;
  const site = politeSite(host);
  await hosts.pause(site, new Date(now().getTime() + (retryAfterMs ?? DEFAULT_PAUSE_MS)));
  if (hostDelayMs > 0) await hosts.slowDown(site, hostDelayMs);
  return true;
}
