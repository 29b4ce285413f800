// What is wrong, told from facts alone. Each check is a function of the facts and of the limits that the settings
// give; a check that is off finds nothing, and what it had found before counts as over.
// A new check: a kind, its facts, a function here, and a row in docs/alerts.md.
import { type Deviation, driftSentence } from './drift.js';

export const alertKinds = [
  'feeds-silent',
  'queue-late',
  'worker-missing',
  'stage-failing',
  'disk-short',
  'hub-deaf',
  'webhook-paused',
  'clock-apart',
  'drift',
] as const;
export type AlertKind = (typeof alertKinds)[number];
/** critical: news does not come in, or soon will not. */
export type AlertSeverity = 'critical' | 'warning';

export interface Finding {
  kind: AlertKind;
  /** The queue, stage, site or hub that it is about; empty where it is about the whole. */
  subject: string;
  severity: AlertSeverity;
  /** A sentence with what is wrong and by how much. */
  message: string;
  detail: Record<string, unknown>;
}

/** What the checks look at. */
export interface Facts {
  now: Date;
  /** Since when somebody works at all: what is older is the fault of the pause. */
  workingSince: Date;
  feeds: {
    active: number;
    /** Since when there is a feed that could have been polled; null without one. */
    firstAddedAt: Date | null;
    lastPolledAt: Date | null;
    lastSucceededAt: Date | null;
    /**
     * When the first of them should have been polled, its last poll and its interval taken together: while this machine is
     * offline, feeds are asked again and again and no poll ends.
     */
    dueAt: Date | null;
  };
  queues: readonly { queue: string; waiting: number; oldestMs: number }[];
  /** The stages that somebody works on now. */
  workedOn: ReadonlySet<string>;
  /** Of the last hour. */
  attempts: readonly { stage: string; outcome: string; count: number }[];
  /** null where the database looks after its own disk. */
  disk: { folder: string; freeMb: number; minFreeMb: number } | null;
  /** Hubs that do not push, with the feeds that they should push. */
  deafHubs: readonly { hub: string; feeds: number }[];
  /** Webhooks that were paused because their receivers take nothing. */
  lostWebhooks: readonly { id: number; host: string; reason: string }[];
  /** The machines that work, each with the clock that is farthest from the database's, in ms. */
  clocks: readonly { host: string; aheadMs: number }[];
  drifts: readonly { site: string; deviations: readonly Deviation[] }[];
}

/** null: the check is off. */
export interface Limits {
  feedsMs: number | null;
  queueMs: number | null;
  workersMs: number | null;
  failureShare: number | null;
  diskMb: number | null;
  hubs: boolean;
  webhooks: boolean;
  clockMs: number | null;
  drift: boolean;
}

type Check = (facts: Facts, limits: Limits) => Finding[];

/** Everything that is wrong. */
export function findingsOf(facts: Facts, limits: Limits): Finding[] {
  const worksForMs = ageMs(facts.workingSince, facts.now);
  const queues = facts.queues.map((one) => ({ ...one, oldestMs: Math.min(one.oldestMs, worksForMs) }));
  return checks.flatMap((check) => check({ ...facts, queues }, limits));
}

/** Fewer attempts in an hour say nothing about a share. */
const MIN_ATTEMPTS = 20;

const feedsSilent: Check = ({ now, workingSince, feeds }, { feedsMs }) => {
  const { active, firstAddedAt, lastPolledAt, lastSucceededAt, dueAt } = feeds;
  if (feedsMs === null || active === 0) return [];
  const since = lastSucceededAt ?? firstAddedAt;
  if (since === null || ageMs(latest(since, workingSince), now) <= feedsMs) return [];
  // Feeds that are polled once a day are not silent for the rest of it: somebody must have asked in vain, or be late.
  const askedInVain = lastPolledAt !== null && lastPolledAt > since;
  const isLate = dueAt !== null && ageMs(dueAt, now) > feedsMs;
  if (!askedInVain && !isLate) return [];
  const how = askedInVain ? 'every poll since then has failed' : 'no poll has come to an end since then';
  const message = `No feed could be read for ${spanWords(ageMs(since, now))}: ${how}.`;
  return [{ kind: 'feeds-silent', subject: '', severity: 'critical', message, detail: { active, since } }];
};

const queueLate: Check = ({ queues }, { queueMs }) =>
  queues.flatMap(({ queue, oldestMs, waiting }): Finding[] =>
    queueMs === null || oldestMs <= queueMs
      ? []
      : [
          {
            kind: 'queue-late',
            subject: queue,
            severity: 'critical',
            message: `The oldest job for ${queue} has waited for ${spanWords(oldestMs)}, with ${countWords(waiting)} waiting in all.`,
            detail: { oldestMs, waiting },
          },
        ],
  );

