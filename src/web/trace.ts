// What is seen of a request on its way, for a person who wants to know what the service would get and why.
import type { IncomingHttpHeaders } from 'node:http';
import type { Connection } from './connector.js';
import { plainHeaders } from './headers.js';

/** One request and its answer's beginning; a redirect makes another one. Filled in as it goes on. */
export interface Hop {
  readonly url: string;
  /** Null where a connection of an earlier hop was used again, or where none was begun. */
  connection: Connection | null;
  /** Null where no answer began. */
  httpStatus: number | null;
  headers: Record<string, string>;
  /** From the request to the answer's headers, connection included; null where no answer began. */
  ms: number | null;
}

/** A hop that begins now, and what fills it in when its answer begins. */
export function beginHop(url: URL): {
  seen: Hop;
  ended: (httpStatus: number, headers: IncomingHttpHeaders) => void;
} {
  const began = performance.now();
  const seen: Hop = { url: url.href, connection: null, httpStatus: null, headers: {}, ms: null };
  return {
    seen,
    ended: (httpStatus, headers) => {
      seen.httpStatus = httpStatus;
      seen.headers = plainHeaders(headers);
      seen.ms = Math.round(performance.now() - began);
    },
  };
}
