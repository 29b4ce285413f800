// Adds the jobs of articles to the queues: after a poll, after a stage, by the sweep and by a re-ingest. The database
// already says that these jobs should exist, so a queue that is away loses nothing: the sweep comes back to them.
import type { Stage, StageJobs } from '../pipeline.js';
import type { QueuedJob } from '../queues/queues.js';
import type { DueRun, RecalledRun } from '../store/due-run.js';
import { politeSite } from '../web/canonical-url.js';
import type { Ports } from './ports.js';

type Needs = Pick<Ports, 'queues' | 'store' | 'settings' | 'now' | 'log'>;

/** Adds the job of each article to the queue of its stage; page requests get a slot of their site each. */
export async function handOn(due: DueRun[], ports: Needs): Promise<void> {
  try {
    await addScrapes(
      due.filter(({ stage }) => stage === 'scrape'),
      ports,
    );
    for (const article of due) await addOne(article, ports);
  } catch (error) {
    ports.log.warn({ err: error, articles: due.length }, 'the queue took no jobs; the sweep adds them later');
  }
}

/**
 * Adds the jobs of runs that were given new tickets, and takes those of their former ones out: a dashboard would show
 * them until they are due, some of them for hours, and then they would do nothing.
 */
export async function handOnRecalled(recalled: RecalledRun[], ports: Needs): Promise<void> {
  await handOn(recalled, ports);
  try {
    for (const run of recalled) {
      const data = jobDataOf({ ...run, ticket: run.formerTicket });
      if (data !== null) await ports.queues.remove<Stage>(run.stage, data);
    }
  } catch (error) {
    ports.log.debug({ err: error }, 'jobs of former tickets stay in the queue until they are due');
  }
}

/** What the job of an article carries at its stage; null when what the stage works on is missing. */
export function jobDataOf({
  articleId,
  stage,
  ticket,
  snapshotId,
  draftId,
}: DueRun): StageJobs['scrape'] | StageJobs['clean'] | StageJobs['tag'] | null {
  const job = { articleId, ticket };
  if (stage === 'scrape') return job;
  if (stage === 'clean') return snapshotId === null ? null : { ...job, snapshotId };
  return draftId === null ? null : { ...job, revisionId: draftId };
}

/** What is of one site together, each in the order that it came in. */
export function bySite<T extends { host: string }>(all: readonly T[]): Map<string, T[]> {
  const sites = new Map<string, T[]>();
  for (const one of all) {
    const site = politeSite(one.host);
    const others = sites.get(site);
    if (others === undefined) sites.set(site, [one]);
    else others.push(one);
  }
  return sites;
}

async function addOne(article: DueRun, { queues }: Needs): Promise<void> {
  const data = jobDataOf(article);
  if (data === null || article.stage === 'scrape') return;
  const low = article.batchId !== null;
  await queues.add(article.stage, [{ data: data as StageJobs['clean'] & StageJobs['tag'], low }]);
}

async function addScrapes(due: DueRun[], { queues, store, settings, now }: Needs): Promise<void> {
  for (const [site, articles] of bySite(due)) {
    const { first, delayMs } = await store.hosts.reserve(site, articles.length, settings.hostDelayMs);
    const startMs = Math.max(0, first.getTime() - now().getTime());
    const jobs: QueuedJob<'scrape'>[] = articles.map(({ articleId, ticket, batchId }, index) => ({
      data: { articleId, ticket },
      delayMs: startMs + index * delayMs,
      low: batchId !== null,
    }));
    await queues.add('scrape', jobs);
    // A job that waits for its slot is not overdue.
    const lastMs = startMs + articles.length * delayMs;
    if (lastMs > 0)
      await store.runs.awaitTurns(
        articles.map(({ articleId }) => articleId),
        lastMs,
      );
  }
}
