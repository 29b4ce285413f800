// Where the bytes of pages can lie beside the database: a folder or a bucket. What must stay true:
// - A file is named after its content, so writing one twice is harmless, and nobody ever changes one.
// - `put` has brought the whole file to rest when it resolves; a reader sees all of it or nothing.
// - "Not there" is told from "cannot be asked": only a place that is sure of itself says that a file is lost, because
//   whoever hears it requests the page again.

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

export interface PlaceOptions {
  /** Address of an S3-compatible server; null for the one that the SDK knows. */
  s3Endpoint: string | null;
  deadlineMs: number;
}
