// Answers that a client may keep and ask about again (RFC 9110, sections 8.8.3 and 13.1.2). The tag is a hash of what is
// sent, so the question is answered anew each time; what is saved is the way to the client and its work.
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const TAG_CHARACTERS = 27;

/** Sends an answer with its tag, or 304 without a body when the client has it. */
export function sendTagged(reply: FastifyReply, body: string): FastifyReply {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, TAG_CHARACTERS)}"`;
  reply.headers({
    etag: tag,
    // It is the asker's alone, and is asked about before each use.
    'cache-control': 'private, no-cache',
    vary: 'authorization, cookie',
  });
  return isKept(reply.request.headers['if-none-match'], tag)
    ? reply.removeHeader('content-type').status(304).send()
    : reply.send(body);
}

/** Whether a list of tags holds this one; weak and strong ones count alike here. */
function isKept(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
