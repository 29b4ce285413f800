// Whether a service stands still while it works: slopes over the run after its first quarter, in which caches fill.
import type { Sample } from './samples.js';

export interface Finding {
  what: string;
  /** Per hour, unless `what` says otherwise. */
  value: number;
  unit: string;
  limit: number;
  holds: boolean;
}

const HOUR = 3_600;
const limits = { rssMb: 5, descriptors: 10, handles: 10, redisMb: 5, latencySeconds: 5 };

/**
 * The slope of points: the median of the slopes of all pairs (Theil and Sen), on which the jumps that the collection of
 * garbage makes have little weight. 0 for fewer than two.
 */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes: number[] = [];
  for (const [n, [x1, y1]] of points.entries())
    for (const [x2, y2] of points.slice(n + 1)) if (x2 > x1) slopes.push((y2 - y1) / (x2 - x1));
  slopes.sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

/** Each thing that must not grow, with how much it does. */
export function findings(samples: readonly Sample[]): Finding[] {
  const end = samples.at(-1)?.at ?? 0;
  const late = samples.filter(({ at }) => at >= end / 4);
  const growing = (
    what: string,
    unit: string,
    limit: number,
    of: (sample: Sample) => number | null,
  ): Finding[] => {
    const points = late.flatMap((sample): [number, number][] => {
      const value = of(sample);
      return value === null ? [] : [[sample.at, value]];
    });
    if (points.length < 2) return [];
    const value = slopeOf(points) * HOUR;
    return [{ what, value, unit, limit, holds: value < limit }];
  };
  // A process that was started again begins anew, so that each life is looked at for itself, where it is long enough.
  const lives = new Map<number, { name: string; count: number }>();
  for (const { processes } of late)
    for (const { pid, name } of processes) lives.set(pid, { name, count: (lives.get(pid)?.count ?? 0) + 1 });
  const longest = Math.max(0, ...[...lives.values()].map(({ count }) => count));
  const perProcess = [...lives]
    .filter(([, { count }]) => count > longest / 2)
    .flatMap(([pid, { name }]) => {
      const own = (sample: Sample) => sample.processes.find((one) => one.pid === pid) ?? null;
      return [
        ...growing(
          `memory held by ${name} (${pid})`,
          'MB/h',
          limits.rssMb,
          // What is yet to be collected comes and goes, over longer than a run takes.
          (sample) => (sample.collected ? (own(sample)?.rssMb ?? null) : null),
        ),
        ...growing(
          `descriptors of ${name} (${pid})`,
          '/h',
          limits.descriptors,
          (sample) => own(sample)?.descriptors ?? null,
        ),
      ];
    });
  return [
    ...perProcess,
    ...growing('active handles', '/h', limits.handles, ({ handles }) => handles),
    ...growing('memory of Redis', 'MB/h', limits.redisMb, ({ redisMb }) => redisMb),
    ...growing(
      'from publication to store',
      's/h',
      limits.latencySeconds,
      ({ latencySeconds }) => latencySeconds,
    ),
  ];
}

/** What the store grows by for an article, in KB, over the run after its first quarter; null without articles. */
export function kilobytesAnArticle(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[Math.floor(samples.length / 4)], samples.at(-1)];
  if (first === undefined || last === undefined || last.stored === first.stored) return null;
  return ((last.databaseMb - first.databaseMb) * 1_000) / (last.stored - first.stored);
}
