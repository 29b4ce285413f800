import type { DiffPart } from '../../operations/text-diff.js';
import { counted } from './words.js';

/** Characters of one change that a page shows: enough to know what it is. */
const MOST_SHOWN = 1_200;

/** What two texts differ in, word by word. */
export function Diff({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <p class="diff" dir="auto">
      {parts.map((part, n) => (
        <Part key={n} part={part} />
      ))}
    </p>
  );
}

function Part({ part: { kind, text } }: { part: DiffPart }) {
  const shown =
    text.length <= MOST_SHOWN
      ? text
      : `${text.slice(0, MOST_SHOWN)} … (${counted(text.length, 'character')})`;
  if (kind === 'gone') return <del>{shown}</del>;
  if (kind === 'new') return <ins>{shown}</ins>;
  return kind === 'skipped' ? <span class="quiet"> … </span> : <span>{text}</span>;
}
