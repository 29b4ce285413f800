// What is wrong, and what was.
import { acceptDrift, allAlerts, openAlerts, type ToldAlert } from '../operations/alerts.js';
import { type AlertView, alertPageSchema, alertSchema } from './contract-alerts.js';
import { alertListQuery, alertParams } from './requests.js';
import { type Route, route } from './route.js';

export const alertRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/alerts',
    summary: 'What is wrong now; with all=true also what was, newest first',
    query: alertListQuery,
    answer: alertPageSchema,
    handle: async ({ query: { all, before, limit } }, { ports }) => {
      if (!all) return { alerts: (await openAlerts(ports)).map(alertView), next: null };
      const alerts = await allAlerts({ before: before ?? null, limit }, ports);
      return {
        alerts: alerts.map(alertView),
        next: alerts.length < limit ? null : (alerts.at(-1)?.id ?? null),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/alerts/:alert/accept',
    summary: 'Takes what the articles of a site look like now as its new normal',
    params: alertParams,
    answer: alertSchema,
    handle: async ({ params: { alert } }, { ports }) => alertView(await acceptDrift(alert, ports)),
  }),
];

function alertView({ since, resolved_at: resolvedAt, ...alert }: ToldAlert): AlertView {
  return {
    ...alert,
    since: since.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}
