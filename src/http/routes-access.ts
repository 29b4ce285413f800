// Tokens, and who changed what.
import { listTokens, makeToken, revokeToken } from '../operations/tokens.js';
import type { Change, ChangeFilter } from '../store/changes.js';
import type { Token } from '../store/tokens.js';
import {
  type ChangeView,
  changePageSchema,
  type TokenView,
  tokenListSchema,
  tokenMadeSchema,
  tokenViewSchema,
} from './contract-access.js';
import { changeListQuery, tokenBody, tokenParams } from './requests.js';
import { type Route, route } from './route.js';
import { iso } from './views.js';

export const accessRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/tokens',
    summary: 'Tokens that were made, the newest first, without the tokens themselves',
    scope: 'admin',
    answer: tokenListSchema,
    handle: async (_input, { ports }) => ({
      tokens: (await listTokens(ports)).map((token) => tokenView(token, ports.now())),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Makes a token, and shows it this once',
    scope: 'admin',
    body: tokenBody,
    answer: tokenMadeSchema,
    status: 201,
    handle: async ({ body: { name, scope, expiresAt }, caller, note }, { ports }) => {
      const wanted = { name, scope, expiresAt: expiresAt ?? null };
      const { token, secret } = await makeToken(wanted, caller?.name ?? '', ports);
      note({ token: token.id, name, scope });
      return { ...tokenView(token, ports.now()), token: secret };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/tokens/:token',
    summary: 'Ends the token of an id, name or prefix, with the logins that were made with it',
    scope: 'admin',
    params: tokenParams,
    answer: tokenViewSchema,
    handle: async ({ params, note }, { ports }) => {
      const token = await revokeToken(params.token, ports);
      note({ token: token.id, name: token.name });
      return tokenView(token, ports.now());
    },
  }),
  route({
    method: 'GET',
    path: '/api/changes',
    summary: 'Who changed what, the newest first',
    scope: 'operate',
    query: changeListQuery,
    answer: changePageSchema,
    handle: async ({ query: { before, limit, ...rest } }, { ports }) => {
      const filter: ChangeFilter = {
        ...(rest.who === undefined ? {} : { who: rest.who }),
        ...(rest.what === undefined ? {} : { what: rest.what }),
      };
      const changes = await ports.store.changes.list(filter, { before: before ?? null, limit });
      return {
        changes: changes.map(changeView),
        next: changes.length < limit ? null : (changes.at(-1)?.id ?? null),
      };
    },
  }),
];

function tokenView({ id, name, prefix, scope, ...token }: Token, now: Date): TokenView {
  const isOver = token.expires_at !== null && token.expires_at <= now;
  return {
    id,
    name,
    prefix,
    scope,
    madeBy: token.made_by,
    createdAt: token.created_at.toISOString(),
    expiresAt: iso(token.expires_at),
    revokedAt: iso(token.revoked_at),
    lastUsedAt: iso(token.last_used_at),
    live: token.revoked_at === null && !isOver,
  };
}

const changeView = (change: Change): ChangeView => ({
  id: change.id,
  at: change.at.toISOString(),
  caller: change.caller,
  callerKind: change.caller_kind,
  tokenId: change.token_id,
  address: change.address,
  method: change.method,
  route: change.route,
  subject: change.subject,
  requestId: change.request_id,
  status: change.status,
});
