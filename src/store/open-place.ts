import { messageOf } from '../errors.js';
import { openDiskPlace } from './disk-place.js';
import { type PagePlace, PlaceError, type PlaceOptions } from './page-place.js';
import { openS3Place } from './s3-place.js';

/** A place must answer within this; what takes longer has met a hung mount or a lost network. */
export const PLACE_DEADLINE_MS = 10_000;

/**
 * The place of this name.
 * @throws FeedmillError CONFIG_INVALID for a bucket when the S3 client is not installed.
 */
export async function openPlace(name: string, options: PlaceOptions): Promise<PagePlace> {
  const place = name.startsWith('s3://') ? await openS3Place(name, options) : openDiskPlace(name);
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
