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
    requestId: { type: 'string' },
  },
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as JsonSchema;

/** The document for these routes; those at `openPaths` need no token. */
export function openApi(
  routes: readonly Route[],
  openPaths: ReadonlySet<string>,
  version: string,
): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    const security = openPaths.has(one.path) ? { security: [] } : {};
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: { ...operation(one), ...security } };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Feedmill', version, description: 'Feeds in, clean articles out.' },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        password: { type: 'http', scheme: 'basic' },
      },
      schemas: { Problem: problem },
    },
    security: [{ token: [] }, { password: [] }],
  };
}

function operation({ summary, params, query, body, answer, mediaType, status, refusal }: Route): object {
  const content = { [mediaType]: { schema: schemaOf(answer, 'output') } };
  return {
    summary,
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
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
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
