import { memoryOf } from '../../src/feeds/memory.js';
import type { PollResult } from '../../src/store/feeds.js';

const PAUSE_MS = 600_000;

/** What a poll leaves behind that went well. */
export const pollResult = (overrides: Partial<PollResult> = {}): PollResult => ({
  etag: null,
  lastModified: null,
  bodyHash: null,
  status: 200,
  error: null,
  failures: 0,
  nextPollAt: new Date(Date.now() + PAUSE_MS),
  isRetried: false,
  intervalMs: 60_000,
  intervalReason: 'a test',
  intervalCause: 'rhythm',
  state: 'active',
  memory: memoryOf({}),
  ...overrides,
});
