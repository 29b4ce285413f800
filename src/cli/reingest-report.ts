// What a re-ingest did or, for a dry run, what it would do: the counts, and each article with its change.
import type { z } from 'zod';
import type { BatchReportView, reingestProgressSchema } from '../http/contract-reingest.js';
import { fieldChangeWords } from '../operations/reingest.js';
import type { Output, Paint } from './output.js';

export type ReingestAnswer = z.infer<typeof reingestProgressSchema>;
type Item = ReingestAnswer['items'][number];

export function showReingest(
  { batch, ended, outcomes, items, finished, drafts }: ReingestAnswer,
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
    ['state', batch.state],
    ['articles', String(batch.total)],
    ...outcomes.map(({ outcome, count }) => [outcome, String(count)] as const),
  ]);
  if (batch.state === 'paused')
    output.note(
      `The batch is paused: \`feedmill reingest resume ${batch.id}\` goes on.`,
      output.noteColors.yellow,
    );
  else if (!finished)
    output.note(
      `${batch.total - ended} articles are not finished. Nothing is lost: \`feedmill start\` goes on with them.`,
      output.noteColors.yellow,
    );
  else if (ended > items.length)
    output.note(`The first ${items.length} of ${ended} articles were looked at for this list.`);
  if (finished && drafts > 0)
    output.note(
      `${drafts} drafts are kept: \`feedmill reingest show ${batch.id}\` compares them with what is stored, \`feedmill reingest commit ${batch.id}\` makes them current, \`feedmill reingest drop ${batch.id}\` deletes them.`,
    );
}

/** The changes by site, and the texts that change most as word diffs. */
export function showReport({ sites, largest }: BatchReportView, output: Output): void {
  output.table(
    [
      { head: 'site' },
      { head: 'articles', align: 'right' },
      { head: 'new', align: 'right' },
      { head: 'revised', align: 'right' },
      { head: 'words kept', align: 'right' },
      { head: 'confidence' },
      { head: 'fields', wrap: true },
    ],
    sites.map(({ host, articles, stored, revised, wordsKept, confidence, fields }) => [
      host,
      String(articles),
      String(stored),
      String(revised),
      wordsKept === null ? '' : `${Math.round(wordsKept * 1_000) / 10} %`,
      confidence === null ? '' : `${confidence.from.toFixed(2)} → ${confidence.to.toFixed(2)}`,
      fields.map(fieldChangeWords).join('; '),
    ]),
  );
  for (const { articleId, url, title, wordsKept, diff } of largest) {
    output.print('');
    output.print(
      `${articleId}  ${title ?? ''}  ${url}  (${Math.round(wordsKept * 1_000) / 10} % of the words kept)`,
    );
    output.painted(diff.map((part) => painted(part, output)));
  }
}

type DiffPart = BatchReportView['largest'][number]['diff'][number];
/** Characters of one change that a terminal shows: enough to know what it is. */
const MOST_SHOWN = 400;
const shortened = (text: string): string =>
  text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)} … (${text.length} characters)`;

// Marked with signs as well, because a pipe has no colours and some eyes have none.
function painted({ kind, text }: DiffPart, { colors }: Output): [string, Paint] {
  if (kind === 'gone') return [`[-${shortened(text)}-]`, colors.red];
  if (kind === 'new') return [`{+${shortened(text)}+}`, colors.green];
  return kind === 'skipped' ? [' … ', colors.dim] : [text, (plain) => plain];
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
