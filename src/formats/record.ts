// What leaves the house of one article, whatever file it goes into: the same fields in the same order everywhere.

/** Dates are ISO 8601 in UTC. */
export interface ExportRecord {
  id: number;
  url: string;
  canonicalUrl: string | null;
  host: string;
  feedId: number | null;
  state: string;
  title: string | null;
  byline: string[];
  publishedAt: string | null;
  /** The day of that where it was written: 2026-03-01. */
  publishedDay: string | null;
  modifiedAt: string | null;
  siteName: string | null;
  imageUrl: string | null;
  tags: string[];
  language: string | null;
  paywalled: boolean | null;
  /** 0 to 1. */
  confidence: number;
  attribution: { publisher: string | null; url: string | null };
  text: string;
  /** Null where it was not asked for. */
  html: string | null;
  revision: number;
  extractorVersion: number;
  discoveredAt: string;
  storedAt: string | null;
}

/** A page as it came, and what was made of it. */
export interface ArchivedPage {
  articleId: number;
  snapshotId: number;
  url: string;
  status: number;
  headers: Record<string, string>;
  fetchedAt: string;
  /** Of the body, in hexadecimal digits. */
  sha256: string;
  /** What readers see of the article, where it was made from this page; else null. */
  result: ExportRecord | null;
}

/** What a file holds: an article a row, or a fetched page a record. */
export const rowFormats = ['ndjson', 'csv', 'parquet'] as const;
export type RowFormat = (typeof rowFormats)[number];
export const exportFormats = [...rowFormats, 'warc'] as const;
export type ExportFormat = (typeof exportFormats)[number];
