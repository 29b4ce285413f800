// The way of an article, on one page: the five stages in order, what each one's job carries, how often it is tried,
// how long it waits between tries, and how many run at once. Jobs carry ids, never text or bytes.
//
//   poll ──▶ scrape ──▶ clean ──▶ tag ──▶ store
//   feed     page to    document  draft    draft becomes
//   to items snapshot   as draft  tagged   the article
import type { SettingName } from './settings.js';

export const stages = ['poll', 'scrape', 'clean', 'tag', 'store'] as const;
export type Stage = (typeof stages)[number];
/** The stages that an article goes through; `poll` is its feed's. */
export type ArticleStage = Exclude<Stage, 'poll'>;

interface ArticleJob {
  articleId: number;
  /** Names this job among the jobs of the article; a job whose ticket is no longer the article's does nothing. */
  ticket: number;
}

/** What the job of each stage carries. */
export interface StageJobs {
  poll: { feedId: number; attempt: number };
  scrape: ArticleJob;
  clean: ArticleJob & { snapshotId: number };
  tag: ArticleJob & { revisionId: number };
  store: ArticleJob & { revisionId: number };
}

export interface StagePlan {
  /** Tries until the article (or the poll) is given up with its reason. */
  tries: number;
  /** Pause after the first failed try, in ms; it doubles with each further one up to the maximum. */
  backoffMs: number;
  backoffMaxMs: number;
  /** The setting that holds how many run at once in one process. */
  concurrency: SettingName;
}

export const pipeline: Readonly<Record<Stage, StagePlan>> = {
  // A poll that fails three times waits for its feed's next turn, which backs off by itself.
  poll: { tries: 3, backoffMs: 2_000, backoffMaxMs: 60_000, concurrency: 'pollConcurrency' },
  // Sites are away for minutes or hours: 2 s, 4 s, … up to an hour, some three hours in all.
  scrape: { tries: 12, backoffMs: 2_000, backoffMaxMs: 3_600_000, concurrency: 'scrapeConcurrency' },
  // The same bytes give the same answer, so only a thread that was ended is worth another try.
  clean: { tries: 3, backoffMs: 1_000, backoffMaxMs: 60_000, concurrency: 'cleanConcurrency' },
  tag: { tries: 5, backoffMs: 1_000, backoffMaxMs: 300_000, concurrency: 'tagConcurrency' },
  store: { tries: 8, backoffMs: 1_000, backoffMaxMs: 600_000, concurrency: 'storeConcurrency' },
};

/** The stage after `stage`; null after the last one. */
export function stageAfter(stage: Stage): ArticleStage | null {
  const next = stages[stages.indexOf(stage) + 1];
  return next === undefined || next === 'poll' ? null : next;
}

/**
 * The pause before the next try, in ms: exponential with equal jitter (half fixed, half random, after Brooker,
 * "Exponential Backoff And Jitter", 2015), and never shorter than the other side asked for.
 */
export function retryDelayMs(
  stage: Stage,
  failures: number,
  random: () => number,
  askedMs: number | null,
): number {
  const { backoffMs, backoffMaxMs } = pipeline[stage];
  const full = Math.min(backoffMaxMs, backoffMs * 2 ** Math.max(0, failures - 1));
  return Math.max(askedMs ?? 0, Math.round(full / 2 + (full / 2) * random()));
}
