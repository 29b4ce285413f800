// An origin where each path is a fault: it breaks HTTP, its own promises or the client's patience in one way. It speaks
// over bare sockets, because no HTTP library would say these things.
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export interface FaultOrigin {
  readonly url: string;
  /** Requests so far. */
  requests: number;
  close(): Promise<void>;
}

type Fault = (socket: Socket, path: string) => void;

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
// Compressed once, because the client waits for the first byte meanwhile.
const ZEROS = Buffer.alloc(20_000_000);
const GZIP_BOMB = gzipSync(ZEROS);
const BROTLI_BOMB = brotliCompressSync(ZEROS);

/** Writes `bytes` again and again, as fast as the client takes them, until it is gone. */
function flood(socket: Socket, bytes: string | Buffer): void {
  const more = (): void => {
    if (!socket.destroyed && socket.write(bytes)) setImmediate(more);
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, bytes: string): void {
  const timer = setInterval(() => socket.write(bytes), 10);
  socket.on('close', () => clearInterval(timer));
}

/** Resets the connection once the client, in this process, has had turns of the event loop to read what came before. */
function resetLater(socket: Socket, turns = 100): void {
  if (turns === 0) socket.resetAndDestroy();
  else setImmediate(() => resetLater(socket, turns - 1));
}

function sendCoded(socket: Socket, coding: string, body: Buffer): void {
  socket.write(`${OK}Content-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.end(body);
}

const redirect = (location: string): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;

/** Every fault by its path. */
export const faults: Readonly<Record<string, Fault>> = {
  '/reset-before-answer': (socket) => socket.resetAndDestroy(),
  '/close-before-answer': (socket) => socket.end(),
  '/reset-in-body': (socket) => {
    socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`);
    resetLater(socket);
  },
  '/close-in-body': (socket) => socket.end(`${OK}Content-Length: 1000\r\n\r\nhalf`),
  '/close-in-chunk': (socket) => socket.end(`${CHUNKED}ff\r\nhalf`),
  '/no-last-chunk': (socket) => socket.end(`${CHUNKED}4\r\nhalf\r\n`),
  '/broken-chunk': (socket) => socket.end(`${CHUNKED}4\r\nhalf\r\nxyz\r\n`),
  '/two-lengths': (socket) => socket.end(`${OK}Content-Length: 4\r\nContent-Length: 5\r\n\r\nhalf.`),
  '/negative-length': (socket) => socket.end(`${OK}Content-Length: -4\r\n\r\nhalf`),
  '/length-and-chunks': (socket) =>
    socket.end(`${OK}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n\r\n`),
  '/no-http': (socket) => socket.end('220 mail.example.com ESMTP\r\n'),
  '/stall-before-answer': () => undefined,
  '/stall-in-body': (socket) => socket.write(`${OK}Content-Length: 1000\r\n\r\nhalf`),
  '/slow-headers': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    drip(socket, 'X: y\r\n');
  },
  '/slow-bytes': (socket) => {
    socket.write(`${OK}Content-Length: 1000000\r\n\r\n`);
    drip(socket, '.');
  },
  '/endless-chunks': (socket) => {
    socket.write(CHUNKED);
    flood(socket, `2710\r\n${'x'.repeat(10_000)}\r\n`);
  },
  '/endless-body': (socket) => {
    socket.write(`${OK}Connection: close\r\n\r\n`);
    flood(socket, 'x'.repeat(10_000));
  },
  '/announced-too-large': (socket) => socket.write(`${OK}Content-Length: 999999999999\r\n\r\n`),
  '/gzip-bomb': (socket) => sendCoded(socket, 'gzip', GZIP_BOMB),
  '/brotli-bomb': (socket) => sendCoded(socket, 'br', BROTLI_BOMB),
  '/gzip-twice-bomb': (socket) => sendCoded(socket, 'gzip, gzip', gzipSync(GZIP_BOMB)),
  '/gzip-six-times': (socket) => sendCoded(socket, 'gzip, gzip, gzip, gzip, gzip, gzip', gzipSync('x')),
  '/gzip-cut': (socket) => sendCoded(socket, 'gzip', gzipSync('A page of some words. ').subarray(0, -4)),
  '/gzip-lie': (socket) => sendCoded(socket, 'gzip', Buffer.from('<p>not compressed at all')),
  '/unknown-coding': (socket) => sendCoded(socket, 'zstd', Buffer.from('x')),
  '/interim-flood': (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(50)),
  '/many-headers': (socket) =>
    socket.end(`${OK}${Array.from({ length: 10_000 }, (_, n) => `X-${n}: y\r\n`).join('')}\r\n`),
  '/long-header': (socket) => socket.end(`${OK}X: ${'y'.repeat(1_000_000)}\r\n\r\n`),
  '/loop': (socket) => socket.end(redirect('/loop')),
  '/hops/': (socket, path) => socket.end(redirect(`/hops/${Number(path.split('/')[2] ?? 0) + 1}`)),
  '/growing/': (socket, path) => socket.end(redirect(`${path}${'a'.repeat(900)}`)),
  '/long-location': (socket) => socket.end(redirect(`/${'a'.repeat(9_000)}`)),
  '/no-location': (socket) => socket.end('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'),
  '/to-metadata': (socket) => socket.end(redirect('http://169.254.169.254/latest/meta-data/')),
  '/to-own-network': (socket) => socket.end(redirect('//0xa.1/')),
  '/to-file': (socket) => socket.end(redirect('file:///etc/passwd')),
  '/to-redis': (socket) => socket.end(redirect('http://news.example.com:6379/')),
  '/to-login': (socket) => socket.end(redirect('http://user:secret@news.example.com/')),
  '/part-of-it': (socket) => socket.end('HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\npart'),
  '/pdf-as-page': (socket) => socket.end(`${OK}Content-Length: 8\r\n\r\n%PDF-1.7`),
};

/** Starts the origin on a free port of 127.0.0.1. */
export async function startFaultOrigin(): Promise<FaultOrigin> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The client leaves as soon as it has seen enough.
    socket.on('error', () => undefined);
    let request = '';
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      const path = (request.split(' ')[1] ?? '').split('?')[0] ?? '';
      request = '';
      origin.requests += 1;
      faultAt(path)(socket, path);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin: FaultOrigin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: 0,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return origin;
}

function faultAt(path: string): Fault {
  const prefix = Object.keys(faults).find(
    (one) => path === one || (one.endsWith('/') && path.startsWith(one)),
  );
  return (
    faults[prefix ?? ''] ?? ((socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'))
  );
}
