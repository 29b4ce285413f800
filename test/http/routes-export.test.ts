import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WARCParser } from 'warcio';
import { archivedPagesSchema } from '../../src/http/contract-export.js';
import { addArticle, addSnapshot, publish } from '../support/rows.js';
import { until } from '../support/until.js';
import { type Serving, startServing, TOKEN } from './serving.js';

describe('GET /api/export/…', () => {
  let serving: Serving;
  let ids: number[];
  beforeAll(async () => {
    serving = await startServing('embedded');
    const { store } = serving.service.ports;
    const one = await publish(store, { text: 'Eins.', language: 'de' });
    const two = await publish(store, { text: 'Two.' });
    await addSnapshot(store, two.articleId, Buffer.from('newer bytes'));
    // An article without a text is in no export, and neither are its pages.
    await addSnapshot(store, await addArticle(store));
    ids = [one.articleId, two.articleId];
  });
  afterAll(() => serving.stop());

  it('gives whole files of what the filter means', async () => {
    const ndjson = await serving.ask('/api/export/ndjson?language=de');
    expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(JSON.parse(await ndjson.text())).toMatchObject({ id: ids[0], text: 'Eins.' });
    const csv = await (await serving.ask(`/api/export/csv?after=${ids[0]}`)).text();
    expect(csv).toMatch(/^\d+,https:\/\/news\.example/);
    const parquet = await serving.ask('/api/export/parquet');
    expect(parquet.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    const rows = await parquetReadObjects({ file: await parquet.arrayBuffer() });
    expect(rows.map(({ text }) => text)).toEqual(['Eins.', 'Two.']);
  });

  it('gives every kept page, with the result beside the one that it was made from', async () => {
    const warc = await (await serving.ask('/api/export/warc')).arrayBuffer();
    const types: string[] = [];
    for await (const record of WARCParser.iterRecords([new Uint8Array(warc)])) {
      await record.skipFully();
      types.push(record.warcType);
    }
    expect(types).toEqual(['warcinfo', 'response', 'metadata', 'response', 'metadata', 'response']);
  });

  it('goes through the pages of an article in steps, and on to the next article between two', async () => {
    const step = async (query: string) =>
      archivedPagesSchema.parse(await (await serving.ask(`/api/export/pages?limit=1${query}`)).json());
    const first = await step('');
    expect(first).toMatchObject({ pages: [{ articleId: ids[0] }], next: { after: ids[0], snapshot: null } });
    const second = await step(`&after=${ids[0]}`);
    expect(second).toMatchObject({ pages: [{ articleId: ids[1] }], next: { after: ids[1] } });
    const third = await step(`&after=${ids[1]}&snapshot=${second.next?.snapshot}`);
    expect(third).toMatchObject({ pages: [{ articleId: ids[1], result: null }], next: null });
  });

  it('asks for no more when the client has left', async () => {
    const { exports } = serving.service.ports.store;
    const [page] = await exports.page({}, { after: 0, limit: 1, html: false });
    if (page === undefined) throw new Error('there is no article');
    let asked = 0;
    const endless = vi.spyOn(exports, 'page').mockImplementation(async () => {
      asked++;
      return Array.from({ length: 200 }, () => ({ ...page, text: 'a'.repeat(2_000) }));
    });
    try {
      const leaving = new AbortController();
      const response = await fetch(`${serving.url}/api/export/ndjson`, {
        headers: { authorization: `Bearer ${TOKEN}` },
        signal: leaving.signal,
      });
      await response.body?.getReader().read();
      leaving.abort();
      await until('the export has ended', async () =>
        serving.lines.some(({ msg }) => msg === 'an export was broken off'),
      );
      const before = asked;
      expect((await serving.ask('/api/status')).status).toBe(200);
      expect(asked).toBe(before);
    } finally {
      endless.mockRestore();
    }
  });
});
