// How a connection comes to be: resolve with our own resolver, judge every address, connect to a judged one, judge the
// address that the socket reports once more, and only then speak (for TLS: wrap the judged socket). undici asks no
// lookup function for hosts that are addresses, so the judging stands here, where every connection passes.
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import type { buildConnector } from 'undici';
import { judged, judgedAddresses, type Lookup, type Place } from './addresses.js';
import { dial } from './dial.js';
import { opensName } from './exceptions.js';
import type { GuardPolicy } from './guard.js';
import { ConnectFailure, connectFailure, RESET, timeoutFailure, tlsFailure } from './network-error.js';

/** How one connection came to be; null for what it did not come to. */
export interface Connection {
  readonly hostname: string;
  /** What the name resolved to, all of it judged. */
  addresses: readonly string[];
  /** The one that is connected. */
  address: string | null;
  lookupMs: number | null;
  connectMs: number | null;
  /** Of the TLS handshake. */
  secureMs: number | null;
}

export interface ConnectorOptions extends Lookup {
  /** Limit for lookup, connection and handshake together, in ms. */
  readonly timeoutMs: number;
  /** Certificates to trust besides node's, in PEM. */
  readonly extraCa: string | null;
  /** Is handed each connection as it begins, and sees it filled in. */
  readonly observe?: (connection: Connection) => void;
}

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Ends what is under way. */
  close(): void;
}

interface Target extends Place {
  readonly secure: boolean;
}

/** The one way to open a connection. Failures reach undici as ConnectFailure. */
export function createConnector(options: ConnectorOptions): Connector {
  const pending = new Set<AbortController>();
  const secureContext = tls.createSecureContext(
    options.extraCa === null ? {} : { ca: [...tls.rootCertificates, options.extraCa] },
  );
  const open = async (target: Target): Promise<Socket> => {
    const abort = new AbortController();
    pending.add(abort);
    const timer = setTimeout(() => {
      const what = `within ${options.timeoutMs} ms`;
      abort.abort(new ConnectFailure(timeoutFailure('connect', target.hostname, what)));
    }, options.timeoutMs);
    try {
      const connection = begun(target.hostname);
      options.observe?.(connection);
      const elapsed = stopwatch();
      const addresses = await beforeAbort(judgedAddresses(target, options), abort.signal);
      Object.assign(connection, { addresses, lookupMs: elapsed() });
      const socket = await connected(addresses, target, abort.signal);
      judgeConnected(socket, target, options.policy);
      Object.assign(connection, { address: remoteAddress(socket), connectMs: elapsed() });
      const spoken = target.secure ? await secured(socket, target, secureContext, abort.signal) : socket;
      if (target.secure) connection.secureMs = elapsed();
      return spoken.prependListener('error', renameReset);
    } finally {
      clearTimeout(timer);
      pending.delete(abort);
    }
  };
  return {
    connect: ({ hostname, port, protocol }, callback) => {
      const secure = protocol === 'https:';
      const target = { hostname, port: port === '' ? (secure ? 443 : 80) : Number(port), secure };
      open(target).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
    close: () => {
      for (const abort of pending) abort.abort(new ConnectFailure({ status: 'aborted' }));
    },
  };
}

async function connected(addresses: string[], target: Target, signal: AbortSignal): Promise<Socket> {
  try {
    return await dial(addresses, target.port, signal);
  } catch (error) {
    throw error instanceof ConnectFailure
      ? error
      : new ConnectFailure(connectFailure(error, target.hostname));
  }
}

function begun(hostname: string): Connection {
  return { hostname, addresses: [], address: null, lookupMs: null, connectMs: null, secureMs: null };
}

/** Milliseconds since the last time that it was asked. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return Math.round(last - before);
  };
}

// A dual-stack socket reports IPv4 peers in mapped form; the mapping is the socket's, not the site's.
function remoteAddress(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

function judgeConnected(socket: Socket, target: Target, policy: GuardPolicy): void {
  if (opensName(policy.exceptions, target.hostname, target.port)) return;
  try {
    judged(remoteAddress(socket), target, policy);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function renameReset(error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET') error.code = RESET;
}

function secured(
  socket: Socket,
  { hostname }: Target,
  secureContext: tls.SecureContext,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const wrapped = tls.connect({
      socket,
      secureContext,
      host: hostname,
      ALPNProtocols: ['http/1.1'],
      // Addresses are not allowed as a server name (RFC 6066, section 3).
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    });
    const onAbort = (): void => {
      wrapped.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    wrapped.once('secureConnect', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(wrapped);
    });
    wrapped.on('error', (error) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      // After the handshake this rejects a promise that is settled: then the error is undici's to report.
      reject(new ConnectFailure(tlsFailure(error, hostname)));
    });
  });
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
