// Articles and pages as exports hold them, with overrides.
import { createHash } from 'node:crypto';
import type { ArchivedPage, ExportRecord } from '../../src/formats/record.js';

let made = 0;

export function exportRecord(overrides: Partial<ExportRecord> = {}): ExportRecord {
  const id = overrides.id ?? ++made;
  return {
    id,
    url: `https://news.example/${id}`,
    canonicalUrl: null,
    host: 'news.example',
    feedId: null,
    state: 'stored',
    title: `Title ${id}`,
    byline: [],
    publishedAt: null,
    publishedDay: null,
    modifiedAt: null,
    siteName: null,
    imageUrl: null,
    tags: [],
    language: 'en',
    paywalled: null,
    confidence: 1,
    attribution: { publisher: null, url: null },
    text: `The text of article ${id}.`,
    html: null,
    revision: id,
    extractorVersion: 1,
    discoveredAt: '2026-01-01T00:00:00.000Z',
    storedAt: null,
    ...overrides,
  };
}

export function archivedPage(body: Uint8Array, overrides: Partial<ArchivedPage> = {}): ArchivedPage {
  const snapshotId = overrides.snapshotId ?? ++made;
  return {
    articleId: snapshotId,
    snapshotId,
    url: `https://news.example/${snapshotId}`,
    status: 200,
    headers: { 'content-type': 'text/html' },
    fetchedAt: '2026-01-02T03:04:05.678Z',
    sha256: createHash('sha256').update(body).digest('hex'),
    result: null,
    ...overrides,
  };
}
