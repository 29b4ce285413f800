// A pool in the shape of pg's over the one session of the embedded database, for Kysely and for BullMQ alike.
// What must stay true:
// - From BEGIN to COMMIT or ROLLBACK one client owns the session; the statements of the others wait.
// - Statements reach the thread in the order in which this file sends them, so nothing waits for an answer
//   before the next one is sent: the order alone keeps transactions apart.
// - LISTEN goes through PGlite's own listen(): sent as a statement it succeeds and notifies nobody. BullMQ puts
//   SQL comments in front of it.
// - A client that is given back inside a transaction is rolled back.
// - After an error of the disk under its log the database spins for ever, in the same statement or in the next one. So
//   the thread is ended by its last words, by an error that it does not get over, and by a statement that does not
//   answer. What was acknowledged stays, and a new start finds it.
import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { FeedmillError } from '../errors.js';
import { EmbeddedDatabaseError, unavailable } from './pglite-error.js';
import { endBy } from './pglite-last-words.js';
import type { ThreadReply, ThreadRequest } from './pglite-protocol.js';
import { commandOf, type Listening, listeningOf } from './pglite-statement.js';
import type { SqlClient, SqlPool, SqlResult } from './pool.js';

interface Pending {
  resolve(result: SqlResult): void;
  reject(error: Error): void;
  command: string;
}
interface Waiting {
  client: PgliteClient;
  text: string;
  params: unknown[];
  pending: Pending;
}

// Far more than any statement of Feedmill takes on a slow disk.
const HUNG_MS = 120_000;
const WATCH_MS = 5_000;
// BullMQ's workers ask again as soon as they are refused. Refused at once they would never let go of the event loop, and
// neither a signal nor the end of the service would come to its turn.
const REFUSE_MS = 500;

class PgliteClient extends EventEmitter implements SqlClient {
  readonly #pool: PglitePool;
  readonly channels = new Set<string>();

  constructor(pool: PglitePool) {
    super();
    this.#pool = pool;
  }
  query<Row>(text: string, params: readonly unknown[] = []): Promise<SqlResult<Row>> {
    return this.#pool.send<Row>(this, text, params);
  }
  release(): void {
    this.#pool.giveBack(this);
  }
}

/** The embedded database behind pg's pool interface. Made by openPglitePool. */
export class PglitePool extends EventEmitter implements SqlPool {
  readonly #thread: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: Waiting[] = [];
  readonly #clients = new Set<PgliteClient>();
  #owner: PgliteClient | null = null;
  #lastId = 0;
  #ended: Promise<void> | null = null;
  #broken: Error | null = null;
  /** When the thread last answered, or got work after having none. */
  #movedAt = 0;
  readonly #watch: NodeJS.Timeout;
  /** Resolves when the database is lost without having been closed. */
  readonly lost: Promise<FeedmillError>;
  #lose: (error: FeedmillError) => void = () => undefined;

