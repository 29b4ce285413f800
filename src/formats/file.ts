// Articles as the bytes of a file, in the format that was asked for.
import { csvHead, csvLine, ndjsonLine } from './lines.js';
import type { ExportRecord, RowFormat } from './record.js';

export interface RowFile {
  format: RowFormat;
  /** With the cleaned HTML as well. */
  html: boolean;
  /** Whether what is written goes on with a file that has its head already. */
  goesOn: boolean;
}

/** The parts of a file with these articles, in their order; no page is asked for before the one before is written. */
export function rowFile(
  { format, html, goesOn }: RowFile,
  pages: AsyncIterable<readonly ExportRecord[]>,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'ndjson':
      return lines(pages, '', (article) => ndjsonLine(article, html));
    case 'csv':
      return lines(pages, goesOn ? '' : csvHead(html), (article) => csvLine(article, html));
    case 'parquet':
      return parquet(pages, html);
    default:
      return format satisfies never;
  }
}

async function* lines(
  pages: AsyncIterable<readonly ExportRecord[]>,
  head: string,
  lineOf: (article: ExportRecord) => string,
): AsyncGenerator<string> {
  if (head !== '') yield head;
  for await (const page of pages) yield page.map(lineOf).join('');
}

// Loaded when it is wanted: the format's library takes longer to load than most commands run.
async function* parquet(
  pages: AsyncIterable<readonly ExportRecord[]>,
  html: boolean,
): AsyncGenerator<Uint8Array> {
  const { parquetBytes } = await import('./parquet.js');
  yield* parquetBytes(pages, html);
}
