// bull-board over every queue, in every mode.
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.js';
import type { Queues } from '../queues/queues.js';
import { problemOf, sendProblem } from './problem.js';

export const DASHBOARD_PATH = '/queues';

export async function mountDashboard(
  app: FastifyInstance,
  { byStage, timers }: Queues,
  log: Log,
): Promise<void> {
  const server = new FastifyAdapter();
  server.setBasePath(DASHBOARD_PATH);
  // The adapter is typed for BullMQ's Redis queues and calls only what every backend has.
  const adapters = [...Object.values(byStage), timers].map((queue) => new BullMQAdapter(queue as never));
  createBullBoard({
    queues: adapters,
    serverAdapter: server as never,
    options: { uiConfig: { boardTitle: 'Feedmill queues' } },
  });
  // bull-board's own handler passes on what the database said; thrown on, the error reaches ours.
  server.setErrorHandler((error) => {
    throw error;
  });
  await app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const problem = problemOf(error, request, log);
      // The page shows these two members and no others.
      const shown = { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' }, message: problem.detail };
      return sendProblem(reply, { ...problem, ...shown });
    });
    await scope.register(server.registerPlugin() as never, {
      prefix: DASHBOARD_PATH,
      basePath: DASHBOARD_PATH,
    });
  });
}