  constructor(thread: Worker) {
    super();
    this.#thread = thread;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    this.#watch = setInterval(() => this.#lookForHung(), WATCH_MS).unref();
    thread.on('message', (reply: ThreadReply) => this.#receive(reply));
    thread.on('error', (error) => this.#break(error));
    thread.on('exit', () => this.#break(new Error('the database thread has ended')));
  }

  async connect(): Promise<SqlClient> {
    const client = new PgliteClient(this);
    this.#clients.add(client);
    return client;
  }

  async query<Row>(text: string, params: readonly unknown[] = []): Promise<SqlResult<Row>> {
    const client = new PgliteClient(this);
    return this.send<Row>(client, text, params);
  }

  /** Closes the database; statements that were sent before finish first. May be called twice. */
  end(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  /** Ends the thread at once, for a database that does not answer. What was committed stays. */
  async terminate(): Promise<void> {
    await this.#thread.terminate();
  }

  send<Row>(client: PgliteClient, text: string, params: readonly unknown[]): Promise<SqlResult<Row>> {
    return new Promise<SqlResult<Row>>((resolve, reject) => {
      const command = commandOf(text);
      const pending: Pending = { resolve: (result) => resolve(result as SqlResult<Row>), reject, command };
      if (this.#broken !== null) {
        const error = unavailable(this.#broken);
        setTimeout(() => reject(error), REFUSE_MS);
        return;
      }
      if (this.#owner !== null && this.#owner !== client) {
        this.#waiting.push({ client, text, params: [...params], pending });
        return;
      }
      this.#dispatch({ client, text, params: [...params], pending });
    });
  }

  giveBack(client: PgliteClient): void {
    this.#clients.delete(client);
    client.removeAllListeners();
    if (this.#owner === client) {
      // Nobody waits for this answer: the client is gone, and a failed ROLLBACK shows in the next statement.
      void this.send(client, 'ROLLBACK', []).catch((error: unknown) => this.emit('error', error));
    }
  }

  #dispatch({ client, text, params, pending }: Waiting): void {
    const listening = listeningOf(text);
    if (listening !== null) {
      this.#listen(client, listening, pending);
      return;
    }
    if (pending.command === 'BEGIN') this.#owner = client;
    this.#post({ kind: 'query', id: ++this.#lastId, text, params }, pending);
    if (pending.command === 'COMMIT' || pending.command === 'ROLLBACK') this.#free();
  }

  #listen(client: PgliteClient, { subscribe, channel }: Listening, pending: Pending): void {
    if (!subscribe) {
      client.channels.delete(channel);
      pending.resolve({ rows: [], rowCount: 0, command: 'UNLISTEN' });
      return;
    }
    client.channels.add(channel);
    this.#post({ kind: 'listen', id: ++this.#lastId, channel }, pending);
  }

  #free(): void {
    this.#owner = null;
    while (this.#owner === null) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#dispatch(next);
    }
    this.#sendOwned();
  }

  // The new owner may itself have statements in the line; they go ahead of the others'.
  #sendOwned(): void {
    const owner = this.#owner;
    const owned = this.#waiting.filter((waiting) => waiting.client === owner);
    for (const statement of owned) {
      this.#waiting.splice(this.#waiting.indexOf(statement), 1);
      this.#dispatch(statement);
      if (this.#owner !== owner) return;
    }
  }

  #post(request: ThreadRequest, pending: Pending): void {
    if (this.#pending.size === 0) this.#movedAt = performance.now();
    this.#pending.set(request.id, pending);
    this.#thread.postMessage(request);
  }

  #receive(reply: ThreadReply): void {
    if (reply.kind === 'ready') return;
    if (reply.kind === 'dying') {
      this.#giveUp(new Error(reply.words));
      return;
    }
    if (reply.kind === 'notification') {
      for (const client of this.#clients) {
        if (client.channels.has(reply.channel)) {
          client.emit('notification', { channel: reply.channel, payload: reply.payload });
        }
      }
      return;
    }
    this.#movedAt = performance.now();
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (pending === undefined) return;
    if (reply.kind === 'error') {
      pending.reject(new EmbeddedDatabaseError(reply));
      const end = endBy(reply.code);
      if (end !== null) this.#giveUp(new Error(end));
      return;
    }
    const changed = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(pending.command);
    pending.resolve({
      rows: reply.rows,
      rowCount: changed ? reply.affectedRows : reply.rows.length,
      command: pending.command,
    });
  }

  // Measured from the last answer: behind a long line of statements each may have waited long, and all move.
  #lookForHung(): void {
    if (this.#pending.size > 0 && performance.now() - this.#movedAt > HUNG_MS)
      this.#giveUp(new Error(`a statement has not been answered for ${HUNG_MS / 1_000} s`));
  }

  #giveUp(error: Error): void {
    this.#break(error);
    void this.#thread.terminate();
  }

  async #close(): Promise<void> {
    clearInterval(this.#watch);
    if (this.#broken !== null) return;
    await new Promise<void>((resolve, reject) => {
      const pending: Pending = { resolve: () => resolve(), reject, command: 'CLOSE' };
      this.#post({ kind: 'close', id: ++this.#lastId }, pending);
    });
    await this.#thread.terminate();
  }

  #break(error: Error): void {
    this.#broken ??= error;
    const lost = [...this.#pending.values(), ...this.#waiting.map(({ pending }) => pending)];
    this.#pending.clear();
    this.#waiting.length = 0;
    for (const pending of lost) pending.reject(unavailable(this.#broken));
    if (this.#ended !== null) return;
    clearInterval(this.#watch);
    this.#lose(unavailable(this.#broken));
    if (this.listenerCount('error') > 0) this.emit('error', this.#broken);
  }
}
