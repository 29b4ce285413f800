import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Suites that wait for processes, servers and outages: the longest ones, whatever the size of their files. */
const waits = /\/test\/(?:faults|pipeline)\/|\/test\/cli\/(?:start|ingest|fetch|demo)\.test/;

/** Starts the suites that mostly wait first, so that those that compute fill the time beside them. */
export default class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => waits.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !waits.test(moduleId)),
    ];
  }
}
