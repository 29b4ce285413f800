// Local servers for the client's tests: whole HTTP servers, and raw ones that break the protocol on purpose.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { createWebClient, type WebClient, type WebClientOptions } from '../../src/web/client.js';

export interface Origin {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  connections: number;
}

async function listening(server: net.Server, scheme: string): Promise<Origin> {
  const sockets = new Set<net.Socket>();
  const origin = { port: 0, url: '', connections: 0 };
  server.on('connection', (socket: net.Socket) => {
    origin.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients under test leave in every rude way there is.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin.port = address.port;
  origin.url = `${scheme}://127.0.0.1:${address.port}`;
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return origin;
}

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** An HTTP server on loopback that lives until the test has finished. */
export function httpOrigin(handler: Handler): Promise<Origin> {
  return listening(http.createServer(handler), 'http');
}

/** Calls `speak` with each connection once it has sent a whole request. */
export function rawOrigin(speak: (socket: net.Socket, request: string) => void): Promise<Origin> {
  const server = net.createServer((socket) => {
    let request = '';
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      const whole = request;
      request = '';
      speak(socket, whole);
    });
  });
  return listening(server, 'http');
}

/** A server that calls `greet` as soon as a connection stands. */
export function silentOrigin(greet: (socket: net.Socket) => void = () => undefined): Promise<Origin> {
  return listening(net.createServer(greet), 'http');
}

export function tlsOrigin(options: tls.TlsOptions): Promise<Origin> {
  const server = tls.createServer(options, (socket) => {
    // The client under test ends handshakes and connections as it likes.
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure'));
  });
  server.on('tlsClientError', () => undefined);
  return listening(server, 'https');
}

/** A client that may reach loopback, with limits that the test names; closed when the test has finished. */
export function testClient(options: Partial<WebClientOptions> = {}): WebClient {
  const client = createWebClient({ userAgent: 'Feedmill/test', allowPrivate: ['127.0.0.1'], ...options });
  onTestFinished(() => client.close());
  return client;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  readonly ca: string;
  issue(host: string, days?: number): Certificate;
  selfSigned(host: string): Certificate;
  /** A certificate by an authority in between, which the server does not send along. */
  issueByIntermediate(host: string): Certificate;
}

/** A certificate authority of its own in a temporary folder, which is removed with the test. */
export function authority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-certs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const request = (name: string): void =>
    openssl(
      'req',
      '-new',
      ...newKey,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
      '-subj',
      `/CN=${name}`,
    );
  const sign = (name: string, issuer: string, extension: string, days: number): void => {
    writeFileSync(at(`${name}.ext`), extension);
    const files = [
      '-in',
      at(`${name}.csr`),
      '-CA',
      at(`${issuer}.crt`),
      '-CAkey',
      at(`${issuer}.key`),
      '-CAcreateserial',
    ];
    openssl(
      'x509',
      '-req',
      ...files,
      '-days',
      String(days),
      '-extfile',
      at(`${name}.ext`),
      '-out',
      at(`${name}.crt`),
    );
  };
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    at('root.key'),
    '-out',
    at('root.crt'),
    '-days',
    '2',
    '-subj',
    '/CN=root',
  );
  const leaf = (host: string, issuer: string, days: number): Certificate => {
    request('leaf');
    sign('leaf', issuer, `subjectAltName=DNS:${host}`, days);
    return { key: read('leaf.key'), cert: read('leaf.crt') };
  };
  return {
    ca: read('root.crt'),
    issue: (host, days = 2) => leaf(host, 'root', days),
    selfSigned: (host) => {
      const files = ['-keyout', at('self.key'), '-out', at('self.crt')];
      openssl('req', '-x509', ...newKey, ...files, '-days', '2', '-subj', `/CN=${host}`);
      return { key: read('self.key'), cert: read('self.crt') };
    },
    issueByIntermediate: (host) => {
      request('middle');
      sign('middle', 'root', 'basicConstraints=CA:TRUE', 2);
      return leaf(host, 'middle', 2);
    },
  };
}
