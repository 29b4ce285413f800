import { describe, expect, it } from 'vitest';
import { groupReasons, type IngestFacts, ingestReport } from '../../src/cli/ingest-report.js';
import type { IngestProgress } from '../../src/store/progress.js';

const progress: IngestProgress = {
  feeds: { total: 3, polled: 3, failed: 1, unchanged: 1 },
  waiting: { scrape: 2 },
  ended: { scrape: 9 },
  fresh: { stored: 5, thin: 3, duplicate: 1, dropped: 2, failed: 1 },
  reasons: [
    { state: 'thin', reason: 'stored as thin: 143 characters, fewer than 200', count: 1 },
    { state: 'thin', reason: 'stored as thin: 90 characters, fewer than 200', count: 2 },
    { state: 'dropped', reason: 'dropped at scrape: a PDF', count: 2 },
    { state: 'failed', reason: 'failed at scrape: status 404', count: 1 },
  ],
  finished: false,
};
const facts: IngestFacts = {
  progress,
  added: 2,
  failedFeeds: [{ url: 'https://a.example/feed', reason: 'status 500' }],
  ended: 'idle',
  seconds: 12.345,
  holder: null,
};

describe('ingestReport', () => {
  it('accounts for every new article once', () => {
    const report = ingestReport(facts);
    expect(report.new).toBe(
      report.stored +
        report.thin.count +
        report.duplicates +
        report.dropped.count +
        report.failed.count +
        report.unfinished,
    );
    expect(report).toMatchObject({
      new: 14,
      stored: 5,
      duplicates: 1,
      unfinished: 2,
      seconds: 12.3,
      feeds: { total: 3, added: 2, unchanged: 1 },
    });
  });
  it('names the reasons of what is missing or thin', () => {
    const { thin, dropped, failed } = ingestReport(facts);
    expect(thin).toEqual({
      count: 3,
      reasons: [{ reason: 'stored as thin: … characters, fewer than 200', count: 3 }],
    });
    expect(dropped).toEqual({ count: 2, reasons: [{ reason: 'dropped at scrape: a PDF', count: 2 }] });
    expect(failed).toEqual({ count: 1, reasons: [{ reason: 'failed at scrape: status 404', count: 1 }] });
  });
});

describe('groupReasons', () => {
  it('joins reasons that differ in their numbers alone, the most frequent first', () => {
    const reasons = [
      { reason: 'robots.txt forbids it', count: 2 },
      { reason: 'same story as article 7', count: 2 },
      { reason: 'same story as article 9', count: 3 },
    ];
    expect(groupReasons(reasons)).toEqual([
      { reason: 'same story as article …', count: 5 },
      { reason: 'robots.txt forbids it', count: 2 },
    ]);
  });
});
