// The OpenAPI 3.1 document, made from the routes.
import { z } from 'zod';
import type { Route } from './route.js';

interface JsonSchema {
  properties?: Record<string, object>;
  required?: string[];
}

// RFC 9457, as problem.ts writes it.
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
  },
};
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const responses = {
  BadRequest: { description: 'The request cannot be understood', content: problemContent },
  Unauthorized: {
    description: 'No token, or none that counts',
    headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
    content: problemContent,
  },
  Forbidden: {
    description: 'The scope of the token is too small, or the request comes from a page of another site',
    content: problemContent,
  },
  NotFound: { description: 'There is no such thing', content: problemContent },
  TooManyRequests: {
    description: 'Too many wrong tokens came from this address',
    headers: { 'Retry-After': { schema: { type: 'integer' } } },
    content: problemContent,
  },
  Problem: { description: 'A problem (RFC 9457)', content: problemContent },
};
const refer = (name: keyof typeof responses): object => ({ $ref: `#/components/responses/${name}` });
const doorResponses = {
  400: refer('BadRequest'),
  401: refer('Unauthorized'),
  403: refer('Forbidden'),
  429: refer('TooManyRequests'),
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as JsonSchema;

/**
 * The document for these routes. The scope that a route needs stands beside each way to show a token, where OpenAPI 3.1
 * has roles that are not part of the scheme (section 4.8.30).
 */
export function openApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Feedmill', version, description: 'Feeds in, clean articles out.' },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        password: { type: 'http', scheme: 'basic', description: 'The token as password, under any name' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'feedmill',
          description: 'A browser that is logged in',
        },
      },
      schemas: { Problem: problem },
      responses,
    },
  };
}

function operation(one: Route): object {
  const { summary, scope, params, query, body, answer, mediaType, status, refusal } = one;
  const isOpen = scope === 'open';
  const content = { [mediaType]: { schema: schemaOf(answer, 'output') } };
  return {
    summary,
    security: isOpen ? [] : [{ token: [scope] }, { password: [scope] }, { session: [scope] }],
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input') } },
          },
        }),
    responses: {
      [status]: { description: 'What was asked for', content },
      ...(refusal === null ? {} : { [refusal.status]: { description: 'The answer is no', content } }),
      ...(isOpen ? {} : doorResponses),
      ...(one.path.includes(':') ? { 404: refer('NotFound') } : {}),
      default: refer('Problem'),
    },
  };
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}
