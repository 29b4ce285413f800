// Hostile and broken servers. A body that was cut and passes for whole would be stored as an article: nobody would notice.
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { WebClientOptions } from '../../src/web/client.js';
import { httpOrigin, rawOrigin, silentOrigin, testClient } from './origins.js';

async function answerOf(speak: (socket: Socket) => void, options: Partial<WebClientOptions> = {}) {
  const origin = await rawOrigin(speak);
  return testClient(options).get({ url: origin.url });
}

const cut = {
  status: 'network',
  code: 'CUT_BODY',
  message: '127.0.0.1 broke off in the middle of its answer.',
};

describe('a body', () => {
  it('shorter than its Content-Length is cut', async () => {
    expect(
      await answerOf((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')),
    ).toEqual(cut);
  });

  it('longer than its Content-Length ends there', async () => {
    const outcome = await answerOf((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalfmore'),
    );
    expect(outcome.status === 'ok' && outcome.body.toString()).toBe('half');
  });

  it('without its last chunk is cut', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await answerOf((socket) => socket.end(`${head}4\r\nhalf\r\n`))).toEqual(cut);
    expect(await answerOf((socket) => socket.end(`${head}40\r\nhalf`))).toEqual(cut);
  });

  it('with a broken chunk size is cut', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await answerOf((socket) => socket.end(`${head}4\r\nhalf\r\nzz\r\n`))).toEqual(cut);
  });

  it('reset in the middle is cut, with a length and without', async () => {
    // Turns of the event loop pass, so that the client (in this process) has read the bytes before the reset comes:
    // where both come at once, node itself reports an ordinary end.
    const reset = (head: string) => (socket: Socket) => {
      let turns = 0;
      const later = (): void => {
        turns += 1;
        if (turns < 100) setImmediate(later);
        else socket.resetAndDestroy();
      };
      socket.write(`${head}half`, later);
    };
    expect(await answerOf(reset('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n'))).toEqual(cut);
    expect(await answerOf(reset('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'))).toEqual(cut);
  });

  it('that ends with its connection is whole', async () => {
    const outcome = await answerOf((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwhole'),
    );
    expect(outcome.status === 'ok' && outcome.body.toString()).toBe('whole');
  });

  it('that drips is given up for its rate', async () => {
    const drip = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write('.'), 5);
      socket.on('close', () => clearInterval(timer));
    };
    expect(await answerOf(drip, { minBytesPerSecond: 10_000, rateWindowMs: 50 })).toEqual({
      status: 'timeout',
      phase: 'body',
      message: '127.0.0.1 did not finish its answer at 10000 bytes a second or more.',
    });
    expect(await answerOf(drip, { timeoutMs: 100 })).toEqual({
      status: 'timeout',
      phase: 'body',
      message: '127.0.0.1 did not finish its answer within 100 ms.',
    });
  });

  it('without end is given up at the limit, announced or not', async () => {
    const tooLarge = {
      status: 'too-large',
      limitBytes: 100_000,
      message: 'The answer is larger than 100000 bytes.',
    };
    let written = 0;
    const flood = await httpOrigin((request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'Content-Length': 100_001 });
      const chunk = Buffer.alloc(10_000);
      const more = (): void => {
        written += chunk.length;
        if (written < 20_000_000 && response.write(chunk)) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    const client = testClient({ maxBytes: 100_000 });
    expect(await client.get({ url: flood.url })).toEqual(tooLarge);
    expect(await client.get({ url: `${flood.url}/announced` })).toEqual(tooLarge);
    expect(await testClient().get({ url: flood.url, maxBytes: 100_000 })).toEqual(tooLarge);
    expect(written).toBeLessThan(20_000_000);
  });
});

describe('an answer', () => {
  it('that never begins is given up', async () => {
    const silent = await silentOrigin();
    const message = '127.0.0.1 took the request and did not answer within 100 ms.';
    const outcome = await testClient({ timeoutMs: 100 }).get({ url: silent.url });
    expect(outcome).toEqual({ status: 'timeout', phase: 'headers', message });
  });

  it('that begins too late is given up before the whole time is over', async () => {
    const silent = await silentOrigin();
    expect(await testClient({ firstByteTimeoutMs: 50 }).get({ url: silent.url })).toEqual({
      status: 'timeout',
      phase: 'headers',
      message: '127.0.0.1 took the request and did not answer within 50 ms.',
    });
  });

  it('whose headers never end is given up', async () => {
    const drip = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X: y\r\n'), 5);
      socket.on('close', () => clearInterval(timer));
    };
    expect(await answerOf(drip, { timeoutMs: 100 })).toMatchObject({ status: 'timeout', phase: 'headers' });
  });

  it('with 10,000 headers or one of 1 MB is refused', async () => {
    const tooLarge = {
      status: 'too-large',
      limitBytes: 32_768,
      message: 'The headers of 127.0.0.1 are larger than 32768 bytes.',
    };
    const many = Array.from({ length: 10_000 }, (_, n) => `X-${n}: ${n}\r\n`).join('');
    expect(await answerOf((socket) => socket.end(`HTTP/1.1 200 OK\r\n${many}\r\n`))).toEqual(tooLarge);
    const long = `X: ${'y'.repeat(1_000_000)}\r\n`;
    expect(await answerOf((socket) => socket.end(`HTTP/1.1 200 OK\r\n${long}\r\n`))).toEqual(tooLarge);
  });

  it('with a stream of interim responses is refused, one or two are skipped', async () => {
    const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    expect(await answerOf((socket) => socket.end(interim.repeat(2) + final))).toMatchObject({ status: 'ok' });
    expect(await answerOf((socket) => socket.write(interim.repeat(1_000)))).toMatchObject({
      status: 'network',
      code: 'BAD_RESPONSE',
    });
  });

  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'BAD_RESPONSE'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 'BAD_RESPONSE'],
    [
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
      'BAD_RESPONSE',
    ],
    ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 'CLOSED'],
    ['', 'CLOSED'],
    ['HTTP/1.1 200 OK\r\nX: y', 'CLOSED'],
  ])('that is no whole HTTP answer (%j) ends as %s', async (bytes, code) => {
    expect(await answerOf((socket) => socket.end(bytes))).toMatchObject({ status: 'network', code });
  });

  it('from nobody ends as a refused connection', async () => {
    const origin = await httpOrigin(() => undefined);
    const url = `http://127.0.0.1:1/`;
    expect(origin.port).not.toBe(1);
    expect(await testClient({ allowPorts: [1] }).get({ url })).toEqual({
      status: 'network',
      code: 'ECONNREFUSED',
      message: 'No connection to 127.0.0.1: the connection was refused.',
    });
  });

  it('that nobody reads is drained a little and no further', async () => {
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    let written = 0;
    const origin = await httpOrigin((_request, response) => {
      response.on('close', isClosed);
      response.writeHead(500);
      const more = (): void => {
        written += 10_000;
        if (!response.destroyed && response.write(Buffer.alloc(10_000))) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    expect(await testClient().get({ url: origin.url })).toMatchObject({
      status: 'http-error',
      httpStatus: 500,
    });
    await closed;
    expect(written).toBeLessThan(10_000_000);
  });
});
