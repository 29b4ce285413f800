// What a queue hands over is foreign data: another version of Feedmill, or a person with a Redis client, may have put
// it there. A job that is not understood ends at once; the database knows what is to be done, and the sweep adds the
// job that belongs to it.
import { z } from 'zod';
import type { Stage, StageJobs } from '../pipeline.js';

const articleJob = z.object({ articleId: z.int(), ticket: z.int() });
const schemas: { readonly [S in Stage]: z.ZodType<StageJobs[S]> } = {
  poll: z.object({ feedId: z.int(), attempt: z.int() }),
  scrape: articleJob,
  clean: articleJob.extend({ snapshotId: z.int() }),
  tag: articleJob.extend({ revisionId: z.int() }),
  store: articleJob.extend({ revisionId: z.int() }),
};

/** The data of a stage's job; null when it is none. */
export function jobData<S extends Stage>(stage: S, data: unknown): StageJobs[S] | null {
  const read = schemas[stage].safeParse(data);
  return read.success ? read.data : null;
}
