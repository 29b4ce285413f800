// Dates and durations as the tables show them.

/** An ISO date to the second, in UTC; empty for null. */
export function dateText(iso: string | null): string {
  return iso === null ? '' : `${iso.slice(0, 19).replace('T', ' ')}Z`;
}

/** When something was published: the moment, with the day where it was written if that is another; the day where no more is known. */
export function publishedText(at: string | null, day: string | null): string {
  if (at === null || day === null) return day ?? dateText(at);
  if (at.slice(0, 10) !== day) return `${dateText(at)} (${day} there)`;
  return /T00:00:00(?:\.0+)?Z$/.test(at) ? day : dateText(at);
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
