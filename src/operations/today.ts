// What a person opens in the morning: the pipeline, how fast news came through it, and what is in trouble.
import type { QueueCounts } from '../queues/queues.js';
import type { ArticleSummary } from '../store/article-summary.js';
import type { Feed, FeedCounts } from '../store/feeds.js';
import type { DeclaredLanguage, Delays, LanguageShare } from '../store/overview.js';
import type { Worker } from '../store/workers.js';
import type { Ports } from '../workers/ports.js';
import { openAlerts, type ToldAlert } from './alerts.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const HOURS_SHOWN = 48;
/** Over so many minutes the attempts a minute are the mean: one alone is mostly chance. */
const RATE_MINUTES = 5;
const TROUBLED_SHOWN = 8;
const LANGUAGES_SHOWN = 8;
const NEWEST_SHOWN = 8;
/** More languages than any newsroom has. */
const ALL_LANGUAGES = 1_000;

/** What changes from one second to the next. */
export interface Live {
  queues: QueueCounts[];
  oldestWaitingMs: number;
}
export interface Today extends Live {
  /** What is wrong now. */
  alerts: ToldAlert[];
  /** The processes that work. */
  workers: Worker[];
  /** Attempts of each stage a minute, over the last five minutes. */
  perMinute: ReadonlyMap<string, number>;
  feeds: FeedCounts;
  /** The last 48 hours, oldest first, those without an article included; the last one is not over. */
  hours: { hour: Date; articles: number }[];
  /** Articles of the last 24 hours, as are the delays and the languages. */
  stored: number;
  delays: Delays;
  /** The most frequent ones. */
  languages: LanguageShare[];
  troubled: Feed[];
  /** The newest stored ones, and the id of the event that newer ones follow. */
  newest: ArticleSummary[];
  newestEvent: number;
}

export async function liveOf({ queues, now }: Pick<Ports, 'queues' | 'now'>): Promise<Live> {
  const [counts, oldestWaitingMs] = await Promise.all([queues.counts(), queues.oldestWaitingMs(now())]);
  return { queues: counts, oldestWaitingMs };
}

export async function todayOf(ports: Pick<Ports, 'store' | 'queues' | 'now'>): Promise<Today> {
  const { store, now } = ports;
  const { overview } = store.newsroom;
  const dayAgo = new Date(now().getTime() - DAY_MS);
  const hours = lastHours(now());
  // Asked first: an article between the two questions comes twice, and is shown once.
  const newestEvent = await store.events.latest();
  const [live, alerts, workers, rates, feeds, byHour, delays, languages, troubled, newest] =
    await Promise.all([
      liveOf(ports),
      openAlerts(ports),
      store.workers.alive(),
      store.ledger.rates(new Date(now().getTime() - RATE_MINUTES * MINUTE_MS)),
      store.feeds.count(),
      overview.storedByHour(hours[0] ?? now()),
      overview.delays(dayAgo),
      overview.languages(dayAgo, ALL_LANGUAGES),
      overview.troubledFeeds(TROUBLED_SHOWN),
      store.library.list({ state: 'stored' }, { before: null, limit: NEWEST_SHOWN }),
    ]);
  const counts = new Map(byHour.map(({ hour, articles }) => [hour.getTime(), articles]));
  return {
    ...live,
    alerts,
    workers,
    perMinute: perMinuteOf(rates),
    feeds,
    hours: hours.map((hour) => ({ hour, articles: counts.get(hour.getTime()) ?? 0 })),
    stored: languages.reduce((sum, { articles }) => sum + articles, 0),
    delays,
    languages: languages.slice(0, LANGUAGES_SHOWN),
    troubled,
    newest,
    newestEvent,
  };
}

function perMinuteOf(rates: readonly { stage: string; count: number }[]): Map<string, number> {
  const perMinute = new Map<string, number>();
  for (const { stage, count } of rates)
    perMinute.set(stage, (perMinute.get(stage) ?? 0) + count / RATE_MINUTES);
  return perMinute;
}

function lastHours(now: Date): Date[] {
  const thisHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS_SHOWN }, (_, n) => new Date(thisHour - (HOURS_SHOWN - 1 - n) * HOUR_MS));
}

export interface Languages {
  shares: LanguageShare[];
  /** Of the newest articles only. */
  declared: DeclaredLanguage[];
}
const SHARES_SHOWN = 200;
/** Declarations of so many of the newest articles are compared; more would read more text than a page should. */
export const DECLARED_WINDOW = 10_000;

/** The languages of the articles of the last days. */
export async function languagesOf(
  days: number,
  { store, now }: Pick<Ports, 'store' | 'now'>,
): Promise<Languages> {
  const { overview } = store.newsroom;
  const since = new Date(now().getTime() - days * DAY_MS);
  const [shares, declared] = await Promise.all([
    overview.languages(since, SHARES_SHOWN),
    overview.declaredLanguages(since, DECLARED_WINDOW),
  ]);
  return { shares, declared };
}
