// Pieces that several pages are made of.
import type { ComponentChildren } from 'preact';

interface Column {
  head: string;
  numeric?: boolean;
}

/** A table; on a phone each row becomes a card whose lines carry the heads. */
export function Table({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly Column[];
  rows: readonly ComponentChildren[][];
}) {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, numeric }) => (
            <th key={head} scope="col" class={numeric === true ? 'number' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, n) => (
              <td
                key={n}
                data-head={columns[n]?.head}
                class={columns[n]?.numeric === true ? 'number' : undefined}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Names and what they are; pairs without a value are left out. */
export function Facts({ facts }: { facts: readonly [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A button that changes something, with what it sends. */
export function Act({
  action,
  fields = {},
  text,
  describedBy,
}: {
  action: string;
  fields?: Record<string, string>;
  text: string;
  /** What tells apart buttons of one text; for those who do not see where they stand. */
  describedBy?: string;
}) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" aria-label={describedBy === undefined ? undefined : `${text}: ${describedBy}`}>
        {text}
      </button>
    </form>
  );
}

/** Several choices of which one is chosen. */
export function Choice({
  name,
  label,
  options,
  chosen,
}: {
  name: string;
  label: string;
  options: readonly (readonly [string, string])[];
  chosen: string;
}) {
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Leads to the next page of a list, and from a later one back to the first. */
export function Pages({ next, first }: { next: string | null; first: string | null }) {
  if (next === null && first === null) return null;
  return (
    <nav class="pages" aria-label="More of this list">
      {first !== null && <a href={first}>To the beginning</a>}
      {next !== null && (
        <a href={next} rel="next">
          Next page
        </a>
      )}
    </nav>
  );
}

/** Counts one after the other as small bars, the last one at the end; `label` says for those who do not see what they are. */
export function Sparkline({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${counts.length * SPARK_STEP} ${SPARK_HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${counts.join(', ')}`}
    >
      {counts.map((count, n) => {
        // A day without an article is a line, so that it is seen that there was a day.
        const height = count === 0 ? 1 : Math.max(2, (count / most) * SPARK_HEIGHT);
        return (
          <rect
            key={n}
            class={count === 0 ? 'bar-whole' : 'bar-part'}
            x={n * SPARK_STEP}
            y={(SPARK_HEIGHT - height).toFixed(1)}
            width={SPARK_STEP - 1}
            height={height.toFixed(1)}
          />
        );
      })}
    </svg>
  );
}
const SPARK_STEP = 5;
const SPARK_HEIGHT = 20;

/** A share of a whole as a bar; the number beside it says the same. */
export function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-whole" width="100" height="4" />
      <rect class="bar-part" width={Math.max(0.5, share * 100).toFixed(2)} height="4" />
    </svg>
  );
}
