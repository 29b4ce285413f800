// Numbers, times and addresses as pages show them.
import { parseUrl } from '../../parse-url.js';

/** A time. UTC as it comes; the script writes it in the visitor's zone. */
export function Time({ at }: { at: Date }) {
  const iso = at.toISOString();
  return <time dateTime={iso}>{`${iso.slice(0, 16).replace('T', ' ')} UTC`}</time>;
}

/** When an article was published: the day alone where no more is known, and beside the moment where it is another one in UTC. */
export function Published({ at, day }: { at: Date; day: string | null }) {
  const isOtherDay = day !== null && at.toISOString().slice(0, 10) !== day;
  if (day !== null && !isOtherDay && at.toISOString().endsWith('T00:00:00.000Z'))
    return <time dateTime={day}>{day}</time>;
  return (
    <>
      <Time at={at} />
      {isOtherDay && <span class="quiet"> ({day} there)</span>}
    </>
  );
}

export const TimeOrNone = ({ at, none = 'never' }: { at: Date | null; none?: string }) =>
  at !== null ? <Time at={at} /> : none === '' ? null : <span class="quiet">{none}</span>;

/** A sentence of ours; what it has between backticks is a command. */
export function Said({ text }: { text: string }) {
  return <>{text.split('`').map((part, n) => (n % 2 === 1 ? <code key={n}>{part}</code> : part))}</>;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A duration in its largest fitting unit: 450 ms, 45 s, 30 min, 12 h, 3 d. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const [name, unitMs] = units.find(([, fitting]) => ms >= fitting) ?? ['s', 1_000];
  return `${Math.round((ms / unitMs) * 10) / 10} ${name}`;
}

const wholes = new Intl.NumberFormat('en');
export const countWords = (count: number): string => wholes.format(count);
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${countWords(count)} ${count === 1 ? one : many}`;
export const percentWords = (share: number): string =>
  `${share > 0 && share < 0.01 ? '< 1' : Math.round(share * 100)} %`;

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

/** A language tag as a name with its tag; a tag that is none stays as it is. */
export function languageWords(tag: string): string {
  if (tag === 'und') return 'not determined';
  try {
    const name = names.of(tag);
    return name === undefined || name === tag ? tag : `${name} (${tag})`;
  } catch {
    // Pages declare what is no tag; then it is shown as it stands there.
    return tag;
  }
}

/** A link to another site; an address that is not http or https stands as text. */
export function Elsewhere({ url, text }: { url: string; text?: string }) {
  const protocol = parseUrl(url)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') return <span class="address">{text ?? url}</span>;
  return (
    <a class="address" href={url} rel="noopener noreferrer external">
      {text ?? url}
    </a>
  );
}

/** A path with what stands behind its question mark; members without a value are left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
