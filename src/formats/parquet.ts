// Articles as a Parquet file (https://parquet.apache.org/docs/file-format/), a row group at a time, so that a million of
// them take no more memory than a group. What tells where the groups stand is written last: a file that was cut off is
// none, and nothing can be appended to a whole one. Whoever goes on writes another file beside it.
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ExportRecord } from './record.js';

// Readers skip and fetch by the group, so that larger ones would be better; these two keep a writer below some 30 MB.
const GROUP_ROWS = 2_000;
const GROUP_CHARACTERS = 3_000_000;

interface Column {
  name: string;
  type: 'integer' | 'number' | 'text' | 'time' | 'flag' | 'texts';
  of(article: ExportRecord): unknown;
  /** Whether hardly a value comes twice: a dictionary of them, or the least and greatest, would be looked for in vain. */
  isDistinct?: true;
}
const time = (at: string | null): Date | null => (at === null ? null : new Date(at));

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', of: ({ id }) => BigInt(id) },
  { name: 'url', type: 'text', of: ({ url }) => url, isDistinct: true },
  { name: 'canonicalUrl', type: 'text', of: ({ canonicalUrl }) => canonicalUrl, isDistinct: true },
  { name: 'host', type: 'text', of: ({ host }) => host },
  { name: 'feedId', type: 'integer', of: ({ feedId }) => (feedId === null ? null : BigInt(feedId)) },
  { name: 'state', type: 'text', of: ({ state }) => state },
  { name: 'title', type: 'text', of: ({ title }) => title, isDistinct: true },
  { name: 'byline', type: 'texts', of: ({ byline }) => byline },
  { name: 'publishedAt', type: 'time', of: ({ publishedAt }) => time(publishedAt) },
  { name: 'publishedDay', type: 'text', of: ({ publishedDay }) => publishedDay },
  { name: 'modifiedAt', type: 'time', of: ({ modifiedAt }) => time(modifiedAt) },
  { name: 'siteName', type: 'text', of: ({ siteName }) => siteName },
  { name: 'imageUrl', type: 'text', of: ({ imageUrl }) => imageUrl, isDistinct: true },
  { name: 'tags', type: 'texts', of: ({ tags }) => tags },
  { name: 'language', type: 'text', of: ({ language }) => language },
  { name: 'paywalled', type: 'flag', of: ({ paywalled }) => paywalled },
  { name: 'confidence', type: 'number', of: ({ confidence }) => confidence },
  { name: 'attributionPublisher', type: 'text', of: ({ attribution }) => attribution.publisher },
  { name: 'attributionUrl', type: 'text', of: ({ attribution }) => attribution.url },
  { name: 'text', type: 'text', of: ({ text }) => text, isDistinct: true },
  { name: 'revision', type: 'integer', of: ({ revision }) => BigInt(revision) },
  { name: 'extractorVersion', type: 'integer', of: ({ extractorVersion }) => BigInt(extractorVersion) },
  { name: 'discoveredAt', type: 'time', of: ({ discoveredAt }) => time(discoveredAt) },
  { name: 'storedAt', type: 'time', of: ({ storedAt }) => time(storedAt) },
];
const htmlColumn: Column = { name: 'html', type: 'text', of: ({ html }) => html, isDistinct: true };

/** The bytes of one file with these articles. It is whole only when all of them were taken. */
export async function* parquetBytes(
  pages: AsyncIterable<readonly ExportRecord[]>,
  html: boolean,
): AsyncGenerator<Uint8Array> {
  const held = html ? [...columns, htmlColumn] : columns;
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(held), createdBy: 'feedmill' });
  for await (const group of groupsOf(pages)) {
    const columnData = held.map(({ name, of, isDistinct = false }) => ({
      name,
      data: group.map(of),
      offsetIndex: false,
      ...(isDistinct ? { encoding: 'PLAIN' as const, statistics: false } : {}),
    }));
    await writer.write({ columnData, rowGroupSize: group.length });
    yield taken(bytes);
  }
  await writer.finish();
  yield taken(bytes);
}

/** What was written since the last time; the writer's buffer is used again. */
function taken(bytes: ByteWriter): Uint8Array {
  const copy = Buffer.from(bytes.getBytes());
  bytes.index = 0;
  return copy;
}

async function* groupsOf(pages: AsyncIterable<readonly ExportRecord[]>): AsyncGenerator<ExportRecord[]> {
  let group: ExportRecord[] = [];
  let characters = 0;
  for await (const page of pages) {
    for (const article of page) {
      group.push(article);
      characters += article.text.length + (article.html?.length ?? 0);
      if (group.length < GROUP_ROWS && characters < GROUP_CHARACTERS) continue;
      yield group;
      group = [];
      characters = 0;
    }
  }
  if (group.length > 0) yield group;
}

function schemaOf(held: readonly Column[]): SchemaElement[] {
  return [{ name: 'article', num_children: held.length }, ...held.flatMap(elementsOf)];
}

/** A column as the format names its types; a list is three levels deep (LogicalTypes.md, "Lists"). */
function elementsOf({ name, type }: Column): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
  switch (type) {
    case 'integer':
      return [{ ...optional, type: 'INT64' }];
    case 'number':
      return [{ ...optional, type: 'DOUBLE' }];
    case 'flag':
      return [{ ...optional, type: 'BOOLEAN' }];
    case 'time':
      return [{ ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }];
    case 'text':
      return [{ ...optional, ...text }];
    case 'texts':
      return [
        { ...optional, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'REQUIRED', ...text },
      ];
    default:
      return type satisfies never;
  }
}
