// The folder of the embedded database and the right to open it. Two processes on one folder would silently lose
// half of what they acknowledged, so the right is a listening socket: death frees it, age never does.
//
//   bind a socket of a name of its own ─▶ look at all others ─▶ none lives ─▶ held
//                                              │ one holds, or an earlier name is still looking ─▶ locked
//                                              └ a later name is still looking ─▶ look again, it gives way
//
// What must stay true:
// - A socket is bound and listens before it gets the name that others look for, so that one that refuses is dead, and
//   no name is used twice, so that a dead one may be removed by anybody at any time.
// - Whoever holds has looked after it was visible; of two that look, the later one sees the earlier one.
// The socket also answers: the command line sends its API requests through it to the process that holds the folder.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createServer, type RequestListener, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FeedmillError, messageOf } from '../errors.js';
import { prepareDatabaseFolder } from './database-folder.js';

/** Who holds a data folder: its process id, and what it runs as ("start", "ingest", …). */
export interface Holder {
  pid: number;
  command: string;
  /** Where it answers. */
  socketPath: string;
}

/** The right to open the embedded database, held until release or death. */
export interface FolderLock {
  /** The folder of the database itself. */
  readonly databaseFolder: string;
  readonly socketPath: string;
  /** Answers requests that come through the socket from now on. */
  serve(listener: RequestListener): void;
  release(): Promise<void>;
}

/** What a living socket says of its process. */
interface Contender extends Holder {
  holds: boolean;
}

// Unix socket paths end at 104 bytes on macOS and 108 on Linux; the names here take 30 of them.
const MAX_FOLDER_PATH = 70;
const VISIBLE = '.sock';
/** A holder that is busy in a long synchronous step answers late but is alive. */
const ANSWER_MS = 500;
/** A socket that closes while it is asked cuts the connection once, and is gone the next time. */
const MAX_RESETS = 3;
/** Two that look at once see each other again after this. */
const LOOK_AGAIN_MS = 20;

/** The folder of the sockets of a data folder; a long name gets a short one in the temporary folder. */
function socketFolder(dataDir: string): string {
  const inFolder = join(resolve(dataDir), 'lock');
  if (Buffer.byteLength(inFolder) <= MAX_FOLDER_PATH) return inFolder;
  const hash = createHash('sha256').update(inFolder).digest('hex').slice(0, 16);
  return join(tmpdir(), `feedmill-${hash}`);
}

/**
 * Takes the data folder for this process, creating it if need be. Before anybody can open its database `prepare` sees
 * to the folder that it lies in.
 * @throws FeedmillError DATA_FOLDER_LOCKED naming the holder; DATA_FOLDER_DAMAGED when opening would lose data.
 */
export async function lockDataFolder(
  dataDir: string,
  command: string,
  prepare: (databaseFolder: string) => Promise<void> = prepareDatabaseFolder,
): Promise<FolderLock> {
  const databaseFolder = join(resolve(dataDir), 'database');
  const socket = await openSocket(dataDir, command);
  try {
    await contend(socket, dataDir);
    await prepare(databaseFolder);
  } catch (error) {
    await socket.close();
    throw error;
  }
  return { databaseFolder, socketPath: socket.path, serve: socket.serve, release: socket.close };
}

/** Who holds the folder now, or is about to; null when nobody does. */
export async function holderOf(dataDir: string): Promise<Holder | null> {
  const [first] = await contenders(socketFolder(dataDir));
  return first ?? null;
}

interface OwnSocket {
  path: string;
  hold(): void;
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

async function openSocket(dataDir: string, command: string): Promise<OwnSocket> {
  const folder = socketFolder(dataDir);
  const name = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}`);
  const path = `${name}${VISIBLE}`;
  let holds = false;
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((incoming, response) => {
    if (incoming.url === '/holder') response.end(JSON.stringify({ pid: process.pid, command, holds }));
    else listener(incoming, response);
  });
  try {
    await mkdir(resolve(dataDir), { recursive: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await listen(server, name);
    await rename(name, path);
  } catch (error) {
    await close(server);
    throw new FeedmillError(
      'DATA_FOLDER_DAMAGED',
      `The data folder ${resolve(dataDir)} cannot be used: ${messageOf(error)}. Set FEEDMILL_DATA_DIR to a folder that this user may write to.`,
      { cause: error },
    );
  }
  return {
    path,
    hold: () => {
      holds = true;
    },
    serve: (next) => {
      listener = next;
    },
    close: async () => {
      // Out of sight first: what is visible answers.
      await rm(path, { force: true });
      await close(server);
    },
  };
}

async function contend(own: OwnSocket, dataDir: string): Promise<void> {
  for (;;) {
    const all = await contenders(socketFolder(dataDir));
    const others = all.filter(({ socketPath }) => socketPath !== own.path);
    const winner = others.find((other) => other.holds || other.socketPath < own.path);
    if (winner !== undefined) throw locked(dataDir, winner);
    if (others.length === 0) return own.hold();
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The living ones, a holder first; dead ones are removed. */
async function contenders(folder: string): Promise<Contender[]> {
  const names = await readdir(folder).catch(ifAbsent);
  const asked = await Promise.all(
    names
      .filter((name) => name.endsWith(VISIBLE))
      .sort()
      .map(async (name) => {
        const path = join(folder, name);
        const answer = await ask(path);
        if (answer === null) await rm(path, { force: true });
        return answer;
      }),
  );
  return asked.filter((one) => one !== null).sort((a, b) => Number(b.holds) - Number(a.holds));
}

function ifAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** What a socket's process says; null when it is dead. One that does not answer lives, and is taken for the holder. */
async function ask(path: string): Promise<Contender | null> {
  for (let attempt = 0; attempt < MAX_RESETS; attempt++) {
    const answer = await askOnce(path);
    if (answer === 'dead') return null;
    if (answer !== 'reset') return readContender(answer, path);
  }
  return { pid: 0, command: 'a process that does not answer', holds: true, socketPath: path };
}

/** The body of the answer; `reset` for a connection that was cut, be it by a process that closes or that is stuck. */
function askOnce(path: string): Promise<string | 'dead' | 'reset'> {
  return new Promise((done) => {
    const options = { socketPath: path, path: '/holder', timeout: ANSWER_MS, agent: false };
    const asking = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('close', () => done(response.complete ? body : 'reset'));
    });
    asking.on('timeout', () => asking.destroy());
    // Refused or gone is death; anything else, such as a queue of connections that is full, is life.
    asking.on('error', ({ code }: NodeJS.ErrnoException) =>
      done(code === 'ECONNREFUSED' || code === 'ENOENT' ? 'dead' : 'reset'),
    );
    asking.end();
  });
}

function readContender(body: string, socketPath: string): Contender {
  const parsed: unknown = JSON.parse(body);
  const { pid, command, holds } = parsed as Partial<Contender>;
  return { pid: Number(pid ?? 0), command: String(command ?? 'unknown'), holds: holds === true, socketPath };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(path, () => done());
  });
}

function locked(dataDir: string, { pid, command }: Holder): FeedmillError {
  const who = pid === 0 ? command : `\`feedmill ${command}\` (process ${pid})`;
  return new FeedmillError(
    'DATA_FOLDER_LOCKED',
    `The data folder ${resolve(dataDir)} is held by ${who}. Stop that process, or set FEEDMILL_DATA_DIR to another folder.`,
    { details: { dataDir, pid, command } },
  );
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
