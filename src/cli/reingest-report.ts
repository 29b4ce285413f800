// What a re-ingest did or, for a dry run, what it would do: the counts, and each article with its change.
import type { z } from 'zod';
import type { reingestProgressSchema } from '../http/contract.js';
import type { Output } from './output.js';

export type ReingestAnswer = z.infer<typeof reingestProgressSchema>;
type Item = ReingestAnswer['items'][number];

export function showReingest(
  { batch, ended, outcomes, items, finished }: ReingestAnswer,
  output: Output,
): void {
  const rows = items
    .filter((item) => item.outcome !== 'unchanged')
    .map((item) => [String(item.articleId), effectOf(item), item.title ?? '', item.url, changeText(item)]);
  output.table(
    [
      { head: 'article', align: 'right' },
      { head: batch.dryRun ? 'would be' : 'is' },
      { head: 'title' },
      { head: 'address' },
      { head: 'change', wrap: true },
    ],
    rows,
  );
  if (output.terminal && rows.length > 0) output.print('');
  output.pairs([
    ['batch', String(batch.id)],
    ['articles', String(batch.total)],
    ...outcomes.map(({ outcome, count }) => [outcome, String(count)] as const),
  ]);
  if (!finished)
    output.note(
      `${batch.total - ended} articles are not finished. Nothing is lost: \`feedmill start\` goes on with them.`,
      output.noteColors.yellow,
    );
  else if (ended > items.length)
    output.note(`The first ${items.length} of ${ended} articles were looked at for this list.`);
}

function effectOf({ outcome, change }: Item): string {
  const would = change?.['wouldBe'];
  if (typeof would === 'string') return would;
  return outcome === 'done' ? (isRecord(change?.['change']) ? 'revised' : 'stored') : outcome;
}

/** The change of one article in words: each field with what it was and what it is. */
export function changeText({ change, reason }: Pick<Item, 'change' | 'reason'>): string {
  const fields = change?.['change'];
  if (!isRecord(fields)) return reason ?? '';
  return Object.entries(fields)
    .map(([field, value]) =>
      isRecord(value) ? `${field}: ${valueText(value['from'])} → ${valueText(value['to'])}` : field,
    )
    .join('; ');
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
