// What forms send: fields (application/x-www-form-urlencoded), and files as fields of their text (multipart/form-data,
// read by the platform's own reader). Another site's form does not come so far: security.ts refuses it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FeedmillError } from '../../errors.js';

export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => fieldsOf(body, request.headers['content-type'] ?? ''),
  );
}

async function fieldsOf(body: Buffer, type: string): Promise<Record<string, string>> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw new FeedmillError('BAD_REQUEST', 'The form cannot be read as multipart/form-data.', {
      cause: error,
    });
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of form) fields[name] = typeof value === 'string' ? value : await value.text();
  return fields;
}
