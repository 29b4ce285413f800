// A server that speaks as much of S3 as pages need, with the faults that buckets have. It stores what was put, and
// checks that every request is signed.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What every request meets. */
export type S3Fault = 'denied' | 'full' | 'slow down' | 'silent' | 'no bucket' | null;

export interface S3Origin {
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** Methods and paths of the requests, in their order. */
  readonly asked: string[];
  fault: S3Fault;
  close(): Promise<void>;
}

const faults: Readonly<Record<Exclude<S3Fault, 'silent' | null>, [number, string]>> = {
  denied: [403, 'AccessDenied'],
  full: [507, 'InsufficientStorage'],
  'slow down': [503, 'SlowDown'],
  'no bucket': [404, 'NoSuchBucket'],
};

export const BUCKET = 'pages';

export async function startS3(): Promise<S3Origin> {
  const objects = new Map<string, Buffer>();
  const asked: string[] = [];
  const origin: S3Origin = { url: '', objects, asked, fault: null, close };
  const server = createServer((request, response) => {
    answer(request, response, origin).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  async function close(): Promise<void> {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  return Object.assign(origin, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function answer(request: IncomingMessage, response: ServerResponse, origin: S3Origin): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', headers } = request;
  const path = new URL(request.url ?? '/', 'http://s3').pathname;
  origin.asked.push(`${method} ${path}`);
  const say = (status: number, code: string): void => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      method === 'HEAD'
        ? ''
        : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
    );
  };
  if (origin.fault === 'silent') return;
  if (origin.fault !== null) return say(...faults[origin.fault]);
  if (!/^AWS4-HMAC-SHA256 /.test(headers.authorization ?? '')) return say(403, 'AccessDenied');
  if (!new RegExp(`^/${BUCKET}(?:/|$)`).test(path)) return say(404, 'NoSuchBucket');
  const key = path.slice(BUCKET.length + 2);
  if (key === '') return void response.writeHead(200).end();
  if (method === 'PUT') {
    origin.objects.set(key, Buffer.concat(chunks));
    return void response.writeHead(200, { etag: '"e"' }).end();
  }
  if (method === 'DELETE') {
    origin.objects.delete(key);
    return void response.writeHead(204).end();
  }
  const object = origin.objects.get(key);
  if (object === undefined) return say(404, 'NoSuchKey');
  response.writeHead(200, { 'content-length': object.length }).end(method === 'HEAD' ? '' : object);
}
