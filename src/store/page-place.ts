// Where the bytes of pages can lie beside the database: a folder or a bucket. What must stay true:
// - A file is named after its content, so writing one twice is harmless, and nobody ever changes one.
// - `put` has brought the whole file to rest when it resolves; a reader sees all of it or nothing.
// - "Not there" is told from "cannot be asked": only a place that is sure of itself says that a file is lost, because
//   whoever hears it requests the page again.
import { messageOf } from '../errors.js';

export interface PagePlace {
  /** As the rows of the pages say it: `disk:` with a folder, or `s3://` with a bucket and a prefix. */
  readonly name: string;
  put(file: string, bytes: Uint8Array): Promise<void>;
  /** The bytes; null when the place is sure that there is no such file. */
  get(file: string): Promise<Buffer | null>;
  has(file: string): Promise<boolean>;
  /** Also resolves when there is no such file. */
  delete(file: string): Promise<void>;
  /** Looks whether the place can be used; `isNew` is whether no page lies there yet. @throws PlaceError */
  check(isNew: boolean): Promise<void>;
  close(): void;
}

/** A place that cannot be used now: full, slow, away, or closed to us. The message says which. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** A place must answer within this; what takes longer has met a hung mount or a lost network. */
export const PLACE_DEADLINE_MS = 10_000;

export interface PlaceOptions {
  /** Address of an S3-compatible server; null for the one that the SDK knows. */
  s3Endpoint: string | null;
  deadlineMs: number;
}

/**
 * The place of this name.
 * @throws FeedmillError CONFIG_INVALID for a bucket when the S3 client is not installed.
 */
export async function openPlace(name: string, options: PlaceOptions): Promise<PagePlace> {
  const place = name.startsWith('s3://')
    ? await (await import('./s3-place.js')).openS3Place(name, options)
    : (await import('./disk-place.js')).openDiskPlace(name);
  return timely(place, options.deadlineMs);
}

/** The same place, where everything ends in time and every error is a PlaceError with the place's name. */
function timely(place: PagePlace, deadlineMs: number): PagePlace {
  const bounded = async <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new PlaceError(`no answer within ${deadlineMs} ms`)), deadlineMs);
    });
    // What comes after the deadline is nobody's business any more.
    work.catch(() => undefined);
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw new PlaceError(`${place.name} cannot be used: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    name: place.name,
    put: (file, bytes) => bounded(place.put(file, bytes)),
    get: (file) => bounded(place.get(file)),
    has: (file) => bounded(place.has(file)),
    delete: (file) => bounded(place.delete(file)),
    check: (isNew) => bounded(place.check(isNew)),
    close: place.close,
  };
}
