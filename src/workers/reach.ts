// Which hosts do not answer. A host is listed for all processes when a connection to it came to nothing, or when it
// took several requests in a row and answered none; a host that refuses or resets at once costs no time and is not
// listed. A listed host is left alone until its time is over; then one request of one process tries it. The time grows
// from a minute to ten, and when the host answers, what waits for it is told.
import type { SilencePause, SilentHosts } from '../store/silent-hosts.js';
import type { WebOutcome } from '../web/client.js';

export interface Silence {
  readonly until: Date;
  readonly reason: string;
}

export interface Reach {
  /** Why a host is to be left alone; null when it may be asked. */
  silence(host: string): Promise<Silence | null>;
  /** Learns from how a request to it has ended that took `ms`. */
  ended(host: string, outcome: WebOutcome, ms: number): Promise<void>;
}

/** How long a silent host is left alone: often it is back in moments, and a dead one costs one request each time. */
const SILENCE: SilencePause = { leastMs: 60_000, mostMs: 600_000 };
/** One request with all its limits has ended by then. */
const TRY_MS = 60_000;
/** What other processes have found is known here after this. */
const REFRESH_MS = 5_000;
/** Single pages hang on hosts that are well; so many in a row are no chance. */
const MAX_UNANSWERED = 3;
/** Hosts of which it is known when they last answered; the one that did so longest ago goes first. */
const MAX_ANSWERED = 10_000;
/** Listed hosts that are looked at; more than this is our own network, and passes. */
const MAX_LISTED = 10_000;
/** Codes of connections that came to nothing only after a while. */
const SILENT_CODES: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ETIMEOUT', 'ESERVFAIL']);

/** The list as this process knows it; `now` is its clock, `back` hears of listed hosts that answer again. */
export function createReach(
  silentHosts: SilentHosts,
  now: () => Date,
  back: (host: string) => Promise<void>,
): Reach {
  let listed = new Map<string, Silence>();
  let read: Promise<void> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  const unanswered = new Map<string, number>();
  const answeredAt = new Map<string, number>();
  const answered = (host: string): void => {
    unanswered.delete(host);
    answeredAt.delete(host);
    answeredAt.set(host, now().getTime());
    const oldest = answeredAt.keys().next();
    if (answeredAt.size > MAX_ANSWERED && oldest.done === false) answeredAt.delete(oldest.value);
  };
  const refresh = (): Promise<void> => {
    if (now().getTime() - readAt < REFRESH_MS) return Promise.resolve();
    read ??= silentHosts
      .list(MAX_LISTED)
      .then((rows) => {
        listed = new Map(rows.map(({ host, until, reason }) => [host, { until, reason }]));
        readAt = now().getTime();
      })
      .finally(() => {
        read = null;
      });
    return read;
  };
  const list = async (host: string, reason: string): Promise<void> => {
    unanswered.delete(host);
    listed.set(host, { until: new Date(now().getTime() + SILENCE.leastMs), reason });
    listed.set(host, { until: await silentHosts.add(host, reason, SILENCE), reason });
  };
  return {
    silence: async (host) => {
      await refresh();
      const known = listed.get(host);
      if (known === undefined) return null;
      if (known.until > now()) return known;
      const tried = { ...known, until: new Date(now().getTime() + TRY_MS) };
      listed.set(host, tried);
      if (await silentHosts.claimTry(host, TRY_MS)) return null;
      // Another process tries it now, or has been answered already.
      readAt = Number.NEGATIVE_INFINITY;
      await refresh();
      if (!listed.has(host)) return null;
      // The clock of the database may be behind this one.
      listed.set(host, tried);
      return tried;
    },
    ended: async (host, outcome, ms) => {
      switch (silenceOf(outcome)) {
        case 'silent':
          return list(host, reasonOf(outcome));
        case 'unanswered': {
          // A host that answered others meanwhile is well: it is that page that hangs.
          if ((answeredAt.get(host) ?? Number.NEGATIVE_INFINITY) >= now().getTime() - ms) return;
          const count = (unanswered.get(host) ?? 0) + 1;
          if (count >= MAX_UNANSWERED || listed.has(host)) return list(host, reasonOf(outcome));
          unanswered.set(host, count);
          return;
        }
        case 'answered':
          answered(host);
          if (!listed.delete(host)) return;
          await silentHosts.remove(host);
          return back(host);
        case 'unknown':
      }
    },
  };
}

function silenceOf(outcome: WebOutcome): 'answered' | 'silent' | 'unanswered' | 'unknown' {
  switch (outcome.status) {
    case 'aborted':
    case 'refused':
    case 'offline':
      return 'unknown';
    case 'timeout':
      return outcome.phase === 'connect' ? 'silent' : outcome.phase === 'headers' ? 'unanswered' : 'answered';
    case 'network':
      return SILENT_CODES.has(outcome.code) ? 'silent' : 'unknown';
    default:
      return 'answered';
  }
}

function reasonOf(outcome: WebOutcome): string {
  return 'message' in outcome ? outcome.message : 'It did not answer.';
}
