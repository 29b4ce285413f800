// How a page is written: method, path, what comes in as zod schemas, and a handler that answers with content or sends
// the browser on. A form that has done its work sends on (303), so that a reload does not do it again; what was done
// is told by a code of notices.ts in the address, never by text from there.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import type { Service } from '../../service.js';
import { askedBy, type Input, parsed } from '../route.js';
import { type RouteScope, usualScope } from '../security.js';
import type { Assets } from './assets.js';
import { Document } from './document.js';
import { type Notice, noticeNamed } from './notices.js';

export interface PageContent {
  status: 'page';
  title: string;
  content: ComponentChildren;
  /** Whether the page has a chart, and needs what draws it. */
  hasChart?: boolean;
}
export type PageAnswer = PageContent | { status: 'moved'; to: string };

export interface PageRoute {
  method: 'GET' | 'POST';
  path: string;
  /** What it asks of its callers: `read` for GET and `operate` for POST, unless it says otherwise. */
  scope: RouteScope;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType;
  /** null: the app's own limit. */
  bodyLimit: number | null;
  handle(input: Input<unknown, unknown, unknown>, service: Service): Promise<PageAnswer>;
}

interface Description<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method?: PageRoute['method'];
  path: string;
  scope?: RouteScope;
  params?: P;
  query?: Q;
  body?: B;
  bodyLimit?: number;
  handle(input: Input<z.output<P>, z.output<Q>, z.output<B>>, service: Service): Promise<PageAnswer>;
}

/** A page whose handler gets its input parsed. */
export function pageRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  of: Description<P, Q, B>,
): PageRoute {
  return {
    method: of.method ?? 'GET',
    path: of.path,
    scope: of.scope ?? usualScope(of.method ?? 'GET'),
    params: of.params ?? z.strictObject({}),
    query: of.query ?? z.strictObject({}),
    body: of.body ?? z.unknown(),
    bodyLimit: of.bodyLimit ?? null,
    handle: of.handle as PageRoute['handle'],
  };
}

export function registerPages(
  app: FastifyInstance,
  routes: readonly PageRoute[],
  service: Service,
  assets: Assets,
): void {
  for (const one of routes) {
    app.route({
      method: one.method,
      url: one.path,
      config: { scope: one.scope },
      ...(one.bodyLimit === null ? {} : { bodyLimit: one.bodyLimit }),
      handler: async (request, reply) => {
        const { done, ...query } = filledIn(request.query);
        const answer = await one.handle(
          {
            params: parsed(one.params, request.params, 'path'),
            query: parsed(one.query, query, 'query'),
            body: parsed(one.body, filledIn(request.body), 'form'),
            ...askedBy(request),
          },
          service,
        );
        if (answer.status === 'moved') {
          askedBy(request).note({ page: answer.to.split('?')[0] });
          return reply.redirect(answer.to, 303);
        }
        return sendPage(reply, answer, { path: one.path, assets, notice: noticeNamed(done) });
      },
    });
  }
}

export function sendPage(
  reply: FastifyReply,
  page: PageContent,
  around: { path: string; assets: Assets; notice: Notice | null },
): FastifyReply {
  const html = renderToString(
    <Document title={page.title} hasChart={page.hasChart ?? false} caller={reply.request.caller} {...around}>
      {page.content}
    </Document>,
  );
  // A page tells of this minute, and what it tells may be nobody else's business.
  return reply
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${html}`);
}

/** What was filled in: forms send a field that was left empty as empty text. */
function filledIn(fields: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== ''));
}
