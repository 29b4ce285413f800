// The command line's way to the API. Who answers is decided here:
//
//   PostgreSQL, Redis           ─▶ a service in this process
//   embedded, folder is free    ─▶ a service in this process, which other commands can reach meanwhile
//   embedded, folder is held    ─▶ the process that holds it, through its socket
//
// The holder may end between two requests; then the question is asked anew, and a request that cannot have had an
// effect, or may have it twice, is sent again. A command that needs workers waits for a holder that has none.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { errorCodes, FeedmillError, messageOf } from '../errors.js';
import type { Log } from '../log.js';
import type { ServiceOptions } from '../service.js';
import { modeOf, type Settings } from '../settings.js';
import { type Holder, holderOf, lockDataFolder } from '../store/data-folder.js';
import {
  type Answer,
  HolderGone,
  type Method,
  type Opened,
  openService,
  type Transport,
  transportHere,
  transportThroughSocket,
} from './transport.js';

export interface ApiClient {
  /** The process that answered last when it is not this one. */
  readonly holder: Holder | null;
  /** @throws FeedmillError with the code that the API answered. */
  request<T>(method: Method, path: string, body: object | null, schema: z.ZodType<T>): Promise<T>;
  /** The body as it is, for routes that answer no JSON. */
  text(path: string): Promise<string>;
  close(): Promise<void>;
}

type Send = Transport['send'];

/** The commands that run workers while they hold the data folder. */
const working: readonly string[] = ['start', 'ingest', 'reingest', 'demo'];
/** A command without workers takes a second or two; one that takes longer than this is not waited for. */
const WAIT_MS = 20_000;
const PAUSE_MS = 100;

/**
 * Opens the way to the API.
 * @throws FeedmillError as startService does; DATA_FOLDER_LOCKED when the holder neither answers nor ends.
 */
export async function connect(settings: Settings, log: Log, options: ServiceOptions): Promise<ApiClient> {
  let transport = await openTransport(settings, log, options);
  const send: Send = async (method, path, body) => {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      try {
        const answer = await transport.send(method, path, body);
        if (!isStarting(answer) || Date.now() > end) return answer;
        await sleep(PAUSE_MS);
      } catch (error) {
        if (!(error instanceof HolderGone) || (error.delivered && !mayRepeat(method, path)))
          throw asFeedmillError(error, transport.holder);
        transport = await openTransport(settings, log, options);
      }
    }
  };
  return {
    get holder() {
      return transport.holder;
    },
    ...requestsOver(send),
    close: () => transport.close(),
  };
}

/** The API of a service that this process has opened itself; closing it is left to whoever opened it. */
export function clientHere(opened: Opened, log: Log): ApiClient {
  const { send } = transportHere(opened, log);
  return { holder: null, ...requestsOver(send), close: () => Promise.resolve() };
}

function requestsOver(send: Send): Pick<ApiClient, 'request' | 'text'> {
  return {
    request: async (method, path, body, schema) =>
      read(await send(method, path, body === null ? null : JSON.stringify(body)), path, schema),
    text: async (path) => textOf(await send('GET', path, null)),
  };
}

async function openTransport(settings: Settings, log: Log, options: ServiceOptions): Promise<Transport> {
  const here = async (): Promise<Transport> => transportHere(await openService(settings, log, options), log);
  if (modeOf(settings) !== 'embedded') return here();
  for (const end = Date.now() + WAIT_MS; ; await sleep(PAUSE_MS)) {
    const holder = await holderOf(settings.dataDir);
    if (holder !== null && mayAnswer(holder, options)) return transportThroughSocket(settings, holder);
    if (holder !== null && Date.now() < end) continue;
    try {
      return await here();
    } catch (error) {
      // Somebody else was faster; whoever it is is asked.
      if (!(error instanceof FeedmillError) || error.code !== 'DATA_FOLDER_LOCKED' || Date.now() > end)
        throw error;
    }
  }
}

/**
 * Waits until no short command holds the data folder.
 * @throws FeedmillError DATA_FOLDER_LOCKED at once when a service holds it.
 */
export async function waitForShortCommands(settings: Settings, command: string): Promise<void> {
  if (modeOf(settings) !== 'embedded') return;
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(PAUSE_MS)) {
    const holder = await holderOf(settings.dataDir);
    if (holder === null) return;
    if (holder.pid === 0 || working.includes(holder.command)) break;
  }
  // Refused here, before anything large is loaded; the service takes the lock for good.
  const lock = await lockDataFolder(settings.dataDir, command);
  await lock.release();
}

function mayAnswer({ pid, command }: Holder, { stages = [] }: ServiceOptions): boolean {
  return pid !== 0 && (stages.length === 0 || working.includes(command));
}

// The socket answers before the service behind it is open: 503 without a word.
function isStarting({ status, body }: Answer): boolean {
  return status === 503 && body === '';
}

// Asking for progress changes nothing, and adding a feed a second time finds it. A second removal would find nothing,
// a second re-ingest would be a second batch, and a second token would have a name that is taken. A webhook would be
// there twice, and its secret be lost.
function mayRepeat(method: Method, path: string): boolean {
  return method !== 'DELETE' && !(method === 'POST' && /^\/api\/(?:reingest|tokens|webhooks)/.test(path));
}

function asFeedmillError(error: unknown, holder: Holder | null): unknown {
  if (!(error instanceof HolderGone)) return error;
  const who = holder === null ? 'The process' : `\`feedmill ${holder.command}\` (process ${holder.pid})`;
  return new FeedmillError(
    'STORE_UNAVAILABLE',
    `${who} that holds the data folder ended before it answered. It may have done what was asked; look before you ask again.`,
    { cause: error },
  );
}

const problemSchema = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.enum(errorCodes).optional().catch(undefined),
});

function textOf({ status, body }: Answer): string {
  if (status < 400) return body;
  const problem = problemSchema.safeParse(jsonOf(body));
  const { detail, title, code } = problem.success ? problem.data : {};
  const message = detail ?? title ?? `The service answered with status ${status}.`;
  throw new FeedmillError(code ?? (status >= 500 ? 'STORE_UNAVAILABLE' : 'BAD_REQUEST'), message, {
    details: { status },
  });
}

function read<T>(answer: Answer, path: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(textOf(answer)));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${path} answered in a form that this version does not know; if a service of another version is running, restart it. ${z.prettifyError(parsed.error)}`,
  );
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    return { detail: `The service answered what is no JSON (${messageOf(error)}).` };
  }
}
