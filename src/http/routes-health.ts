// What supervisors, load balancers and people in the morning ask.
import { statusOf } from '../operations/status.js';
import { readiness } from '../workers/readiness.js';
import { livenessSchema, readinessSchema, statusSchema } from './contract-work.js';
import { type Route, route } from './route.js';

export const healthRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/livez',
    summary: 'Whether the process answers; 503 while it stops',
    scope: 'open',
    answer: livenessSchema,
    quiet: true,
    handle: async () => ({ status: 'alive' as const }),
  }),
  route({
    method: 'GET',
    path: '/readyz',
    summary: 'Whether the service can do its work now, check by check',
    scope: 'open',
    answer: readinessSchema,
    refusal: { status: 503, applies: ({ ready }) => !ready },
    quiet: true,
    handle: async (_input, service) => ({
      ...(await readiness(service.ports, service)),
      allowPrivate: service.ports.settings.allowPrivate,
    }),
  }),
  route({
    method: 'GET',
    path: '/api/status',
    summary: 'Queues, rates, the oldest job, failing feeds',
    answer: statusSchema,
    handle: async (_input, { ports }) => {
      const { failingFeeds, ...status } = await statusOf(ports);
      return {
        ...status,
        failingFeeds: failingFeeds.map(
          ({ id, url, failures, last_error: lastError, next_poll_at: next }) => ({
            id,
            url,
            failures,
            lastError,
            nextPollAt: next.toISOString(),
          }),
        ),
      };
    },
  }),
];
