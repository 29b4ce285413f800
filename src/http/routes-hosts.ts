// How politely each site is asked, and one request for a person to look at.
import { fetchOnce } from '../operations/fetch.js';
import { type HostState, hostStates, setHost } from '../operations/hosts.js';
import { fetchedSchema, type HostView, hostPageSchema, hostViewSchema } from './contract-hosts.js';
import { fetchBody, hostBody, hostListQuery, hostParams } from './requests.js';
import { type Route, route } from './route.js';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export const hostRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/hosts',
    summary: 'Sites by name with the pause between their pages, and hosts that do not answer',
    query: hostListQuery,
    answer: hostPageSchema,
    handle: async ({ query: { after, limit } }, { ports }) => {
      const { hosts, silent } = await hostStates(after, limit, ports);
      return {
        hosts: hosts.map(hostView),
        silent: silent.map(({ host, since, until, failures, reason }) => ({
          host,
          since: since.toISOString(),
          until: until.toISOString(),
          failures,
          reason,
        })),
        next: hosts.length < limit ? null : (hosts.at(-1)?.host ?? null),
      };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/hosts/:host',
    summary: 'Sets the pause of a site, or ends what it is held up by',
    params: hostParams,
    body: hostBody,
    answer: hostViewSchema,
    handle: async ({ params, body: { delayMs, resume } }, { ports }) =>
      hostView(
        await setHost(
          params.host,
          { ...(delayMs === undefined ? {} : { delayMs }), ...(resume === undefined ? {} : { resume }) },
          ports,
        ),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/fetch',
    summary: 'Requests an address once as the pipeline would, and tells what was seen; stores no page',
    body: fetchBody,
    answer: fetchedSchema,
    handle: async ({ body: { url, as } }, { ports }) => {
      const { hops, ...fetched } = await fetchOnce(url, as, ports);
      return {
        ...fetched,
        hops: hops.map(({ connection, ...hop }) => ({
          ...hop,
          connection: connection === null ? null : { ...connection, addresses: [...connection.addresses] },
        })),
      };
    },
  }),
];

function hostView(host: HostState): HostView {
  return {
    host: host.host,
    delayMs: host.delayMs,
    delayReason: host.delayReason,
    setDelayMs: host.set_delay_ms,
    crawlDelayMs: host.crawl_delay_ms,
    backoffMs: host.backoff_ms,
    latencyMs: host.latency_ms,
    askedAt: iso(host.asked_at),
    pausedUntil: iso(host.paused_until),
    plannedUntil: host.next_slot.toISOString(),
  };
}
