// Stored articles and their pages for whoever takes them elsewhere, by rising id: as pages of JSON, which the command
// line makes files of, and as whole files that are written while they are read. Nothing is open between two pages, so
// that a client that goes away leaves nothing behind.
import { finished, Readable } from 'node:stream';
import { z } from 'zod';
import { rowFile } from '../formats/file.js';
import { type RowFormat, rowFormats } from '../formats/record.js';
import { archivedPages, exportedArticles, packedPages, recordOf } from '../operations/export.js';
import type { ExportFilter } from '../store/export-filter.js';
import { unpackBytes } from '../store/snapshot-codec.js';
import type { Ports } from '../workers/ports.js';
import { archivedPagesSchema, exportPageSchema } from './contract-export.js';
import { exportFileQuery, exportPagesQuery, exportQuery } from './requests.js';
import { type Route, route } from './route.js';

type FileQuery = z.output<typeof exportFileQuery>;

const filterOf = ({
  feed: feedId,
  language,
  host,
  since,
  before,
}: Omit<FileQuery, 'after' | 'html'>): ExportFilter =>
  Object.fromEntries(
    Object.entries({ feedId, language, host, since, before }).filter(([, value]) => value !== undefined),
  );

/** A file that is written while it is read. Where that fails the connection is cut; where the client leaves it ends. */
function streamed(parts: AsyncIterable<string | Uint8Array>, { log }: Ports): Readable {
  const stream = Readable.from(parts, { objectMode: false });
  finished(stream, (error) => {
    if (error) log.warn({ err: error }, 'an export was broken off');
  });
  return stream;
}

const mediaTypes: Readonly<Record<RowFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};

const fileRoutes = rowFormats.map((format) =>
  route({
    method: 'GET',
    path: `/api/export/${format}`,
    summary: `Stored articles with their texts as one ${format} file`,
    query: exportFileQuery,
    answer: z.custom<Readable>(),
    mediaType: mediaTypes[format],
    handle: async ({ query: { after, html, ...filter } }, { ports }) => {
      const pages = exportedArticles(filterOf(filter), { after, html }, ports.store);
      return streamed(rowFile({ format, html, goesOn: after > 0 }, pages), ports);
    },
  }),
);

const warcRoute = route({
  method: 'GET',
  path: '/api/export/warc',
  summary: 'The pages that stored articles were fetched as, as one WARC file, each record packed by gzip',
  query: exportFileQuery,
  answer: z.custom<Readable>(),
  mediaType: 'application/warc',
  handle: async ({ query }, { ports }) => streamed(warcFile(query, ports), ports),
});

async function* warcFile({ after, html, ...filter }: FileQuery, { store, now, settings }: Ports) {
  const { warcInfo, warcRecords } = await import('../formats/warc.js');
  yield await warcInfo(settings.userAgent, now());
  for await (const page of archivedPages(filterOf(filter), { after, html }, store))
    yield* await warcRecords(page, unpackBytes(page));
}

export const exportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/export',
    summary: 'Stored articles with their texts, by rising id',
    query: exportQuery,
    answer: exportPageSchema,
    bulk: true,
    handle: async ({ query: { after, limit, html, ...filter } }, { ports }) => {
      const articles = await ports.store.exports.page(filterOf(filter), { after, limit, html });
      return {
        articles: articles.map(recordOf),
        next: articles.length < limit ? null : (articles.at(-1)?.id ?? null),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/export/pages',
    summary: 'The pages that stored articles were fetched as, by rising id of the article',
    query: exportPagesQuery,
    answer: archivedPagesSchema,
    bulk: true,
    handle: async ({ query: { after, snapshot = null, limit, html, ...filter } }, { ports }) => {
      const from = { after, snapshot };
      const { pages, next } = await packedPages(filterOf(filter), from, { html, limit }, ports.store);
      return {
        pages: pages.map((page) => ({ ...page, body: Buffer.from(page.body).toString('base64') })),
        next,
      };
    },
  }),
  ...fileRoutes,
  warcRoute,
];
