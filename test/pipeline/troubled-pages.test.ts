// Pages that answer with errors, cut bodies, other types or too little: each ends with its reason, nothing is lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { why } from '../../src/operations/why.js';
import type { Service } from '../../src/service.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { allArticles, ingest, startIn } from '../support/running.js';

let origin: Origin;
let place: TestPlace;
let service: Service;
beforeAll(async () => {
  origin = await startOrigin(10);
  place = await testPlace(modes.at(-1) ?? 'embedded', { FEEDMILL_REQUEST_TIMEOUT_MS: '3000' });
  service = await startIn(place);
});
afterAll(async () => {
  await service.stop();
  await origin.close();
  await place.remove();
});

describe('the pipeline on a troubled site', () => {
  it('ends every article as it deserves', async () => {
    const tries = new Map<number, number>();
    origin.fault = (n, response, request) => {
      const seen = (tries.get(n) ?? 0) + 1;
      tries.set(n, seen);
      if (n === 0 && seen === 1) response.writeHead(503, { 'retry-after': '1' }).end();
      else if (n === 1 && seen === 1) request.socket.destroy();
      else if (n === 2 && seen === 1)
        return true; // says nothing more
      else if (n === 3 && seen === 1) {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': '5000' }).write('<p>half');
        setImmediate(() => request.socket.destroy());
      } else if (n === 4) response.writeHead(404).end();
      else if (n === 5) response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7');
      else if (n === 6)
        response
          .setHeader('content-type', 'text/html')
          .end('<p>This page has one short sentence to offer, and no more.</p>');
      else if (n === 7)
        response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      else return false;
      return true;
    };
    await ingest(service, [origin.opmlUrl], 80_000);
    const articles = await allArticles(service);
    const byNumber = new Map(articles.map((article) => [Number(article.url.split('/').at(-1)), article]));
    for (const n of [0, 1, 2, 3, 8, 9])
      expect(byNumber.get(n), `article ${n}`).toMatchObject({ state: 'stored' });
    expect(byNumber.get(4)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^failed at scrape: .*404/) as string,
    });
    expect(byNumber.get(5)).toMatchObject({
      state: 'dropped',
      reason: expect.stringMatching(/^dropped at scrape: .*pdf/i) as string,
    });
    expect(byNumber.get(6)).toMatchObject({
      state: 'thin',
      reason: 'stored as thin: 55 characters, fewer than 200; its feeds say no more',
    });
    expect(byNumber.get(7)).toMatchObject({ state: 'failed' });
    expect(tries.get(3)).toBe(2);
  });

  it('keeps each failed try with its reason', async () => {
    const answer = await why(`${origin.url}/article/0`, service.ports);
    if (answer.status !== 'known') throw new Error('the article is unknown');
    expect(answer.life[0]).toMatchObject({
      stage: 'scrape',
      outcome: 'retry',
      text: expect.stringContaining('503') as string,
    });
  });
});
