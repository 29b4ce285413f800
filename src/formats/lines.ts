// Articles as lines: a JSON object each (NDJSON), or rows of CSV after RFC 4180.
import { stringify } from 'csv-stringify/sync';
import type { ExportRecord } from './record.js';

type Field = keyof ExportRecord;
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

/** An object with its line's end. */
export function ndjsonLine(article: ExportRecord, html: boolean): string {
  const { html: markup, ...rest } = article;
  return `${JSON.stringify(html ? { ...rest, html: markup } : rest)}\n`;
}

/** The line of names that a CSV file begins with. */
export const csvHead = (html: boolean): string => csvRow(csvColumns(html));

export const csvLine = (article: ExportRecord, html: boolean): string =>
  csvRow(csvColumns(html).map((column) => cell(article[column])));

// A title that a spreadsheet would take for a formula gets an apostrophe before it, which is what they show as text
// (OWASP, CSV injection).
const csvRow = (cells: readonly (string | number | null)[]): string =>
  stringify([[...cells]], { escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ });

function cell(value: ExportRecord[Field]): string | number | null {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.join('; ') : JSON.stringify(value);
}
