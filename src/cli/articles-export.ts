// `feedmill articles export`: stored articles with their texts, or the pages that they were fetched as, a page at a time,
// so that a million of them take no more memory than a hundred. An export that was broken off is gone on with from the
// article that it names; what is written until then is a whole file.
import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError } from 'commander';
import { rowFile } from '../formats/file.js';
import { type ArchivedPage, type ExportFormat, type ExportRecord, exportFormats } from '../formats/record.js';
import {
  type ArchivedPages,
  archivedPagesSchema,
  type ExportPage,
  exportPageSchema,
} from '../http/contract-export.js';
import { askedAhead } from '../operations/ahead.js';
import { unpackBytes } from '../store/snapshot-codec.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { openSink, type Sink } from './export-file.js';
import { feedId } from './feed-requests.js';
import { sinceDate, wholeNumber, withQuery } from './options.js';
import { type Cli, type Session, withClient } from './session.js';
import { exitNow, listenForSignals } from './signals.js';

interface ExportOptions {
  format: ExportFormat;
  out?: string;
  force?: boolean;
  after: number;
  feed?: string;
  language?: string;
  host?: string;
  since?: string;
  before?: string;
  html?: boolean;
}
type Filter = Omit<ExportOptions, 'out' | 'force' | 'format' | 'after'>;

/** Articles of one request: a megabyte where texts are long. */
const PAGE = 100;

export function addExport(articles: Command, cli: Cli): void {
  articles
    .command('export')
    .description(
      'write stored articles, or the pages that they were fetched as, to standard output or a file',
    )
    .option(
      '--format <format>',
      'ndjson (a JSON object a line), csv, parquet, or warc (the pages as they came)',
      formatName,
      'ndjson',
    )
    .option('--out <file>', 'the file; it must not exist, unless --after goes on with it')
    .option('--force', 'overwrite a file that exists')
    .option(
      '--after <id>',
      'begin after this article; Parquet then goes into a file beside --out',
      wholeNumber(0),
      0,
    )
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
      '\nExample:\n  feedmill articles export --language de --since 7d --format parquet --out week.parquet',
    )
    .action(async ({ out, force = false, ...options }: ExportOptions) => {
      // Until the first article is asked for there is nothing to end in order.
      let begun: Sink | null = null;
      const early = listenForSignals(exitCodes.interrupted, () => leaveNothing(begun, cli));
      const sink = await openSink({ ...options, out, force }, cli.output);
      begun = sink;
      try {
        await withClient({ command: 'articles export' }, (session) => {
          early.release();
          return run(session, options, sink, cli);
        });
      } finally {
        await sink.close();
      }
    });
}

function leaveNothing(sink: Sink | null, cli: Cli): never {
  tellOfNothing(sink, cli);
  exitNow(exitCodes.interrupted);
}

/** Of an export that has not begun no file is left, not even its head: it begins anew by the same command. */
function tellOfNothing(sink: Sink | null, { output }: Cli): void {
  sink?.leave();
  output.note('Stopped before the first article; nothing was written.');
}

function formatName(value: string): ExportFormat {
  const format = exportFormats.find((name) => name === value);
  if (format === undefined)
    throw new InvalidArgumentError(`${value} is no format; the formats are ${exportFormats.join(', ')}.`);
  return format;
}

/** How far an export is: what was handed to the file, and what broke it off. */
interface Progress {
  count: number;
  /** The last article that is in it as a whole. */
  last: number;
  failure: unknown;
}

async function run(
  { client, settings }: Session,
  { format, after, feed, ...rest }: Omit<ExportOptions, 'out' | 'force'>,
  sink: Sink,
  cli: Cli,
): Promise<void> {
  // What is written dies at once, but by itself the heap would grow to three times its size before that is noticed.
  setFlagsFromString('--heap-growing-percent=40');
  const { signal, release } = listenForSignals(exitCodes.interrupted);
  const progress: Progress = { count: 0, last: after, failure: null };
  const filter = { ...rest, feed: await feedId(feed, client) };
  const ask = { client, filter, signal, progress };
  const parts =
    format === 'warc'
      ? archive(ask, settings.userAgent)
      : rowFile(
          { format, html: rest.html === true, goesOn: after > 0 },
          unlessBroken(articles(ask), progress),
        );
  for await (const part of parts) await sink.write(part);
  if (signal.aborted && progress.count === 0) tellOfNothing(sink, cli);
  else if (progress.failure === null || progress.count > 0) tell(progress, format, sink, cli, signal.aborted);
  if (signal.aborted) cli.exitCode = exitCodes.interrupted;
  else release();
  if (progress.failure !== null) throw progress.failure;
}

function tell(
  { count, last }: Progress,
  format: ExportFormat,
  { path }: Sink,
  { output }: Cli,
  stopped: boolean,
): void {
  const what = format === 'warc' ? 'pages' : 'articles';
  const into = path === null ? '' : ` in ${path}`;
  const begin = stopped ? 'Stopped: ' : '';
  output.note(
    `${begin}${count} ${what}${into}, up to article ${last}; \`--after ${last}\` goes on from there.`,
  );
}

interface Asking {
  client: ApiClient;
  filter: Omit<Filter, 'feed'> & { feed: number | undefined };
  signal: AbortSignal;
  progress: Progress;
}

/** Ends where `parts` fails, so that the file gets its end; the failure is told afterwards. */
async function* unlessBroken<T>(parts: AsyncIterable<T>, progress: Progress): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (error) {
    progress.failure = error;
  }
}

async function* articles({ client, filter, signal, progress }: Asking): AsyncGenerator<ExportRecord[]> {
  const pages = askedAhead<ExportPage>(async (before) => {
    if (before?.next === null || signal.aborted) return null;
    const path = withQuery('/api/export', { ...filter, limit: PAGE, after: before?.next ?? progress.last });
    return client.request('GET', path, null, exportPageSchema);
  });
  for await (const page of pages) {
    if (signal.aborted) return;
    yield page.articles;
    progress.count += page.articles.length;
    progress.last = page.articles.at(-1)?.id ?? progress.last;
  }
}

async function* archive(asking: Asking, software: string): AsyncGenerator<Uint8Array> {
  const { warcInfo, warcRecords } = await import('../formats/warc.js');
  yield await warcInfo(software, new Date());
  yield* unlessBroken(archivedRecords(asking, warcRecords), asking.progress);
}

async function* archivedRecords(
  { client, filter, signal, progress }: Asking,
  recordsOf: (page: ArchivedPage, body: Uint8Array) => Promise<Uint8Array[]>,
): AsyncGenerator<Uint8Array> {
  const start: ArchivedPages['next'] = { after: progress.last, snapshot: null };
  for (let next: ArchivedPages['next'] = start; next !== null && !signal.aborted; ) {
    const { after, snapshot } = next;
    const path = withQuery('/api/export/pages', {
      ...filter,
      limit: PAGE,
      after,
      snapshot: snapshot ?? undefined,
    });
    const answer: ArchivedPages = await client.request('GET', path, null, archivedPagesSchema);
    for (const { codec, size, body, ...page } of answer.pages)
      yield* await recordsOf(page, unpackBytes({ codec, size, body: Buffer.from(body, 'base64') }));
    progress.count += answer.pages.length;
    next = answer.next;
    // An article whose pages go on in the next answer is not whole yet.
    if (next?.snapshot == null)
      progress.last = next?.after ?? answer.pages.at(-1)?.articleId ?? progress.last;
  }
}
