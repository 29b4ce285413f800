import { describe, expect, it } from 'vitest';
import { followIngest, gaugesOf } from '../../src/cli/ingest-follow.js';
import type { IngestProgress } from '../../src/store/progress.js';

const running: IngestProgress = {
  feeds: { total: 2, polled: 1, failed: 0, unchanged: 0 },
  waiting: { scrape: 3, clean: 1 },
  ended: { scrape: 4, clean: 3, tag: 3, store: 3 },
  fresh: {},
  reasons: [],
  finished: false,
};
const endless = { timeoutMs: null, patienceMs: 3_600_000, signal: new AbortController().signal };
const nobody = (): void => undefined;

describe('followIngest', () => {
  it('shows every answer and ends with the one that is finished', async () => {
    const answers = [running, { ...running, finished: true }];
    const shown: IngestProgress[] = [];
    const end = await followIngest(
      async () => answers.shift() ?? running,
      (progress) => shown.push(progress),
      endless,
    );
    expect(end.ended).toBe('finished');
    expect(shown).toHaveLength(2);
  });
  it('stops when nothing moves any more', async () => {
    expect((await followIngest(async () => running, nobody, { ...endless, patienceMs: 0 })).ended).toBe(
      'idle',
    );
  });
  it('stops when the time is over, however much moves', async () => {
    let scraped = 0;
    const moving = async (): Promise<IngestProgress> => ({ ...running, ended: { scrape: scraped++ } });
    expect((await followIngest(moving, nobody, { ...endless, timeoutMs: 1 })).ended).toBe('timeout');
  });
  it('stops when it is interrupted, without waiting for the next answer', async () => {
    const controller = new AbortController();
    const followed = followIngest(
      async () => running,
      () => controller.abort(),
      { ...endless, signal: controller.signal },
    );
    expect((await followed).ended).toBe('interrupted');
  });
});

describe('gaugesOf', () => {
  it('counts for each stage what has left it, of what has left it or is still before it', () => {
    expect(gaugesOf(running)).toEqual([
      { name: 'poll', value: 1, total: 2 },
      { name: 'scrape', value: 4, total: 7 },
      { name: 'clean', value: 3, total: 7 },
      { name: 'tag', value: 3, total: 7 },
      { name: 'store', value: 3, total: 7 },
    ]);
  });
});
