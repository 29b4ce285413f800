// The spans of an article's run: one for each attempt of each stage, the poll that began it, and one above them all,
// which is told when the run has come to rest.
import type { ArticleStage } from '../pipeline.js';
import type { DueRun } from '../store/due-run.js';
import type { Feed } from '../store/feeds.js';
import type { Span, SpanStart, TracedRun } from '../tracing/tracing.js';
import type { GoesOn, Rests, Subject } from './ending.js';
import type { Ports } from './ports.js';

const runOf = ({ article, run }: Subject): TracedRun => ({
  articleId: article.id,
  number: run.number,
  host: article.host,
});

/** The span of one attempt. */
export const spanOf = (stage: ArticleStage, subject: Subject): SpanStart => ({
  name: stage,
  run: runOf(subject),
  attributes: {
    'feedmill.article.id': subject.article.id,
    'feedmill.attempt': subject.run.attempt,
    ...(subject.article.feed_id === null ? {} : { 'feedmill.feed.id': subject.article.feed_id }),
  },
});

/** Says on the span of an attempt how it ended, and records the run's own span where that was its end. */
export function told(
  span: Span,
  subject: Subject,
  ended: GoesOn | Rests | null,
  { tracing, now }: Pick<Ports, 'tracing' | 'now'>,
): void {
  const outcome = ended?.outcome ?? 'superseded';
  const reason = ended?.reason ?? null;
  const attributes = {
    'feedmill.outcome': outcome,
    ...(reason === null ? {} : { 'feedmill.reason': reason }),
  };
  span.set(attributes);
  const failure = outcome === 'failed' || outcome === 'retry' ? (reason ?? outcome) : null;
  if (failure !== null) span.fail(failure);
  if (ended?.run !== 'rests') return;
  tracing.record({
    name: 'article',
    run: runOf(subject),
    isRoot: true,
    attributes: { ...attributes, 'feedmill.article.id': subject.article.id },
    startedAt: subject.run.begunAt,
    endedAt: now(),
    failure,
  });
}

/** Records the poll that found them in the trace of each article. */
export function recordPoll(
  due: readonly DueRun[],
  { id }: Pick<Feed, 'id'>,
  ms: number,
  { tracing, now }: Pick<Ports, 'tracing' | 'now'>,
): void {
  const endedAt = now();
  const startedAt = new Date(endedAt.getTime() - ms);
  for (const run of due)
    tracing.record({
      name: 'poll',
      run,
      attributes: { 'feedmill.feed.id': id },
      startedAt,
      endedAt,
      failure: null,
    });
}