const workerMissing: Check = ({ queues, workedOn }, { workersMs }) =>
  queues.flatMap(({ queue, oldestMs, waiting }): Finding[] =>
    workersMs === null || waiting === 0 || oldestMs <= workersMs || workedOn.has(queue)
      ? []
      : [
          {
            kind: 'worker-missing',
            subject: queue,
            severity: 'critical',
            message: `Nobody works on ${queue}: ${countWords(waiting)} ${waiting === 1 ? 'job waits' : 'jobs wait'}, the oldest for ${spanWords(oldestMs)}.`,
            detail: { oldestMs, waiting },
          },
        ],
  );

/** Ends that tell nothing of whether the stage works. */
const noTries: ReadonlySet<string> = new Set(['queued', 'superseded']);
const failures: ReadonlySet<string> = new Set(['retry', 'failed']);

const stageFailing: Check = ({ attempts }, { failureShare }) => {
  if (failureShare === null) return [];
  const tries = attempts.filter(({ outcome }) => !noTries.has(outcome));
  return [...new Set(tries.map(({ stage }) => stage))].flatMap((stage): Finding[] => {
    const ofStage = tries.filter((one) => one.stage === stage);
    const all = sum(ofStage);
    const failed = sum(ofStage.filter(({ outcome }) => failures.has(outcome)));
    if (all < MIN_ATTEMPTS || failed / all <= failureShare) return [];
    const message = `${countWords(failed)} of ${countWords(all)} attempts of ${stage} in the last hour have failed.`;
    return [{ kind: 'stage-failing', subject: stage, severity: 'warning', message, detail: { failed, all } }];
  });
};

const diskShort: Check = ({ disk }, { diskMb }) => {
  if (disk === null || diskMb === null || disk.freeMb >= diskMb) return [];
  const { folder, freeMb, minFreeMb } = disk;
  const message = `The disk of ${folder} has ${freeMb} MB left; work pauses below ${minFreeMb} MB.`;
  const severity = freeMb < minFreeMb ? 'critical' : 'warning';
  return [{ kind: 'disk-short', subject: '', severity, message, detail: { ...disk } }];
};

const hubDeaf: Check = ({ deafHubs }, { hubs }) =>
  deafHubs.flatMap(({ hub, feeds }): Finding[] =>
    hubs
      ? [
          {
            kind: 'hub-deaf',
            subject: hub,
            severity: 'warning',
            message: `The hub ${hub} has taken ${feeds === 1 ? 'a subscription' : `${feeds} subscriptions`} and pushes nothing; polls bring the news instead.`,
            detail: { feeds },
          },
        ]
      : [],
  );

const webhookPaused: Check = ({ lostWebhooks }, { webhooks }) =>
  (webhooks ? lostWebhooks : []).map(({ id, host, reason }) => ({
    kind: 'webhook-paused',
    subject: String(id),
    severity: 'warning',
    message: `Webhook ${id} at ${host} is paused. ${reason}`,
    detail: { host },
  }));

const clockApart: Check = ({ clocks }, { clockMs }) =>
  clocks.flatMap(({ host, aheadMs }): Finding[] =>
    clockMs === null || Math.abs(aheadMs) <= clockMs
      ? []
      : [
          {
            kind: 'clock-apart',
            subject: host,
            severity: 'warning',
            message: `The clock of ${host} is ${spanWords(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the database.`,
            detail: { aheadMs },
          },
        ],
  );

const drift: Check = ({ drifts }, limits) =>
  drifts.flatMap(({ site, deviations }): Finding[] =>
    limits.drift && deviations.length > 0
      ? [
          {
            kind: 'drift',
            subject: site,
            severity: 'warning',
            message: driftSentence(site, deviations),
            detail: { measures: deviations.map(({ measure }) => measure), deviations },
          },
        ]
      : [],
  );

const checks: readonly Check[] = [
  feedsSilent,
  queueLate,
  workerMissing,
  stageFailing,
  diskShort,
  hubDeaf,
  webhookPaused,
  clockApart,
  drift,
];

const latest = (a: Date, b: Date): Date => (a > b ? a : b);
const ageMs = (since: Date, now: Date): number => now.getTime() - since.getTime();
const sum = (counts: readonly { count: number }[]): number =>
  counts.reduce((all, { count }) => all + count, 0);
const countWords = (count: number): string => count.toLocaleString('en');

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A duration as a person says it: 3 min, 5 h, 2 d; below a minute in seconds. */
function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return ms < 2 * DAY_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.floor(ms / DAY_MS)} d`;
}
