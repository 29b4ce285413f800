// Answers of several parts: on a terminal each part has a title; in a pipe each of its lines begins with the part's
// name, so that a script can tell them apart.
import type { Output } from './output.js';
import type { Column } from './table.js';

/** Writes a part that is a table; nothing when it has no rows. */
export function tablePart(
  output: Output,
  { title, label }: { title: string; label: string },
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  partTitle(title, rows.length > 0, output);
  output.table(columns, output.terminal ? rows : rows.map((row) => [label, ...row]));
}

/** Writes a part's title on a terminal, if the part is there. */
export function partTitle(title: string, isThere: boolean, output: Output): void {
  if (isThere && output.terminal) output.print(`\n${title}`, output.colors.bold);
}
