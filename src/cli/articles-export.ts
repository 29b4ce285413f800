// `feedmill articles export`: stored articles with their texts as NDJSON or CSV, a page at a time, so that a million of
// them take no more memory than a hundred. An export that was broken off is gone on with from the id that it names.
import { type FileHandle, open } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { FeedmillError, messageOf } from '../errors.js';
import { type ExportedView, type ExportPage, exportPageSchema } from '../http/routes-export.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { feedId } from './feed-requests.js';
import { sinceDate, wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { listenForCtrlC } from './signals.js';

type Format = 'ndjson' | 'csv';
interface ExportOptions {
  format: Format;
  out?: string;
  after: number;
  feed?: string;
  language?: string;
  host?: string;
  since?: string;
  before?: string;
  html?: boolean;
}

/** Articles of one request: some megabytes where pages are long. */
const PAGE = 100;

export function addExport(articles: Command, cli: Cli): void {
  articles
    .command('export')
    .description('write stored articles with their texts, to standard output or to a file')
    .option('--format <format>', 'ndjson (a JSON object a line) or csv', formatName, 'ndjson')
    .option('--out <file>', 'the file; with --after it is gone on with, else it must not exist')
    .option('--after <id>', 'begin after this article', wholeNumber(0), 0)
    .option('--feed <feed>', 'only what this feed (id or address) lists')
    .option('--language <tag>', 'only this language, such as en; zh takes in zh-Hans and zh-Hant')
    .option('--host <host>', 'only this host')
    .option('--since <date>', 'only what was found since a date (2026-11-23) or an age (12h, 3d)', (value) =>
      sinceDate(value),
    )
    .option('--before <date>', 'only what was found before a date or an age', (value) => sinceDate(value))
    .option('--html', 'with the cleaned HTML as well')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill articles export --language de --since 7d --format csv --out week.csv',
    )
    .action(async ({ out, ...options }: ExportOptions) => {
      const file = out === undefined ? null : await openFile(out, options.after > 0);
      try {
        await withClient({ command: 'articles export' }, ({ client }) => run(client, options, file, cli));
      } finally {
        await file?.close();
      }
    });
}

function formatName(value: string): Format {
  if (value !== 'ndjson' && value !== 'csv')
    throw new InvalidArgumentError(`${value} is no format; the formats are ndjson and csv.`);
  return value;
}

async function openFile(path: string, goesOn: boolean): Promise<FileHandle> {
  try {
    return await open(path, goesOn ? 'a' : 'wx');
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new FeedmillError(
      'CONFLICT',
      exists
        ? `${path} exists already. Name another file, or go on with it by --after and the last article in it.`
        : `${path} cannot be written: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

async function run(
  client: ApiClient,
  { format, after, feed, html, ...filter }: Omit<ExportOptions, 'out'>,
  file: FileHandle | null,
  cli: Cli,
): Promise<void> {
  const query = { ...filter, feed: await feedId(feed, client), html, limit: PAGE };
  const { signal, release } = listenForCtrlC(cli.output);
  const write = (text: string): Promise<void> => writeOut(text, file, cli.output);
  let count = 0;
  let last = after;
  if (format === 'csv' && after === 0) await write(csvRow(csvColumns(html === true)));
  for (let next: number | null = after; next !== null && !signal.aborted; ) {
    const path = withQuery('/api/export', { ...query, after: next });
    const page: ExportPage = await client.request('GET', path, null, exportPageSchema);
    await write(page.articles.map((article) => rowOf(article, format, html === true)).join(''));
    count += page.articles.length;
    last = page.articles.at(-1)?.id ?? last;
    next = page.next;
  }
  release();
  cli.output.note(`${count} articles, up to article ${last}; \`--after ${last}\` goes on from there.`);
  if (signal.aborted) cli.exitCode = exitCodes.interrupted;
}

async function writeOut(text: string, file: FileHandle | null, output: Output): Promise<void> {
  if (file !== null) {
    await file.appendFile(text);
    return;
  }
  output.document(text);
  // Whoever reads the pipe sets the pace.
  await output.flush();
}

type Field = keyof ExportedView;
const columns: readonly Field[] = [
  'id',
  'url',
  'canonicalUrl',
  'host',
  'feedId',
  'state',
  'title',
  'byline',
  'publishedAt',
  'publishedDay',
  'modifiedAt',
  'siteName',
  'imageUrl',
  'tags',
  'language',
  'paywalled',
  'confidence',
  'attribution',
  'text',
  'revision',
  'extractorVersion',
  'discoveredAt',
  'storedAt',
];
const csvColumns = (html: boolean): readonly Field[] => (html ? [...columns, 'html'] : columns);

function rowOf(article: ExportedView, format: Format, html: boolean): string {
  if (format === 'csv') return csvRow(csvColumns(html).map((column) => cell(article[column])));
  const { html: markup, ...rest } = article;
  return `${JSON.stringify(html ? { ...rest, html: markup } : rest)}\n`;
}

// RFC 4180. A title that a spreadsheet would take for a formula gets an apostrophe before it, which is what they show
// as text (OWASP, CSV injection).
const csvRow = (cells: readonly (string | number | null)[]): string =>
  stringify([[...cells]], { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ });

function cell(value: ExportedView[Field]): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.join('; ') : JSON.stringify(value);
}
