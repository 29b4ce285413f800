// A page as it came from its site, which is the most foreign thing that this server sends. Its policy gives it an
// origin of its own, runs nothing, sends no form, and loads nothing from anywhere; styles of its own it may have, since
// they can reach nothing. The policy holds in the frame and when the address is opened by itself.
import type { FastifyInstance } from 'fastify';
import { FeedmillError } from '../../errors.js';
import type { Ports } from '../../workers/ports.js';
import { parsed } from '../route.js';
import { originalParams } from './page-requests.js';

const policy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

export function serveOriginals(app: FastifyInstance, { store }: Ports): void {
  app.get('/articles/:article/originals/:snapshot', async (request, reply) => {
    const { article, snapshot } = parsed(originalParams, request.params, 'path');
    const original = await store.newsroom.original(article, snapshot);
    if (original === null)
      throw new FeedmillError(
        'NOT_FOUND',
        `Article ${article} has no page ${snapshot}; its page lists those that it has.`,
      );
    const charset = safeCharset(original.charset) ?? safeCharset(charsetIn(original.contentType));
    return reply
      .headers({
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        // Whatever the site called it, it is shown as a page or not at all.
        'content-type': charset === null ? 'text/html' : `text/html; charset=${charset}`,
      })
      .send(Buffer.from(original.bytes));
  });
}

const charsetIn = (contentType: string | null): string | null =>
  /charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1] ?? null;
const safeCharset = (charset: string | null): string | null =>
  charset !== null && /^[\w.:-]{1,40}$/.test(charset) ? charset : null;
