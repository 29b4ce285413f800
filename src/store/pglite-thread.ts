// The embedded database, in a thread of its own: PGlite blocks the thread that it runs in, and after an error of its
// disk it may spin for ever, so the service's own thread must not be that one. Statements run in the order in which
// they arrive; which client may send one when is decided on the other side, in pglite-pool.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { lastWordsIn } from './pglite-last-words.js';
import type { ThreadReply, ThreadRequest, ThreadStart } from './pglite-protocol.js';
import { createStatements } from './pglite-statements.js';

const port = parentPort;
if (port === null) throw new Error('pglite-thread.js starts as a worker thread only');
const reply = (message: ThreadReply): void => port.postMessage(message);

/** What bytes begin with where they are written as text. */
const HEX_MARK = '\\x';

const start = workerData as ThreadStart;
const listened = new Set<string>();

// With PGlite's own 128 MB of shared buffers the process takes 110 MB more and is no faster (measured on inserts).
// Of its files PostgreSQL keeps up to 1,000 open, more and more of them over days; some systems allow a process 256.
const database = await PGlite.create({
  dataDir: start.folder,
  // The line is written before the thread may begin to spin, and a message leaves it even then.
  onStderr: (line) => {
    const words = lastWordsIn(line);
    if (words !== null) reply({ kind: 'dying', words });
    return words !== null;
  },
  startParams: [
    ...PGlite.defaultStartParams,
    '-c',
    'shared_buffers=16MB',
    '-c',
    'max_files_per_process=192',
    '-c',
    `search_path=${start.searchPath}`,
  ],
  // Identities and counters stay below 2^53, so plain numbers serve; BullMQ expects numbers too.
  parsers: {
    [types.INT8]: (value: string) => Number(value),
    [types.NUMERIC]: (value: string) => Number(value),
    [types.BYTEA]: (value: string) => Buffer.from(value.slice(HEX_MARK.length), 'hex'),
    // A day has no zone, and stays the text that it is.
    [types.DATE]: (value: string) => value,
  },
});
const statements = createStatements(database);
reply({ kind: 'ready' });

async function run(request: Extract<ThreadRequest, { kind: 'query' }>): Promise<void> {
  const { id, text, params } = request;
  const result = await statements.run(text, params);
  reply({ kind: 'result', id, rows: result?.rows ?? [], affectedRows: result?.affectedRows ?? 0 });
}

async function listen(request: Extract<ThreadRequest, { kind: 'listen' }>): Promise<void> {
  const { id, channel } = request;
  if (!listened.has(channel)) {
    listened.add(channel);
    await database.listen(channel, (payload) => reply({ kind: 'notification', channel, payload }));
  }
  reply({ kind: 'result', id, rows: [], affectedRows: 0 });
}

/** What a DatabaseError carries beside its message: plain fields, because a thread boundary drops the class. */
function failure(id: number, error: unknown): ThreadReply {
  const fields: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
  return {
    kind: 'error',
    id,
    message: error instanceof Error ? error.message : String(error),
    code: text('code'),
    detail: text('detail'),
    constraint: text('constraint'),
    table: text('table'),
  };
}

let tail = Promise.resolve();
port.on('message', (request: ThreadRequest) => {
  tail = tail.then(async () => {
    try {
      if (request.kind === 'query') await run(request);
      else if (request.kind === 'listen') await listen(request);
      else {
        await database.close();
        reply({ kind: 'result', id: request.id, rows: [], affectedRows: 0 });
        port.close();
      }
    } catch (error) {
      reply(failure(request.id, error));
    }
  });
});
