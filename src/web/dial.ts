// Opens a TCP connection to the first of several addresses that answers: IPv4 first, each further address after a
// short while or as soon as the one before it failed (RFC 8305, without its preference for IPv6: news sites all have
// IPv4, and a broken IPv6 route is what costs time). Addresses come judged; no name is looked up here.
import net from 'node:net';

// RFC 8305 recommends 250 ms between attempts.
const STAGGER_MS = 250;
// Dead peers of idle connections are noticed by the kernel after this.
const KEEP_ALIVE_PROBE_MS = 60_000;

/** A connected socket. Rejects with the last attempt's error, or with the signal's reason. */
export function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<net.Socket> {
  const waiting = [...addresses].sort((a, b) => net.isIP(a) - net.isIP(b));
  const open = new Set<net.Socket>();
  return new Promise((resolve, reject) => {
    let stagger: NodeJS.Timeout | undefined;
    const finish = (winner: net.Socket | null, error?: unknown): void => {
      clearTimeout(stagger);
      signal.removeEventListener('abort', onAbort);
      waiting.length = 0;
      if (winner !== null) open.delete(winner);
      for (const loser of open) loser.destroy();
      open.clear();
      if (winner === null) reject(error);
      else resolve(winner);
    };
    const onAbort = (): void => finish(null, signal.reason);
    const failed = (socket: net.Socket, error: unknown): void => {
      if (!open.delete(socket)) return;
      if (waiting.length > 0) next();
      else if (open.size === 0) finish(null, error);
    };
    const next = (): void => {
      clearTimeout(stagger);
      const address = waiting.shift();
      if (address === undefined) return;
      const socket = attempt(address, port);
      open.add(socket);
      socket.once('connect', () => finish(socket));
      socket.once('error', (error) => failed(socket, error));
      stagger = setTimeout(next, STAGGER_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    else next();
  });
}

function attempt(address: string, port: number): net.Socket {
  return net
    .connect({
      host: address,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
    })
    .on('error', ignoreHandled);
}

// `once('error')` above has the first error. A later one comes after undici or `finish` let go of the socket; without
// a listener it would end the process. undici's own listener reports errors of sockets in use.
function ignoreHandled(): undefined {
  return undefined;
}
