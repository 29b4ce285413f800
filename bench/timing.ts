// Times of one thing done again and again.

export interface Timed {
  name: string;
  /** In ms, in the order in which they were taken. */
  times: number[];
}

/** How long each of `rounds` calls takes, in ms; one call before them warms up what is cached. */
export async function timed(
  name: string,
  rounds: number,
  call: (round: number) => Promise<unknown>,
): Promise<Timed> {
  await call(0);
  const times: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const started = performance.now();
    await call(round);
    times.push(performance.now() - started);
  }
  return { name, times };
}

/** Median, 95th percentile and the slowest; NaN where nothing was timed. */
export function summaryOf(times: readonly number[]): { median: number; p95: number; slowest: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), slowest: sorted.at(-1) ?? Number.NaN };
}
