// An OpenTelemetry collector of a test's own: it takes spans over HTTP and keeps them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as OTLP writes it in JSON. */
export interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number; message?: string };
}
interface Sent {
  resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
}

export interface TestCollector {
  readonly endpoint: string;
  readonly spans: SentSpan[];
  /** The headers of each request. */
  readonly asked: Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<TestCollector> {
  const spans: SentSpan[] = [];
  const asked: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ path: request.url, ...request.headers });
    const { resourceSpans } = JSON.parse(await text(request)) as Sent;
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
