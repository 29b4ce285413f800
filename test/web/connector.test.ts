import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WebOutcome } from '../../src/web/client.js';
import { createConnector } from '../../src/web/connector.js';
import { createPolicy } from '../../src/web/guard.js';
import { ConnectFailure } from '../../src/web/network-error.js';
import { authority, httpOrigin, type Origin, silentOrigin, testClient, tlsOrigin } from './origins.js';

const HOST = 'news.example.com';
const loopback = (): Promise<string[]> => Promise.resolve(['127.0.0.1']);

function getSecure(origin: Origin, ca: string | null): Promise<WebOutcome> {
  const client = testClient({ resolver: loopback, extraCa: ca, connectTimeoutMs: 500 });
  return client.get({ url: `https://${HOST}:${origin.port}/` });
}

function failure(code: string, words: string) {
  return { status: 'network', code, message: `No secure connection to ${HOST}: ${words}.` };
}

describe('https', () => {
  it('is spoken with a certificate for the name by a trusted authority', async () => {
    const { ca, issue } = authority();
    const outcome = await getSecure(await tlsOrigin(issue(HOST)), ca);
    expect(outcome.status === 'ok' && outcome.body.toString()).toBe('secure');
  });

  it('is refused to an unknown, self-signed, expired, misnamed or incomplete certificate', async () => {
    const { ca, issue, issueByIntermediate, selfSigned } = authority();
    expect(await getSecure(await tlsOrigin(issue(HOST)), null)).toMatchObject({ status: 'network' });
    expect(await getSecure(await tlsOrigin(selfSigned(HOST)), ca)).toEqual(
      failure('DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'),
    );
    expect(await getSecure(await tlsOrigin(issue(HOST, -1)), ca)).toEqual(
      failure('CERT_HAS_EXPIRED', 'its certificate has expired'),
    );
    expect(await getSecure(await tlsOrigin(issue('other.example.com')), ca)).toEqual(
      failure('ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'),
    );
    expect(await getSecure(await tlsOrigin(issueByIntermediate(HOST)), ca)).toEqual(
      failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'an intermediate certificate is missing'),
    );
  });

  it('is refused below TLS 1.2', async () => {
    const { ca, issue } = authority();
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await getSecure(await tlsOrigin({ ...issue(HOST), ...old }), ca)).toMatchObject({
      message: `No secure connection to ${HOST}: it offers only TLS versions that are too old.`,
    });
  });

  it('ends in words where the server speaks plain HTTP, hangs up or stalls in the handshake', async () => {
    const plain = await httpOrigin((_request, response) => response.end());
    expect(await getSecure(plain, null)).toEqual(
      failure('ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak TLS'),
    );
    const rude = await silentOrigin((socket) => socket.once('data', () => socket.destroy()));
    expect(await getSecure(rude, null)).toEqual(
      failure('ECONNRESET', 'it closed the connection in the handshake'),
    );
    expect(await getSecure(await silentOrigin(), null)).toEqual({
      status: 'timeout',
      phase: 'connect',
      message: `No connection to ${HOST} within 500 ms.`,
    });
  });
});

describe('createConnector', () => {
  afterEach(() => vi.restoreAllMocks());

  const options = {
    policy: createPolicy([], []),
    resolve: () => Promise.resolve(['93.184.215.14']),
    resolveOpened: loopback,
    timeoutMs: 1_000,
    extraCa: null,
  };

  /** Connects through a net.connect that leads every address to this port, as a rerouted network would. */
  async function rerouted(
    origin: Origin,
    protocol: string,
  ): Promise<{ error: Error | null; asked: unknown[] }> {
    const real = net.connect;
    const asked: unknown[] = [];
    vi.spyOn(net, 'connect').mockImplementation(((target: net.TcpNetConnectOpts) => {
      asked.push(target.host);
      return real({ ...target, host: '127.0.0.1', port: origin.port });
    }) as typeof net.connect);
    const { connect } = createConnector(options);
    return new Promise((resolve) => {
      connect({ hostname: HOST, protocol, port: '' }, (...[error]) => resolve({ error, asked }));
    });
  }

  it.each(['http:', 'https:'])(
    'judges the connected address again before a byte of %s is sent',
    async (protocol) => {
      let bytes = 0;
      const canary = await silentOrigin((socket) => socket.on('data', (chunk) => (bytes += chunk.length)));
      const { error, asked } = await rerouted(canary, protocol);
      expect(asked).toEqual(['93.184.215.14']);
      expect(error).toBeInstanceOf(ConnectFailure);
      expect(error instanceof ConnectFailure && error.outcome).toMatchObject({
        status: 'refused',
        rule: 'address',
      });
      expect(bytes).toBe(0);
    },
  );

  it('gives up a lookup without an answer at its limit, and at close', async () => {
    const silent = { ...options, resolve: () => new Promise<string[]>(() => undefined) };
    const outcomes: unknown[] = [];
    const ask = (timeoutMs: number): { close: () => void; done: Promise<void> } => {
      const { connect, close } = createConnector({ ...silent, timeoutMs });
      const done = new Promise<void>((resolve) => {
        connect({ hostname: HOST, protocol: 'http:', port: '' }, (...[error]) => {
          outcomes.push(error instanceof ConnectFailure && error.outcome.status);
          resolve();
        });
      });
      return { close, done };
    };
    await ask(10).done;
    const other = ask(60_000);
    other.close();
    await other.done;
    expect(outcomes).toEqual(['timeout', 'aborted']);
  });

  it('tries the next address where one does not answer', async () => {
    const origin = await httpOrigin((_request, response) => response.end('here'));
    const client = testClient({
      allowPrivate: ['127.0.0.0/8'],
      resolver: () => Promise.resolve(['127.0.0.7', '127.0.0.8', '127.0.0.1']),
    });
    expect(await client.get({ url: `http://${HOST}:${origin.port}/` })).toMatchObject({ status: 'ok' });
  });
});
