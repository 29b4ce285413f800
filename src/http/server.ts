// The HTTP face of a service: the API, the newsroom's pages, the dashboards, the health checks. It does not listen by itself: the command
// line also sends requests into it directly, and lets others reach it through the socket in the data folder.
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FeedmillError } from '../errors.js';
import type { Service } from '../service.js';
import type { Settings } from '../settings.js';
import type { Ports } from '../workers/ports.js';
import { CALLBACK_PATH } from '../workers/subscribe.js';
import { addressOf, createCallers } from './callers.js';
import { DASHBOARD_PATH, mountDashboard } from './dashboard.js';
import { eventStreamRoute, mountEventStream } from './event-stream.js';
import { mountHubCallback } from './hub-callback.js';
import { watchMethods } from './methods.js';
import { METRICS_PATH, mountMetrics } from './metrics.js';
import { openApi } from './openapi.js';
import { mountOutFeeds, outFeedRoutes } from './out-feeds.js';
import { isQuietPage, mountNewsroom } from './pages/newsroom.js';
import { answerProblems, answerUnreadable, noRoute, problemOf, sendProblem } from './problem.js';
import { recordChanges } from './record-changes.js';
import { MAX_NAME_LENGTH } from './requests.js';
import { type Route, register, route } from './route.js';
import { accessRoutes } from './routes-access.js';
import { alertRoutes } from './routes-alerts.js';
import { articleRoutes } from './routes-articles.js';
import { auditRoutes } from './routes-audit.js';
import { backupRoutes } from './routes-backup.js';
import { eventRoutes } from './routes-events.js';
import { exportRoutes } from './routes-export.js';
import { feedRoutes } from './routes-feeds.js';
import { healthRoutes } from './routes-health.js';
import { hostRoutes } from './routes-hosts.js';
import { reingestRoutes } from './routes-reingest.js';
import { snapshotRoutes } from './routes-snapshots.js';
import { webhookRoutes } from './routes-webhooks.js';
import { workRoutes } from './routes-work.js';
import { guardRequests, isCallback, isNavigation, pathOf, secureHeaders } from './security.js';

const API_VERSION = '0.1.0';
/** Time for a request to arrive with its body; a slower one holds a connection to no end. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** How often both are looked after; Node's own 30 s would let a request take three times its time. */
const LATE_CHECK_MS = 2_000;
/** Beyond this many connections new ones are closed, so that idle ones cannot use up the process's file handles. */
const MAX_CONNECTIONS = 512;
const BODY_BYTES = 1_000_000;

const descriptionRoute = route({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This description',
  answer: z.record(z.string(), z.unknown()),
  handle: async () => openApi([...apiRoutes, eventStreamRoute, ...outFeedRoutes], API_VERSION),
});

/** Every route of the API. */
const apiRoutes: readonly Route[] = [
  ...healthRoutes,
  ...feedRoutes,
  ...articleRoutes,
  ...eventRoutes,
  ...exportRoutes,
  ...workRoutes,
  ...reingestRoutes,
  ...auditRoutes,
  ...backupRoutes,
  ...snapshotRoutes,
  ...alertRoutes,
  ...hostRoutes,
  ...accessRoutes,
  ...webhookRoutes,
  descriptionRoute,
];

/** Builds the app over a running service. */
export async function createApp(service: Service): Promise<FastifyInstance> {
  const { log, settings, queues } = service.ports;
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: LATE_CHECK_MS },
    routerOptions: { maxParamLength: MAX_NAME_LENGTH },
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    // What the router cannot read passes no hook.
    frameworkErrors: (error, request, reply) => {
      secureHeaders(request, reply);
      void sendProblem(reply, { ...problemOf(error, request, log) });
    },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  const callers = createCallers(service.ports);
  const methodsOf = watchMethods(app);
  logRequests(app, service);
  guardRequests(app, callers, settings);
  refuseWhileClosing(app);
  recordChanges(app, service.ports);
  answerProblems(app, log);
  register(app, apiRoutes, service);
  mountEventStream(app, service);
  mountOutFeeds(app, service);
  mountMetrics(app, service);
  await mountHubCallback(app, service);
  const newsroom = await mountNewsroom(app, service, callers);
  app.setNotFoundHandler((request, reply) => {
    const problem = noRoute(request, reply, methodsOf(pathOf(request)));
    return isNavigation(request)
      ? newsroom.sendProblemPage(reply, problem)
      : sendProblem(reply, { ...problem });
  });
  await mountDashboard(app, queues, log);
  return app;
}

// Connections that were open before, and the data folder's socket, still bring requests while the app closes.
function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (_request, reply) => {
    if (closing)
      return sendProblem(reply, {
        status: 503,
        code: 'STORE_UNAVAILABLE',
        detail: 'Feedmill is stopping. Ask again when it has started.',
      });
  });
}

const quietRoutes = new Set([
  METRICS_PATH,
  ...apiRoutes.filter(({ quiet }) => quiet).map(({ path }) => path),
]);
/** Somebody at the door who should not be there, or does not know how. */
const refusals = new Set([401, 403, 421, 429]);

function logRequests(app: FastifyInstance, { ports }: Service): void {
  app.addHook('onResponse', async (request, reply) => {
    // The address to which a hub pushes is a secret.
    const path = isCallback(request) ? CALLBACK_PATH : pathOf(request);
    // The dashboard's page asks every few seconds; what is changed through it is logged.
    const isQuiet =
      quietRoutes.has(request.routeOptions.url ?? '') ||
      isQuietPage(path) ||
      (path.startsWith(DASHBOARD_PATH) && (request.method === 'GET' || request.method === 'HEAD'));
    const isRefused = refusals.has(reply.statusCode);
    const level = isRefused ? 'warn' : isQuiet ? 'debug' : 'info';
    if (level !== 'debug') recordRequest(request, reply, ports);
    ports.log.child({ requestId: request.id })[level](
      {
        method: request.method,
        path,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...(request.caller === null ? {} : { caller: request.caller.name }),
        ...(isRefused ? { address: addressOf(request) } : {}),
      },
      'request',
    );
  });
}

/** A request as a span. Its path is the route's, since what is asked for may be secret. */
function recordRequest(
  { method, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  { tracing }: Ports,
): void {
  const route = routeOptions.url ?? 'no route';
  const endedAt = new Date();
  tracing.record({
    name: `${method} ${route}`,
    kind: 'server',
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': reply.statusCode,
    },
    startedAt: new Date(endedAt.getTime() - reply.elapsedTime),
    endedAt,
    failure: reply.statusCode >= 500 ? `status ${reply.statusCode}` : null,
  });
}

/**
 * Listens where the settings say and returns the address.
 * @throws FeedmillError PORT_TAKEN
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Settings, 'host' | 'port'>,
): Promise<{ url: string }> {
  try {
    return { url: await app.listen({ host, port }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new FeedmillError(
      'PORT_TAKEN',
      `Port ${port} on ${host} is taken. Set FEEDMILL_PORT to another one, or to 0 for any that is free.`,
      { cause: error },
    );
  }
}
