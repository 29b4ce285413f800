// I7: what the newsroom's journal says of the service's manners.
import { expect } from 'vitest';
import type { Newsroom } from '../../support/newsroom.js';

/** On a busy machine the newsroom itself takes requests late, and then several at once. */
const ORIGIN_STALL_MS = 500;

/** Expects no page to be asked for more than `extraRequests` times beside the first, and pauses to be kept. */
export function expectManners(newsroom: Newsroom, extraRequests: number, delayMs: number): void {
  const requests = new Map<number, number>();
  for (const { article } of newsroom.journal.pages) requests.set(article, (requests.get(article) ?? 0) + 1);
  const most = Math.max(0, ...requests.values());
  expect(most, 'I7: requests of one page').toBeLessThanOrEqual(1 + extraRequests);
  for (const [host, { spanMs, count }] of spacings(newsroom))
    expect(spanMs, `I7: the ${count} requests to ${host}`).toBeGreaterThan(
      (count - 1) * delayMs * 0.9 - ORIGIN_STALL_MS,
    );
}

/** From the first request of each host to its last, and how many there were. */
function spacings({ journal: { pages } }: Newsroom): Map<string, { spanMs: number; count: number }> {
  const times = new Map<string, number[]>();
  for (const { host, atMs } of pages) times.set(host, [...(times.get(host) ?? []), atMs]);
  return new Map(
    [...times].map(([host, all]) => [
      host,
      { spanMs: Math.max(...all) - Math.min(...all), count: all.length },
    ]),
  );
}
