// /metrics for Prometheus: what this process has counted, and how queues and feeds stand for all of them.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { stages } from '../pipeline.js';
import type { Service } from '../service.js';
import { readiness } from '../workers/readiness.js';

export const METRICS_PATH = '/metrics';

export function mountMetrics(app: FastifyInstance, service: Service): void {
  const { registry } = service.ports.metrics;
  // Watching the event loop and the garbage collector costs a little, so it begins with the first who asks.
  let watched = false;
  app.get(METRICS_PATH, async (_request, reply) => {
    if (!watched) collectDefaultMetrics({ register: registry });
    watched = true;
    const all = Registry.merge([registry, await standing(service)]);
    return reply.header('content-type', all.contentType).send(await all.metrics());
  });
}

/** How the service stands now; asked anew each time, so that a part that is away leaves no old figure behind. */
async function standing(service: Service): Promise<Registry> {
  const registry = new Registry();
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const ready = gauge('feedmill_ready', 'Whether a check of /readyz holds', ['check']);
  const { checks } = await readiness(service.ports, service);
  for (const { name, ok } of checks) ready.set({ check: name }, ok ? 1 : 0);
  if (checks.every(({ name, ok }) => ok || (name !== 'store' && name !== 'queue')))
    await ask(gauge, service.ports);
  return registry;
}

async function ask(
  gauge: <L extends string>(name: string, help: string, labelNames: L[]) => Gauge<L>,
  { queues, store, now }: Service['ports'],
): Promise<void> {
  const [counts, oldestMs, feeds, open, workers] = await Promise.all([
    queues.counts(),
    queues.oldestWaitingMs(now()),
    store.feeds.count(),
    store.alerts.open(),
    store.workers.alive(),
  ]);
  const jobs = gauge('feedmill_queue_jobs', 'Jobs in a queue, by state', ['queue', 'state']);
  for (const { queue, ...states } of counts)
    for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
  gauge('feedmill_oldest_waiting_job_seconds', 'Age of the oldest job that waits', []).set(oldestMs / 1_000);
  const { active, paused, gone, failing, due, missed } = feeds;
  const byState = gauge('feedmill_feeds', 'Feeds, by state', ['state']);
  for (const [state, count] of Object.entries({ active, paused, gone })) byState.set({ state }, count);
  gauge('feedmill_feeds_failing', 'Feeds whose last poll failed', []).set(failing);
  gauge('feedmill_feeds_due', 'Feeds whose turn has come', []).set(due);
  const alerts = gauge('feedmill_alerts', 'Open alerts, by kind and severity', ['kind', 'severity']);
  for (const { kind, severity } of open) alerts.inc({ kind, severity });
  const working = gauge('feedmill_workers', 'Processes that work on a stage', ['stage']);
  for (const stage of stages)
    working.set({ stage }, workers.filter((one) => one.stages.includes(stage)).length);
  gauge('feedmill_items_missed', 'Items of the last week that were probably missed', []).set(missed);
}
