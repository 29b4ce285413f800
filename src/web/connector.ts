// How a connection comes to be: resolve with our own resolver, judge every address, connect to a judged one, judge the
// address that the socket reports once more, and only then speak (for TLS: wrap the judged socket). undici asks no
// lookup function for hosts that are addresses, so the judging stands here, where every connection passes.
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import type { buildConnector } from 'undici';
import { dial } from './dial.js';
import { opensName } from './exceptions.js';
import { type GuardPolicy, judgeAddress } from './guard.js';
import {
  ConnectFailure,
  connectFailure,
  dnsFailure,
  RESET,
  timeoutFailure,
  tlsFailure,
} from './network-error.js';
import type { Resolve } from './resolver.js';

export interface ConnectorOptions {
  readonly policy: GuardPolicy;
  /** For public names. */
  readonly resolve: Resolve;
  /** For names that an exception opens: these may live in the hosts file. */
  readonly resolveOpened: Resolve;
  /** Limit for lookup, connection and handshake together, in ms. */
  readonly timeoutMs: number;
  /** Certificates to trust besides node's, in PEM. */
  readonly extraCa: string | null;
}

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Ends what is under way. */
  close(): void;
}

interface Target {
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

// More addresses than this are not tried; all are judged.
const MAX_ADDRESSES = 16;

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
      const addresses = await beforeAbort(judgedAddresses(target, options), abort.signal);
      const socket = await connected(addresses, target, abort.signal);
      judgeConnected(socket, target, options.policy);
      const spoken = target.secure ? await secured(socket, target, secureContext, abort.signal) : socket;
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

async function judgedAddresses(target: Target, options: ConnectorOptions): Promise<string[]> {
  const { hostname, port } = target;
  if (isIP(hostname) !== 0) return [judged(hostname, target, options.policy)];
  const isOpened = opensName(options.policy.exceptions, hostname, port);
  const resolve = isOpened ? options.resolveOpened : options.resolve;
  const addresses = await resolve(hostname).catch((error: unknown) => {
    throw new ConnectFailure(dnsFailure(error, hostname));
  });
  if (addresses.length === 0) throw new ConnectFailure(dnsFailure(noAddress(), hostname));
  if (!isOpened) for (const address of addresses) judged(address, target, options.policy);
  return addresses.slice(0, MAX_ADDRESSES);
}

function noAddress(): Error {
  return Object.assign(new Error('no address'), { code: 'ENODATA' });
}

function judged(address: string, { hostname, port }: Target, policy: GuardPolicy): string {
  const verdict = judgeAddress(address, policy, port);
  if (verdict.status === 'allowed') return address;
  const message =
    address === hostname ? verdict.message : `${hostname} leads into a private network: ${verdict.message}`;
  throw new ConnectFailure({ ...verdict, message });
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

// A dual-stack socket reports IPv4 peers in mapped form; the mapping is the socket's, not the site's.
function judgeConnected(socket: Socket, target: Target, policy: GuardPolicy): void {
  if (opensName(policy.exceptions, target.hostname, target.port)) return;
  try {
    judged((socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, ''), target, policy);
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
