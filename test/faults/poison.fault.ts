// What no database takes, no parser expects and no worker can do: pages and jobs that would fail for ever.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { stages } from '../../src/pipeline.js';
import { TIMERS } from '../../src/queues/queues.js';
import { articleText } from '../support/origin.js';
import { until } from '../support/until.js';
import { fault } from './harness/fault.js';
import { inProcess } from './harness/in-process.js';

const text = articleText(500);
const page = (body: string, head = ''): string =>
  `<!doctype html><html><head><title>A page</title>${head}</head><body><article><h1>A page</h1>${body}</article></body></html>`;
const ld = (json: string): string => `<script type="application/ld+json">${json}</script>`;

/** One page each that has made an insert fail for ever, or a parser slow. */
const poisons: readonly (() => string | Buffer)[] = [
  () => page(`<p>A NUL \0 in the text. ${text}</p>`),
  () => page(`<p>A NUL by reference &#0; and a lone surrogate &#xD800; ${text}</p>`),
  () =>
    Buffer.concat([Buffer.from(page('<p>')), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(`${text}</p>`)]),
  () =>
    page(
      `<p>${text}</p>`,
      ld('{"@type":"NewsArticle","headline":"NUL \\u0000 and \\ud800","author":"\\u0000"}'),
    ),
  () => page(`<p>${text}</p>`, '<meta property="article:published_time" content="999999-01-01T00:00:00Z">'),
  () => page(`<p>${text}</p>`, '<meta property="article:published_time" content="-271821-04-20T00:00:00Z">'),
  () => page(`<p>${Array.from({ length: 150_000 }, (_, n) => `word${n}`).join(' ')}</p>`),
  () => page(`<p>${'a sentence of some words. '.repeat(200_000)}</p>`),
  () => page(`${'<div>'.repeat(100_000)}<p>${text}</p>`),
  () => page(`<p ${Array.from({ length: 300_000 }, (_, n) => `a${n}`).join(' ')}>${text}</p>`),
  () =>
    page(
      `<h2>\u202E\u2066bidi\u200B\u200B\u00AD</h2><p>${text}</p>`,
      '<title>\u202Etitle\u2069\u200B</title>',
    ),
];

fault(40, { articles: 40 }, async (trial) => {
  trial.newsroom.longUrls.add(20);
  trial.newsroom.fault = (article, response: ServerResponse) => {
    const poison = poisons[article];
    if (poison === undefined) return false;
    trial.caused();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(poison());
    return true;
  };
  const service = await trial.load(1);
  await trial.quiet(service);
  const books = await trial.check({ parked: true });
  expect(books.retries, 'tries that were wasted').toBe(0);
  expect(books.ends['stored']).toBeGreaterThanOrEqual(29);
});

/** Data that no stage understands, and names that no timer has. */
const odd: readonly unknown[] = [
  {},
  { articleId: 'seven', ticket: 1 },
  { articleId: 1.5, ticket: 1 },
  { feedId: null, attempt: 1 },
  'text',
  null,
  { version: 99, payload: { article: 1 } },
];

fault(41, { articles: 30 }, async (trial) => {
  const first = await trial.load(1);
  await trial.quiet(first);
  await trial.stop();
  const service = await inProcess(trial);
  const { backend } = service.ports.queues;
  for (const name of [...stages, TIMERS]) {
    const queue = backend.queue<unknown>(name, { maxEvents: 100 });
    for (const data of odd) await queue.add('no such name', data, { attempts: 3 });
    trial.caused(odd.length);
    await until(
      `no odd job is left in ${name}`,
      async () => {
        const jobs = await queue.getJobs(['waiting', 'active', 'delayed', 'prioritized'], 0, 100);
        return jobs.every((job) => job?.name !== 'no such name');
      },
      60_000,
    );
    await queue.close();
  }
  const before = process.cpuUsage();
  await pause(3_000);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 3_000_000, 'share of a core while there is nothing to do').toBeLessThan(0.5);
  await service.stop();
  await trial.check();
});
