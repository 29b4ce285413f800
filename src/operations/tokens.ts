// Tokens as people make and end them. A token is 256 random bits behind a word that secret scanners can look for. It is
// shown once; what is kept is its SHA-256, which is enough for text that nobody can guess.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { FeedmillError } from '../errors.js';
import { type Scope, scopes } from '../store/schema-access.js';
import type { Token, Tokens } from '../store/tokens.js';
import type { Ports } from '../workers/ports.js';

const SECRET_BYTES = 32;
const WORD = 'feedmill_';
const MADE = /^feedmill_[\w-]{43}$/;
/** Six characters of the secret tell tokens apart and leave 220 bits. */
const PREFIX_CHARACTERS = WORD.length + 6;
/** More tokens than an installation ever has; a list of them is one page. */
const TOKENS_LISTED = 1_000;

export interface WantedToken {
  name: string;
  scope: Scope;
  expiresAt: Date | null;
}

/** Whether `scope` allows what `needed` is asked for. */
export const allows = (scope: Scope, needed: Scope): boolean =>
  scopes.indexOf(scope) >= scopes.indexOf(needed);

/** A value that nobody can guess, in characters that fit a header and a cookie. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares hashes in a time that tells nothing; they have one length. */
export const sameHash = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));

/** Whether a text has the form of our tokens, which nobody finds by trying. */
export const isMadeToken = (given: string): boolean => MADE.test(given);

/**
 * Makes a token; its text is in the answer and nowhere else.
 * @throws FeedmillError CONFLICT when a live token has the name, BAD_REQUEST for an end that has passed.
 */
export async function makeToken(
  { name, scope, expiresAt }: WantedToken,
  madeBy: string,
  { store, now }: Pick<Ports, 'store' | 'now'>,
): Promise<{ token: Token; secret: string }> {
  if (expiresAt !== null && expiresAt <= now())
    throw new FeedmillError(
      'BAD_REQUEST',
      `The token would end at ${expiresAt.toISOString()}, which has passed.`,
    );
  const secret = `${WORD}${newSecret()}`;
  const prefix = secret.slice(0, PREFIX_CHARACTERS);
  const token = await store.tokens.add({ name, prefix, hash: hashOf(secret), scope, madeBy, expiresAt });
  if (token === null)
    throw new FeedmillError(
      'CONFLICT',
      `There is a token ${name} already. Take another name, or end it with \`feedmill tokens revoke ${name}\`.`,
    );
  return { token, secret };
}

/** The live token of a text; null when there is none. Its use is noted. */
export async function tokenOf(given: string, tokens: Tokens): Promise<Token | null> {
  if (!isMadeToken(given)) return null;
  const hash = hashOf(given);
  const candidates = await tokens.beginningWith(given.slice(0, PREFIX_CHARACTERS));
  const token = candidates.find((candidate) => sameHash(candidate.hash, hash));
  if (token === undefined) return null;
  await tokens.touch(token.id);
  return token;
}

export const listTokens = ({ store }: Pick<Ports, 'store'>): Promise<Token[]> =>
  store.tokens.list(TOKENS_LISTED);

/**
 * Ends the token of this id, name or prefix, and the logins that were made with it.
 * @throws FeedmillError NOT_FOUND when no live token is called so, CONFLICT when several are.
 */
export async function revokeToken(named: string, { store }: Pick<Ports, 'store'>): Promise<Token> {
  const [token, ...others] = await store.tokens.named(named);
  if (others.length > 0)
    throw new FeedmillError('CONFLICT', `${named} means several tokens. Name one by its id or its prefix.`);
  const revoked = token === undefined ? null : await store.tokens.revoke(token.id);
  if (revoked === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no live token ${named}; \`feedmill tokens list\` shows all.`,
    );
  return revoked;
}
