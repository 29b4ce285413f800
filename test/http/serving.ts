// A service that listens, with its log lines kept, and what tests of the API ask of it again and again.
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createApp, listen } from '../../src/http/server.js';
import type { Stage } from '../../src/pipeline.js';
import { type Service, startService } from '../../src/service.js';
import type { Mode } from '../../src/settings.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';

export const TOKEN = 'a-token-of-some-length';

export interface Serving {
  readonly place: TestPlace;
  readonly service: Service;
  readonly app: FastifyInstance;
  readonly url: string;
  /** Every line that was logged, down to trace. */
  readonly lines: Record<string, unknown>[];
  /** Sends a request with the token; a body that is no text is sent as JSON. */
  ask(path: string, init?: Asking): Promise<Response>;
  stop(): Promise<void>;
}
export interface Asking {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function startServing(
  mode: Mode,
  stages: readonly Stage[] = [],
  env: Record<string, string> = {},
): Promise<Serving> {
  const place = await testPlace(mode, { FEEDMILL_TOKEN: TOKEN, ...env });
  if (mode === 'embedded') await copyEmptyDatabase(place);
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'trace' },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const service = await startService(place.settings, log, { command: 'test', stages });
  const app = await createApp(service);
  const { url } = await listen(app, place.settings);
  return {
    place,
    service,
    app,
    url,
    lines,
    ask: (path, { method = 'GET', body, headers = {} } = {}) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    stop: async () => {
      const closed = app.close();
      // An answer of which a test has read the status alone may wait in its connection for a reader.
      app.server.closeAllConnections();
      await closed;
      await service.stop();
      await place.remove();
    },
  };
}

/** Makes a token over the API; the token itself. */
export async function tokenFor(
  serving: Serving,
  scope: 'read' | 'operate' | 'admin',
  name: string = scope,
): Promise<string> {
  const made = await serving.ask('/api/tokens', { method: 'POST', body: { name, scope } });
  return ((await made.json()) as { token: string }).token;
}

/** Every method and path that the router knows, read from its own drawing of them. */
export function registeredRoutes(app: FastifyInstance): { method: string; path: string }[] {
  const parents: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^(.*?)[├└]── (\S+) \((.+)\)$/.exec(line) ?? [];
      if (part === '') return [];
      const depth = indent.length / 4;
      const path = `${parents[depth - 1] ?? ''}${part}`;
      parents[depth] = path;
      return methods.split(', ').map((method) => ({ method, path }));
    });
}
