import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stages } from '../../src/pipeline.js';
import { startService } from '../../src/service.js';
import { startReingest } from '../../src/workers/reingest.js';
import { modes, type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { type Origin, startOrigin } from '../support/origin.js';
import { runProgram } from '../support/program.js';
import { allArticles, ingest } from '../support/running.js';
import { until } from '../support/until.js';
import { type SentSpan, startCollector, type TestCollector } from './collector.js';

const attributeOf = ({ attributes }: SentSpan, name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
const named = (spans: SentSpan[], name: string): SentSpan[] => spans.filter((span) => span.name === name);

describe.each(modes.filter((mode) => mode !== 'postgres'))('traces on %s', (mode) => {
  let origin: Origin;
  let collector: TestCollector;
  let place: TestPlace;
  const lines: Record<string, unknown>[] = [];
  beforeAll(async () => {
    [origin, collector] = await Promise.all([startOrigin(2), startCollector()]);
    place = await testPlace(mode, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc=,x-other=1',
    });
    if (mode === 'embedded') await copyEmptyDatabase(place);
    const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
    const service = await startService(place.settings, pino({}, { write }), { command: 'test', stages });
    await ingest(service, origin.feedUrls);
    const [article] = await allArticles(service);
    const selection = { urls: [article?.url ?? ''] };
    await startReingest({ selection, from: 'clean', dryRun: false }, service.ports);
    await until(
      'the second run is over',
      async () => (await service.ports.store.runs.find(article?.id ?? 0)) === null,
    );
    await service.stop();
  });
  afterAll(() => Promise.all([origin.close(), collector.close(), place.remove()]));

  it('are one for each article, from its poll to its storing, below one span', () => {
    const roots = named(collector.spans, 'article').filter(
      (root) => attributeOf(root, 'feedmill.outcome') === 'done',
    );
    expect(new Set(roots.map((root) => attributeOf(root, 'feedmill.article.id'))).size).toBe(2);
    expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(2);
    for (const root of roots) {
      const trace = collector.spans.filter(({ traceId }) => traceId === root.traceId);
      const below = trace.filter(({ parentSpanId }) => parentSpanId === root.spanId);
      expect(below.map(({ name }) => name).sort()).toEqual(['clean', 'poll', 'scrape', 'store', 'tag']);
      const [scrape] = named(below, 'scrape');
      const [request] = named(trace, 'GET');
      expect(request?.parentSpanId).toBe(scrape?.spanId);
      expect(attributeOf(request ?? root, 'url.full')).toMatch(/\/article\/\d$/);
      expect(trace).toHaveLength(7);
    }
  });

  it('are others when an article runs again', () => {
    const again = named(collector.spans, 'article').filter(
      (root) => attributeOf(root, 'feedmill.outcome') === 'unchanged',
    );
    expect(again).toHaveLength(1);
    const trace = collector.spans.filter(({ traceId }) => traceId === again[0]?.traceId);
    expect(trace.map(({ name }) => name).sort()).toEqual(['article', 'clean', 'store', 'tag']);
  });

  it('stand in the log lines of their attempts', () => {
    const cleaned = named(collector.spans, 'clean').map(({ traceId, spanId }) => `${traceId} ${spanId}`);
    const logged = lines.filter(({ msg }) => msg === 'clean done');
    expect(logged.map((line) => `${String(line['trace_id'])} ${String(line['span_id'])}`).sort()).toEqual(
      cleaned.sort(),
    );
  });

  it('are sent with the headers that were set', () => {
    expect(collector.asked[0]).toMatchObject({ path: '/v1/traces', 'x-key': 'abc=', 'x-other': '1' });
  });
});

describe('a service', () => {
  // Writes the address of whatever is imported of OpenTelemetry; prom-client requires its API by itself.
  const hook =
    "import{writeSync}from'node:fs';export async function resolve(s,c,n){const r=await n(s,c);if(r.url.includes('@opentelemetry'))writeSync(2,r.url+'\\n');return r}";
  const listing = `import{register}from'node:module';register('data:text/javascript,'+${JSON.stringify(encodeURIComponent(hook))})`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(listing)}` };

  it('loads nothing for traces without a collector', async () => {
    const place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    const status = (more: Record<string, string>) =>
      runProgram(['status'], { env: { ...place.env, ...env, ...more }, cwd: place.folder });
    try {
      const without = await status({});
      expect(without, without.stderr).toMatchObject({ code: 0, stderr: '' });
      const withOne = await status({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
      expect(withOne.stderr).toContain('@opentelemetry/sdk-trace-base');
      expect(withOne.code, withOne.stderr).toBe(0);
    } finally {
      await place.remove();
    }
  });
});
