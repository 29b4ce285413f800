// What this process has done, counted where it is done: each attempt of a stage once, in the process that ended it.
// Prometheus adds the processes up. What is the same for all processes (queues, feeds) is asked for when /metrics is.
import { Counter, Histogram, Registry } from 'prom-client';
import type { Stage } from './pipeline.js';

export interface Metrics {
  readonly registry: Registry;
  /** Counts the end of an attempt of a stage; `outcome` as in the ledger. */
  attempt(stage: Stage, outcome: string, ms: number): void;
  /** Counts an article that is stored for the first time. */
  stored(article: { discoveredAt: Date; publishedAt: Date | null }, now: Date): void;
}

// From the tenth of a second of a tagger to the half minute that a page may take.
const STAGE_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
// From a warm pipeline to a site that is asked once a minute.
const DELAY_SECONDS = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 604_800];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const attempts = new Counter({
    name: 'feedmill_stage_attempts_total',
    help: 'Attempts of stages that this process has ended, by outcome',
    labelNames: ['stage', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'feedmill_stage_duration_seconds',
    help: 'How long attempts of stages took',
    labelNames: ['stage'],
    buckets: STAGE_SECONDS,
    registers,
  });
  const pipelineDelay = new Histogram({
    name: 'feedmill_discovered_to_stored_seconds',
    help: 'From the poll that found an article to its storing',
    buckets: DELAY_SECONDS,
    registers,
  });
  const publishDelay = new Histogram({
    name: 'feedmill_published_to_stored_seconds',
    help: 'From the publication that a page states to its storing',
    buckets: DELAY_SECONDS,
    registers,
  });
  const since = (from: Date, now: Date): number => Math.max(0, now.getTime() - from.getTime()) / 1_000;
  return {
    registry,
    attempt: (stage, outcome, ms) => {
      attempts.inc({ stage, outcome });
      seconds.observe({ stage }, ms / 1_000);
    },
    stored: ({ discoveredAt, publishedAt }, now) => {
      pipelineDelay.observe(since(discoveredAt, now));
      if (publishedAt !== null) publishDelay.observe(since(publishedAt, now));
    },
  };
}
