// A name server of a test's own on loopback: answers A and AAAA questions over UDP from a function, or stays silent.
// Only what a stub resolver asks is understood (RFC 1035, one question a message).
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** `silence` answers nothing; a code is an answer without records: 2 SERVFAIL, 3 NXDOMAIN. */
export type DnsAnswer = { addresses: string[]; ttl: number } | { code: number } | 'silence';

export interface DnsServer {
  readonly address: string;
  /** Questions so far. */
  asked: number;
  /** A resolver of Node's that asks this server alone. */
  resolver(timeoutMs?: number): Resolver;
  close(): void;
}

const A = 1;
const AAAA = 28;
const HEADER_BYTES = 12;

export async function startDns(answer: (name: string, family: 4 | 6) => DnsAnswer): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = `127.0.0.1:${socket.address().port}`;
  const server: DnsServer = {
    address,
    asked: 0,
    resolver: (timeout = 300) => {
      const resolver = new Resolver({ timeout, tries: 1 });
      resolver.setServers([address]);
      return resolver;
    },
    close: () => socket.close(),
  };
  socket.on('message', (message, from) => {
    server.asked += 1;
    const { name, type, end } = questionOf(message);
    const found = answer(name, type === AAAA ? 6 : 4);
    if (found === 'silence') return;
    socket.send(replyTo(message, type, end, found), from.port, from.address);
  });
  return server;
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function replyTo(message: Buffer, type: number, end: number, found: Exclude<DnsAnswer, 'silence'>): Buffer {
  const records =
    'code' in found
      ? []
      : found.addresses
          .filter((address) => isIPv6(address) === (type === AAAA) && (type === A || type === AAAA))
          .map((address) => recordOf(address, type, found.ttl));
  const head = Buffer.from(message.subarray(0, end));
  // An answer, recursion desired and available, with its code.
  head.writeUInt16BE(0x8180 | ('code' in found ? found.code : 0), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, ...records]);
}

function recordOf(address: string, type: number, ttl: number): Buffer {
  const data = type === A ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const record = Buffer.alloc(12);
  // The name is the question's, by a pointer to it.
  record.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(ttl, 6);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const words = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const front = words(head);
  const back = words(tail ?? '');
  const middle = tail === undefined ? [] : new Array<number>(8 - front.length - back.length).fill(0);
  return Buffer.from([...front, ...middle, ...back].flatMap((word) => [word >> 8, word & 0xff]));
}
