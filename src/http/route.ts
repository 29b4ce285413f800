// How a route is written: method, path, what comes in and what goes out as zod schemas, and a handler. Checking and
// the OpenAPI document both come from this one description.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FeedmillError } from '../errors.js';
import type { Service } from '../service.js';
import type { Caller } from './callers.js';
import { sendTagged } from './etag.js';
import { isHarmless, type RouteScope, usualScope } from './security.js';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Fastify's form: `/api/feeds/:feed`. */
  path: string;
  summary: string;
  /** What it asks of its callers: `read` for GET and `operate` for the rest, unless it says otherwise. */
  scope: RouteScope;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  answer: z.ZodType;
  mediaType: string;
  status: number;
  /** The status in place of the usual one for an answer that says "no"; null where no answer does. */
  refusal: { status: number; applies(answer: unknown): boolean } | null;
  /** null: the app's own limit. */
  bodyLimit: number | null;
  /** Asked again and again by whoever watches or waits, and therefore logged at debug only. */
  quiet: boolean;
  /** Megabytes that nobody asks for twice: to tag them would cost more than to send them. */
  bulk: boolean;
  handle(input: Input<unknown, unknown, unknown>, service: Service): Promise<unknown>;
}

export interface Input<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** null on open routes. */
  caller: Caller | null;
  /** Adds what a change is about to its row: ids and names, never secrets. */
  note(subject: Record<string, unknown>): void;
}

interface Description<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  method: Route['method'];
  path: string;
  summary: string;
  scope?: RouteScope;
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  mediaType?: string;
  status?: number;
  refusal?: { status: number; applies(answer: z.input<A>): boolean };
  bodyLimit?: number;
  quiet?: boolean;
  bulk?: boolean;
  handle(input: Input<z.output<P>, z.output<Q>, z.output<B>>, service: Service): Promise<z.input<A>>;
}

/** A route whose handler gets its input parsed. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  of: Description<P, Q, B, A>,
): Route {
  return {
    method: of.method,
    path: of.path,
    summary: of.summary,
    scope: of.scope ?? usualScope(of.method),
    params: of.params ?? z.strictObject({}),
    query: of.query ?? z.strictObject({}),
    body: of.body ?? null,
    answer: of.answer,
    mediaType: of.mediaType ?? 'application/json',
    status: of.status ?? 200,
    refusal: (of.refusal as Route['refusal'] | undefined) ?? null,
    bodyLimit: of.bodyLimit ?? null,
    quiet: of.quiet ?? false,
    bulk: of.bulk ?? false,
    handle: of.handle as Route['handle'],
  };
}

/** Registers routes. Answers are what the handlers return, dates as ISO strings. */
export function register(app: FastifyInstance, routes: readonly Route[], service: Service): void {
  for (const one of routes) {
    app.route({
      method: one.method,
      url: one.path,
      config: { scope: one.scope },
      ...(one.bodyLimit === null ? {} : { bodyLimit: one.bodyLimit }),
      handler: async (request, reply) => {
        const input = {
          params: parsed(one.params, request.params, 'path'),
          query: parsed(one.query, request.query, 'query'),
          body: one.body === null ? null : parsed(one.body, request.body ?? {}, 'body'),
          ...askedBy(request),
        };
        const answer = await one.handle(input, service);
        const status = one.refusal?.applies(answer) === true ? one.refusal.status : one.status;
        reply.status(status).type(contentType(one.mediaType));
        const isKeepable = isHarmless(one.method) && status === 200 && !one.quiet && !one.bulk;
        const text = isKeepable ? textOf(answer, one.mediaType) : null;
        return text === null ? reply.send(answer) : sendTagged(reply, text);
      },
    });
  }
}

/** Bytes have no charset. */
const contentType = (mediaType: string): string =>
  mediaType.startsWith('text/') || mediaType.includes('json') ? `${mediaType}; charset=utf-8` : mediaType;
/** What is sent, as far as it is text; null for bytes and streams. */
function textOf(answer: unknown, mediaType: string): string | null {
  if (typeof answer === 'string') return answer;
  return mediaType === 'application/json' ? JSON.stringify(answer) : null;
}

/** Who asks, and a way to say what was changed. */
export function askedBy(request: FastifyRequest): Pick<Input<never, never, never>, 'caller' | 'note'> {
  return {
    caller: request.caller,
    note: (subject) => {
      request.subject = { ...request.subject, ...subject };
    },
  };
}

/** @throws FeedmillError BAD_REQUEST with each mistake: where it stands, which value, what is allowed. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const mistakes = new Set(
    result.error.issues.slice(0, MISTAKES_NAMED).map((issue) => mistake(issue, schema, where)),
  );
  throw new FeedmillError(
    'BAD_REQUEST',
    `The request cannot be understood. ${[...mistakes].join('; ')}. /api/openapi.json describes what is allowed.`,
  );
}

// A list of ten thousand wrong values is explained by its first few.
const MISTAKES_NAMED = 5;
const VALUE_CHARACTERS = 80;

/** Where it is wrong, which value stands there, and what is allowed. */
function mistake(issue: z.core.$ZodIssue, schema: z.ZodType, where: string): string {
  const place = [where, ...issue.path].join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = schema instanceof z.ZodObject && issue.path.length === 0 ? Object.keys(schema.shape) : [];
    const allowed = known.length === 0 ? '' : `; it may have ${known.join(', ')}`;
    return `${place}: ${issue.message}${allowed}`;
  }
  if (issue.input === undefined) return `${place} is missing: ${issue.message}`;
  const written = JSON.stringify(issue.input) ?? String(issue.input);
  const short = written.length > VALUE_CHARACTERS ? `${written.slice(0, VALUE_CHARACTERS)}…` : written;
  return `${place} is ${short}: ${issue.message}`;
}
