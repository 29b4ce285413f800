import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { parquetBytes } from '../../src/formats/parquet.js';
import type { ExportRecord } from '../../src/formats/record.js';
import { exportRecord } from './records.js';

async function* pagesOf(...pages: ExportRecord[][]): AsyncGenerator<ExportRecord[]> {
  yield* pages;
}

async function file(pages: AsyncIterable<ExportRecord[]>, html = false): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for await (const part of parquetBytes(pages, html)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts)).buffer;
}

describe('parquetBytes', () => {
  it('is read as it was written: text, lists, times, and what is not known', async () => {
    const known = exportRecord({
      id: 2 ** 40,
      byline: ['Ada Exämple', 'B'],
      tags: [],
      publishedAt: '1969-07-20T20:17:40.000Z',
      paywalled: false,
      confidence: 0.25,
      attribution: { publisher: 'Wire', url: null },
      text: 'Schluß. 終わり 🏁\n\nTwo.',
      html: '<p>Schluß.</p>',
    });
    const [read, other] = await parquetReadObjects({
      file: await file(pagesOf([known], [exportRecord()]), true),
    });
    expect(read).toMatchObject({
      id: 2n ** 40n,
      byline: ['Ada Exämple', 'B'],
      tags: [],
      publishedAt: new Date('1969-07-20T20:17:40.000Z'),
      paywalled: false,
      confidence: 0.25,
      attributionPublisher: 'Wire',
      text: known.text,
      html: known.html,
    });
    expect(other).toMatchObject({ attributionPublisher: null, feedId: null, publishedAt: null, html: null });
  });

  it('is a whole file without any article', async () => {
    expect(await parquetReadObjects({ file: await file(pagesOf()) })).toEqual([]);
  });

  it('writes a group when its texts are large, before it asks for more', async () => {
    const asked: number[] = [];
    async function* large(): AsyncGenerator<ExportRecord[]> {
      for (let page = 0; page < 3; page++) {
        asked.push(page);
        yield [exportRecord({ text: 'a'.repeat(8_000_000) })];
      }
    }
    const parts = parquetBytes(large(), false);
    await parts.next();
    expect(asked).toEqual([0]);
    expect(parquetMetadata(await file(large())).row_groups).toHaveLength(3);
  });
});
