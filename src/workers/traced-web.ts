import { parseUrl } from '../parse-url.js';
import type { SpanStart, Tracing } from '../tracing/tracing.js';
import type { WebClient, WebOutcome } from '../web/client.js';

/** The same client, whose requests are spans. Addresses go without what may be secret in them: user, password, query. */
export function tracedWeb(web: WebClient, tracing: Tracing): WebClient {
  const traced = (method: string, url: string, request: () => Promise<WebOutcome>): Promise<WebOutcome> =>
    tracing.during(spanOf(method, url), async (span) => {
      const outcome = await request();
      span.set({ 'feedmill.outcome': outcome.status });
      if ('httpStatus' in outcome) span.set({ 'http.response.status_code': outcome.httpStatus });
      if (outcome.status !== 'ok' && outcome.status !== 'not-modified') span.fail(outcome.status);
      return outcome;
    });
  return {
    ...web,
    get: (request) => traced('GET', request.url, () => web.get(request)),
    post: (request) => traced('POST', request.url, () => web.post(request)),
  };
}

function spanOf(method: string, url: string): SpanStart {
  const address = parseUrl(url);
  return {
    name: method,
    kind: 'client',
    attributes: {
      'http.request.method': method,
      ...(address === null
        ? {}
        : { 'server.address': address.hostname, 'url.full': `${address.origin}${address.pathname}` }),
    },
  };
}
