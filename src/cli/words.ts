// Dates and durations as the tables show them.

/** An ISO date to the second, in UTC; empty for null. */
export function dateText(iso: string | null): string {
  return iso === null ? '' : `${iso.slice(0, 19).replace('T', ' ')}Z`;
}

/** A duration in its largest fitting unit: 45 s, 30 min, 12 h, 3 d. */
export function durationText(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const fitting = units.find(([, unitMs]) => ms >= unitMs);
  if (fitting === undefined) return `${Math.round(ms / 100) / 10} s`;
  const [name, unitMs] = fitting;
  return `${Math.round((ms / unitMs) * 10) / 10} ${name}`;
}
