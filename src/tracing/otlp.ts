// Traces sent to an OpenTelemetry collector (OTLP over HTTP, https://opentelemetry.io/docs/specs/otlp/). Loaded only
// where one is named.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { messageOf } from '../errors.js';
import type { Log } from '../log.js';
import type { Span, SpanRecord, SpanStart, TracedRun, Tracing } from './tracing.js';

export interface Collector {
  /** The address below which `/v1/traces` stands. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  /** This process among those of the service. */
  instanceId: string;
}

/** A collector that is away delays the end of the process by no more than this. */
const CLOSE_MS = 3_000;
const EXPORT_TIMEOUT_MS = 5_000;
/** Told at most so often that spans do not arrive. */
const COMPLAINT_MS = 60_000;
const SAMPLED = 1;

const kinds = { client: SpanKind.CLIENT, server: SpanKind.SERVER } as const;

/** Traces that are sent to `collector`; where they do not arrive the log says so. */
export function otlpTracing(collector: Collector, log: Log): Tracing {
  const ids = chosenIds();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': collector.serviceName,
      'service.instance.id': collector.instanceId,
    }),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor(complaining(exporterTo(collector), log))],
  });
  const tracer = provider.getTracer('feedmill');
  const around = new AsyncLocalStorage<Context>();
  const start = ({ name, run, kind, attributes }: SpanStart, startTime = new Date()): OtelSpan => {
    const parent = run === undefined ? (around.getStore() ?? ROOT_CONTEXT) : contextOf(run);
    const options = { attributes, startTime, kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind] };
    return tracer.startSpan(name, options, parent);
  };
  const startRoot = (run: TracedRun, { name, attributes, startedAt: startTime }: SpanRecord): OtelSpan =>
    ids.during(idsOf(run), () => tracer.startSpan(name, { attributes, startTime, root: true }));
  return {
    during: (starting, work) => duringSpan(start(starting), around, work),
    record: (over) => {
      const { isRoot = false, run, startedAt, endedAt, failure } = over;
      const span = isRoot && run !== undefined ? startRoot(run, over) : start(over, startedAt);
      if (failure !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.end(endedAt);
    },
    close: () => closeWithin(provider, log),
  };
}

async function duringSpan<T>(
  span: OtelSpan,
  around: AsyncLocalStorage<Context>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  try {
    return await around.run(trace.setSpan(ROOT_CONTEXT, span), () => work(faceOf(span)));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
    throw error;
  } finally {
    span.end();
  }
}

function faceOf(span: OtelSpan): Span {
  const { traceId, spanId } = span.spanContext();
  return {
    fields: { trace_id: traceId, span_id: spanId },
    set: (attributes) => span.setAttributes(attributes),
    fail: (message) => span.setStatus({ code: SpanStatusCode.ERROR, message }),
  };
}

interface Ids {
  traceId: string;
  spanId: string;
}

/** The ids of a run's trace and of the span that stands above all others: the same in every process. */
function idsOf({ articleId, number, host }: TracedRun): Ids {
  const hex = createHash('sha256')
    .update(JSON.stringify([host, articleId, number]))
    .digest('hex');
  return { traceId: hex.slice(0, 32), spanId: hex.slice(32, 48) };
}

const contextOf = (run: TracedRun): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { ...idsOf(run), traceFlags: SAMPLED, isRemote: true });

/** Random ids, but for a span that is started within `during`. */
function chosenIds(): IdGenerator & { during<T>(ids: Ids, start: () => T): T } {
  let chosen: Ids | null = null;
  return {
    generateTraceId: () => chosen?.traceId ?? randomBytes(16).toString('hex'),
    generateSpanId: () => chosen?.spanId ?? randomBytes(8).toString('hex'),
    during: (ids, startSpan) => {
      chosen = ids;
      try {
        return startSpan();
      } finally {
        chosen = null;
      }
    },
  };
}

const exporterTo = ({ endpoint, headers }: Collector): SpanExporter =>
  new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });

// The library says nothing of spans that it could not send.
function complaining(exporter: SpanExporter, log: Log): SpanExporter {
  let complainedAt = Number.NEGATIVE_INFINITY;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0 && performance.now() - complainedAt > COMPLAINT_MS) {
          complainedAt = performance.now();
          log.warn({ err: result.error, spans: spans.length }, 'spans did not reach the collector');
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

// A collector that is away is no reason for the service to have stopped out of order.
async function closeWithin(provider: BasicTracerProvider, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS);
  });
  const sent = provider
    .shutdown()
    .catch((error: unknown) => log.warn({ err: error }, 'the last spans did not reach the collector'));
  await Promise.race([sent, late]).finally(() => clearTimeout(timer));
}
