// Where an export goes: a file that must not be there yet, unless it is gone on with or may be overwritten, or standard
// output. A link is never followed, since whoever may write into the folder could lead an export elsewhere by it.
import { rmSync } from 'node:fs';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { parse } from 'node:path';
import { FeedmillError, messageOf } from '../errors.js';
import type { ExportFormat } from '../formats/record.js';
import { wholeRecordsEnd } from '../formats/warc-tail.js';
import type { Output } from './output.js';

export interface Sink {
  /** The file's path; null for standard output. */
  readonly path: string | null;
  write(part: string | Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Removes the file, if this made it: for an export that ends before it has begun, so that it can begin anew. */
  leave(): void;
}

export interface Target {
  out: string | undefined;
  format: ExportFormat;
  /** The article after which the export begins; 0 for the beginning. */
  after: number;
  /** Whether a file that is there may be overwritten. */
  force: boolean;
}

/**
 * Opens what an export is written to.
 * @throws FeedmillError CONFLICT for a file that is there or cannot be written, BAD_REQUEST for bytes on a terminal.
 */
export async function openSink({ out, format, after, force }: Target, output: Output): Promise<Sink> {
  if (out === undefined) return standardOutput(format, output);
  const path = format === 'parquet' && after > 0 ? partPath(out, after) : out;
  const goesOn = after > 0 && format !== 'parquet';
  const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_TRUNC } = constants;
  const how = goesOn ? O_APPEND : force ? O_TRUNC : O_EXCL;
  const file = await opened(path, O_RDWR | O_CREAT | O_NOFOLLOW | how);
  if (goesOn && format === 'warc') await cutTornRecord(file, path);
  return {
    path,
    write: (part) => written(file, part, path),
    close: () => file.close(),
    leave: () => {
      if (how === O_EXCL) rmSync(path, { force: true });
    },
  };
}

async function written(file: FileHandle, part: string | Uint8Array, path: string): Promise<void> {
  try {
    await file.appendFile(part);
  } catch (error) {
    const what = `${path} cannot be written any further: ${messageOf(error)}. What is in it is not whole.`;
    throw new FeedmillError('CONFLICT', what, { cause: error });
  }
}

/** The file beside `out` that goes on with it: Parquet files are read as a folder or by a pattern, not appended to. */
function partPath(out: string, after: number): string {
  const { dir, name, ext } = parse(out);
  const file = `${name}.after-${after}${ext}`;
  return dir === '' ? file : `${dir}/${file}`;
}

function standardOutput(format: ExportFormat, output: Output): Sink {
  if (output.terminal && (format === 'parquet' || format === 'warc'))
    throw new FeedmillError(
      'BAD_REQUEST',
      `A ${format} file is no text for a terminal. Name a file by --out, or send it on through a pipe.`,
    );
  return {
    path: null,
    write: async (part) => {
      output.document(part);
      // Whoever reads the pipe sets the pace.
      await output.flush();
    },
    close: () => Promise.resolve(),
    leave: () => undefined,
  };
}

async function opened(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === 'EEXIST'
        ? `${path} exists already. Name another file, overwrite it by --force, or go on with it by --after and the last article in it.`
        : code === 'ELOOP' || code === 'EISDIR'
          ? `${path} is a link or a folder, and is not written to. Name a file.`
          : `${path} cannot be written: ${messageOf(error)}.`;
    throw new FeedmillError('CONFLICT', what, { cause: error });
  }
}

// The largest record that is looked for: a page of the largest size that FEEDMILL_MAX_PAGE_BYTES is sensibly set to.
const TAIL_BYTES = 64_000_000;

/** Leaves off what a process that was killed has written of a record. */
async function cutTornRecord(file: FileHandle, path: string): Promise<void> {
  const { size } = await file.stat();
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const end = await wholeRecordsEnd(buffer);
  if (end === null && size > 0)
    throw new FeedmillError('CONFLICT', `${path} does not end as a WARC file does. Name another file.`);
  if (end !== null) await file.truncate(size - length + end);
}
