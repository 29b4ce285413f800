// Values of options as commander hands them over: read strictly, refused with what would be right.
import { InvalidArgumentError } from 'commander';
import { type Stage, stages } from '../pipeline.js';

/** A whole number of at least `min`. */
export function wholeNumber(min: number): (value: string) => number {
  return (value) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < min)
      throw new InvalidArgumentError(`It must be a whole number of at least ${min}.`);
    return Number(value);
  };
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A date (2026-11-23, 2026-11-23T08:00Z) or an age (90m, 12h, 3d, 2w) before `now`, as an ISO date. */
export function sinceDate(value: string, now: () => Date = () => new Date()): string {
  return dateAway(value, -1, now);
}

/** A date, or a time (90m, 12h, 90d, 52w) after `now`, as an ISO date. */
export function untilDate(value: string, now: () => Date = () => new Date()): string {
  return dateAway(value, 1, now);
}

function dateAway(value: string, direction: 1 | -1, now: () => Date): string {
  const age = /^(\d{1,6})([mhdw])$/.exec(value);
  const ms = direction * Number(age?.[1]) * (unitMs[age?.[2] ?? ''] ?? 0);
  const date = age === null ? dateOf(value) : new Date(now().getTime() + ms);
  if (date === null || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError(
      'It must be a date such as 2026-11-23 or 2026-11-23T08:00Z, or an age such as 90m, 12h, 3d or 2w.',
    );
  return date.toISOString();
}

// Date.parse accepts a lot that nobody means, such as "1"; only ISO 8601 is taken.
function dateOf(value: string): Date | null {
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value) ? new Date(value) : null;
}

/** A pause such as 500ms, 2s, 1.5s or 1min in ms, or `auto`. */
export function delayOrAuto(value: string): number | 'auto' {
  // Not null: commander takes that for a missing value.
  if (value === 'auto') return value;
  const [, amount, unit = ''] = /^(\d{1,7}(?:\.\d{1,3})?)(ms|s|min)$/.exec(value) ?? [];
  const ms = Math.round(Number(amount) * ({ ms: 1, s: 1_000, min: 60_000 }[unit] ?? Number.NaN));
  if (!(ms <= 3_600_000))
    throw new InvalidArgumentError(
      'It must be a time up to an hour such as 500ms, 2s or 1min, or auto to let it be learnt again.',
    );
  return ms;
}

/** A share between 0 and 1. */
export function shareOfOne(value: string): number {
  const share = /^(?:0|1|0?\.\d{1,6})$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(share)) throw new InvalidArgumentError('It must be a number from 0 to 1, such as 0.4.');
  return share;
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** Names of stages separated by commas. */
export function stageList(value: string): Stage[] {
  return value.split(',').map((name) => stageName(name.trim()));
}

export function stageName(value: string): Stage {
  const stage = stages.find((one) => one === value);
  if (stage === undefined)
    throw new InvalidArgumentError(`${value} is no stage; the stages are ${stages.join(', ')}.`);
  return stage;
}

/** `path` with the parameters of `query` that are set. */
export function withQuery(
  path: string,
  query: Record<string, string | number | boolean | undefined>,
): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`;
}
