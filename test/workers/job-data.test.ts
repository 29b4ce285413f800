import { describe, expect, it } from 'vitest';
import { stages } from '../../src/pipeline.js';
import { jobData } from '../../src/workers/job-data.js';

describe('jobData', () => {
  it('takes what a stage hands on, with what a newer version may have added left out', () => {
    expect(jobData('poll', { feedId: 1, attempt: 2 })).toEqual({ feedId: 1, attempt: 2 });
    expect(jobData('scrape', { articleId: 1, ticket: 2, later: true })).toEqual({ articleId: 1, ticket: 2 });
    expect(jobData('clean', { articleId: 1, ticket: 2, snapshotId: 3 })).toEqual({
      articleId: 1,
      ticket: 2,
      snapshotId: 3,
    });
  });

  it.each([
    null,
    undefined,
    'text',
    7,
    [],
    {},
    { articleId: 'seven', ticket: 1 },
    { articleId: 1.5, ticket: 1 },
  ])('understands no %j', (data) => {
    for (const stage of stages) expect(jobData(stage, data)).toBeNull();
  });
});
