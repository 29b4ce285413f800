// Traces: what happened to one article from the poll that found it to its storing, as spans of one trace, whichever
// processes did it. A trace follows from the run in the database and is carried by no job, so that it stays one when
// the queue was emptied and the sweep adds the run's jobs again. Without a collector there are none, and nothing is
// loaded for them.

/** A run of an article through the stages: what its trace is known by. */
export interface TracedRun {
  articleId: number;
  /** Names the run among all runs of its database. */
  number: number;
  host: string;
}

export type SpanAttributes = Record<string, string | number | boolean>;

export interface SpanStart {
  name: string;
  /** The run whose trace it belongs to; without, the span that it happens in, or a trace of its own. */
  run?: TracedRun;
  kind?: 'client' | 'server';
  attributes: SpanAttributes;
}
/** A span that is over. */
export interface SpanRecord extends SpanStart {
  /** Whether it is the one that stands above all others of its run. */
  isRoot?: boolean;
  startedAt: Date;
  endedAt: Date;
  /** Why it failed; null when it did not. */
  failure: string | null;
}

export interface Span {
  /** What log lines say of it; without members where there are no traces. */
  readonly fields: { trace_id?: string; span_id?: string };
  set(attributes: SpanAttributes): void;
  fail(reason: string): void;
}

export interface Tracing {
  /** Runs `work` as a span; spans of what it does belong to it. What it throws fails the span and is thrown on. */
  during<T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T>;
  record(span: SpanRecord): void;
  /** Sends what is left, for a few seconds at most. */
  close(): Promise<void>;
}

const noSpan: Span = { fields: {}, set: () => undefined, fail: () => undefined };

/** No traces. */
export const noTracing: Tracing = {
  during: (_start, work) => work(noSpan),
  record: () => undefined,
  close: () => Promise.resolve(),
};
