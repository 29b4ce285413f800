// Errors as RFC 9457 problem documents: a sentence, a fixed code, never a stack and never a driver's own words, which
// may quote rows and statements. Those go into the log under the same requestId.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, FeedmillError, messageOf } from '../errors.js';
import type { Log } from '../log.js';

const statusOf: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  BAD_REQUEST: 400,
  CONFLICT: 409,
  BUSY: 503,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  TOO_MANY_REQUESTS: 429,
  MODE_UNSUPPORTED: 409,
  STORE_UNAVAILABLE: 503,
  QUEUE_UNAVAILABLE: 503,
};
/** After so many seconds a client may ask again when the store or the queue was away. */
const RETRY_AFTER_SECONDS = '5';
const PROBLEM_TYPE = 'application/problem+json';

/** What is told of an error; `detail` is a sentence for a person. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
}

function document({ status, code, detail, ...more }: Problem, requestId: string | null): string {
  return JSON.stringify({
    ...more,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(requestId === null ? {} : { instance: `urn:uuid:${requestId}`, requestId }),
  });
}

/** Answers with a problem; members beside the usual ones are extensions (RFC 9457 section 3.2). */
export function sendProblem(reply: FastifyReply, problem: Problem & Record<string, unknown>): FastifyReply {
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply
    .status(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(document(problem, reply.request.id));
}

/** Answers everything that is thrown. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => sendProblem(reply, { ...problemOf(error, request, log) }));
}

/** What to answer where there is no route; `allowed` are the methods that the path does answer to. */
export function noRoute(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): Problem {
  const path = request.url.split('?')[0];
  if (allowed.length === 0)
    return {
      status: 404,
      code: 'NOT_FOUND',
      detail: `There is nothing at ${request.method} ${path}. /api/openapi.json lists what there is.`,
    };
  reply.header('allow', allowed.join(', '));
  return {
    status: 405,
    code: 'BAD_REQUEST',
    detail: `${path} does not answer to ${request.method}, but to ${allowed.join(', ')}.`,
  };
}

/** What to answer for something thrown; what is not the asker's mistake is logged. */
export function problemOf(error: unknown, request: FastifyRequest, log: Log): Problem {
  if (error instanceof FeedmillError)
    return { status: statusOf[error.code] ?? 500, code: error.code, detail: error.message };
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: 'BAD_REQUEST', detail: refusalDetail(error, statusCode, request) };
  log.error({ err: error, requestId: request.id, path: request.url.split('?')[0] }, 'a request failed');
  return isLostConnection(error) ? unavailable : ownMistake;
}

const unavailable: Problem = {
  status: 503,
  code: 'STORE_UNAVAILABLE',
  detail: 'The database or the queue does not answer. Nothing is lost; ask again in some seconds.',
};
const ownMistake: Problem = {
  status: 500,
  code: 'INTERNAL',
  detail:
    'Feedmill could not do this because of a mistake of its own; the log has the details under this requestId.',
};

/** What the framework refused, with the value that was wrong and what is allowed. */
function refusalDetail(error: unknown, status: number, request: FastifyRequest): string {
  switch (status) {
    case 413:
      return `The body is larger than the ${request.routeOptions.bodyLimit} bytes that ${request.method} ${request.routeOptions.url} takes.`;
    case 415:
      return `The content type ${request.headers['content-type'] ?? '(none)'} is not understood; send application/json.`;
    default:
      return messageOf(error);
  }
}

// SQLSTATE classes 08 (connection), 53 (resources) and 57 (operator intervention), and the system's own words.
function isLostConnection(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return (
    /^(?:08|53|57)...$|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /Connection terminated|timeout exceeded|read timeout|Command timed out|Connection is closed/i.test(
      messageOf(error),
    )
  );
}

const clientErrors: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'BAD_REQUEST',
    detail: 'The request headers are larger than this server reads (16 KB).',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'BAD_REQUEST',
    detail: 'The request did not arrive in time.',
  },
};
const notHttp: Problem = { status: 400, code: 'BAD_REQUEST', detail: 'This is no HTTP request.' };

/** Answers what the parser could not read as a request; there is no reply object for it yet. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = clientErrors[error.code ?? ''] ?? notHttp;
  const body = document(problem, null);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
