// Two workers and the articles of one site, on a clock of the caller's own: what the queue does with each job is
// modelled (it brings them late by chance, and stops bringing any for a while), the slots and turns are the store's.
import { type Kysely, sql } from 'kysely';
import { createHosts } from '../../src/store/hosts.js';
import type { Schema } from '../../src/store/schema.js';

export interface Spacing {
  /** Times of the requests, in ms from the first one on. */
  readonly requests: number[];
  /** How many jobs came too early and had to come again. */
  readonly returned: number;
}

export interface Course {
  readonly site: string;
  readonly articles: number;
  readonly delayMs: number;
  /** How late the queue brings a job at most, in ms. */
  readonly jitterMs: number;
  /** No job is brought between these two times. */
  readonly outageMs: readonly [number, number];
  readonly random: () => number;
}

const WORKERS = 2;
const START = Date.UTC(2030, 0, 1);

/** Runs all articles to their request. */
export async function spacingOf(db: Kysely<Schema>, course: Course): Promise<Spacing> {
  let clock = START;
  const hosts = createHosts(db, () => sql<Date>`${new Date(clock)}::timestamptz`);
  const { first, delayMs } = await hosts.reserve(course.site, course.articles, course.delayMs);
  const brought = (atMs: number): number => {
    const late = atMs + course.jitterMs * course.random();
    const [from, to] = course.outageMs;
    return late - START >= from && late - START < to ? START + to + course.jitterMs * course.random() : late;
  };
  const jobs = Array.from({ length: course.articles }, (_, n) => brought(first.getTime() + n * delayMs));
  const free = Array.from({ length: WORKERS }, () => START);
  const requests: number[] = [];
  let returned = 0;
  for (let next = earliest(jobs); next !== null; next = earliest(jobs)) {
    const worker = free.indexOf(Math.min(...free));
    clock = Math.max(next, free[worker] ?? 0);
    const turn = await hosts.take(course.site, course.delayMs);
    if (turn.status === 'later') {
      returned += 1;
      jobs.push(brought(turn.until.getTime()));
    } else requests.push(clock + turn.afterMs);
    free[worker] = turn.status === 'later' ? clock : clock + turn.afterMs;
  }
  requests.sort((a, b) => a - b);
  return { requests: requests.map((at) => at - (requests[0] ?? 0)), returned };
}

function earliest(jobs: number[]): number | null {
  if (jobs.length === 0) return null;
  let at = 0;
  for (let n = 1; n < jobs.length; n += 1) if ((jobs[n] ?? 0) < (jobs[at] ?? 0)) at = n;
  return jobs.splice(at, 1)[0] ?? null;
}
