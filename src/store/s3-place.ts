// Pages in a bucket of S3 or of a server that speaks its language. The client is loaded only when a bucket is named;
// region and credentials are its own business, from its own environment, files and roles.
import type { S3Client } from '@aws-sdk/client-s3';
import { FeedmillError } from '../errors.js';
import type { PagePlace, PlaceOptions } from './page-place.js';

type Sdk = typeof import('@aws-sdk/client-s3');

// The client tries again by itself; more than once would outlast the deadline of the place.
const TRIES = 2;

const meanings: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket; make it, or name another in FEEDMILL_SNAPSHOTS',
  AccessDenied:
    'access is denied; these credentials need s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket',
  InvalidAccessKeyId: 'the access key is not known there; check AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'the secret key is another one; check AWS_SECRET_ACCESS_KEY',
  SlowDown: 'it asks to slow down (SlowDown)',
  CredentialsProviderError:
    'no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role',
};
const statuses: Readonly<Record<number, string>> = {
  403: meanings['AccessDenied'] ?? '',
  503: 'it is too busy or away (503)',
  507: 'it is full (507)',
};

/**
 * @param name `s3://bucket/prefix`
 * @throws FeedmillError CONFIG_INVALID when the client is not installed.
 */
export async function openS3Place(
  name: string,
  { s3Endpoint, deadlineMs }: PlaceOptions,
): Promise<PagePlace> {
  const sdk = await load();
  const [bucket = '', ...path] = name.slice('s3://'.length).split('/');
  const prefix = path.filter((part) => part !== '').join('/');
  const client = open(sdk, s3Endpoint, deadlineMs);
  const at = (file: string) => ({
    Bucket: bucket,
    Key: [prefix, file.slice(0, 2), file].filter((part) => part !== '').join('/'),
  });
  const options = () => ({ abortSignal: AbortSignal.timeout(deadlineMs) });
  return {
    name,
    put: (file, bytes) =>
      explained(async () => {
        const body = { Body: bytes, ContentLength: bytes.byteLength };
        await client.send(new sdk.PutObjectCommand({ ...at(file), ...body }), options());
      }),
    get: (file) =>
      explained(async () => {
        try {
          const { Body } = await client.send(new sdk.GetObjectCommand(at(file)), options());
          return Buffer.from((await Body?.transformToByteArray()) ?? []);
        } catch (error) {
          return ifMissing(error, null);
        }
      }),
    has: (file) =>
      explained(async () => {
        try {
          await client.send(new sdk.HeadObjectCommand(at(file)), options());
          return true;
        } catch (error) {
          return ifMissing(error, false);
        }
      }),
    delete: (file) =>
      explained(async () => {
        await client.send(new sdk.DeleteObjectCommand(at(file)), options());
      }),
    check: () =>
      explained(async () => {
        await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), options());
      }, 'bucket'),
    close: () => client.destroy(),
  };
}

async function load(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-s3');
  } catch (error) {
    throw new FeedmillError(
      'CONFIG_INVALID',
      'FEEDMILL_SNAPSHOTS names a bucket, but the package @aws-sdk/client-s3 is not installed. Run `npm install @aws-sdk/client-s3` beside Feedmill, or keep the pages in the database or a folder.',
      { cause: error },
    );
  }
}

function open(sdk: Sdk, endpoint: string | null, deadlineMs: number): S3Client {
  return new sdk.S3Client({
    maxAttempts: TRIES,
    requestHandler: { requestTimeout: deadlineMs, connectionTimeout: deadlineMs },
    // Checksums in trailers are what other servers than Amazon's stumble over; the pages have a hash of their own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A server of one's own rarely has a name for each bucket.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
  });
}

interface Answered {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

// An answer without a body, as to HEAD, says NotFound and no more.
function ifMissing<T>(error: unknown, nothing: T): T {
  const { name = '' } = error as Answered;
  if (name === 'NoSuchKey' || name === 'NotFound') return nothing;
  throw error;
}

async function explained<T>(work: () => Promise<T>, asked: 'bucket' | 'object' = 'object'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name = '', message, $metadata } = error as Answered;
    const status = $metadata?.httpStatusCode ?? 0;
    const isGone = asked === 'bucket' && status === 404;
    const meaning = isGone ? meanings['NoSuchBucket'] : (meanings[name] ?? statuses[status]);
    throw new Error(meaning ?? (message || name || `it answered ${status}`), { cause: error });
  }
}
