// `feedmill tokens …`: who may use the API and the pages, and what each may do there.
import { type Command, Option } from 'commander';
import {
  type TokenView,
  tokenListSchema,
  tokenMadeSchema,
  tokenViewSchema,
} from '../http/contract-access.js';
import { scopes } from '../store/schema-access.js';
import { untilDate } from './options.js';
import type { Output } from './output.js';
import { type Cli, withClient } from './session.js';
import { dateText } from './words.js';

export function addTokens(program: Command, { output }: Cli): void {
  const tokens = program
    .command('tokens')
    .description('make, list and revoke the tokens that the API and the pages ask for')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill tokens create --name prometheus --scope read --expires 90d',
    );
  addCreate(tokens, output);
  tokens
    .command('list')
    .description('list the tokens that were made, with their scope and when they were last used')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill tokens list')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await withClient({ command: 'tokens list' }, ({ client }) =>
        client.request('GET', '/api/tokens', null, tokenListSchema),
      );
      if (json === true) return output.json(found);
      showTokens(found.tokens, output);
      if (found.tokens.length === 0) output.note('No token was made yet.');
    });
  tokens
    .command('revoke <token>')
    .description('end a token, named by its id, name or prefix, and the logins that were made with it')
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill tokens revoke prometheus')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const path = `/api/tokens/${encodeURIComponent(named)}`;
      const revoked = await withClient({ command: 'tokens revoke' }, ({ client }) =>
        client.request('DELETE', path, null, tokenViewSchema),
      );
      if (json === true) output.json(revoked);
      else output.print(`${revoked.name} (${revoked.prefix}…) is revoked.`);
    });
}

interface CreateOptions {
  name: string;
  scope: TokenView['scope'];
  expires?: string;
  json?: boolean;
}

function addCreate(tokens: Command, output: Output): void {
  tokens
    .command('create')
    .description('make a token and show it, this once')
    .requiredOption('--name <name>', 'what the list of changes calls its bearer')
    .addOption(
      new Option('--scope <scope>', 'what it allows; each one includes those before it')
        .choices(scopes)
        .makeOptionMandatory(),
    )
    .option('--expires <time>', 'when it ends: an age such as 12h, 90d or 52w, or a date', (value) =>
      untilDate(value),
    )
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill tokens create --name prometheus --scope read --expires 90d')
    .action(async ({ name, scope, expires, json }: CreateOptions) => {
      const body = { name, scope, ...(expires === undefined ? {} : { expiresAt: expires }) };
      const made = await withClient({ command: 'tokens create' }, ({ client }) =>
        client.request('POST', '/api/tokens', body, tokenMadeSchema),
      );
      if (json === true) return output.json(made);
      output.print(made.token);
      const end = made.expiresAt === null ? 'until it is revoked' : `until ${dateText(made.expiresAt)}`;
      output.note(`Scope ${made.scope}, ${end}. It is shown this once; keep it where secrets are kept.`);
    });
}

function showTokens(tokens: readonly TokenView[], output: Output): void {
  output.table(
    [
      { head: 'id', align: 'right' },
      { head: 'name' },
      { head: 'token' },
      { head: 'scope' },
      { head: 'made by' },
      { head: 'made' },
      { head: 'last used' },
      { head: 'ends' },
    ],
    tokens.map((token) => [
      String(token.id),
      token.name,
      `${token.prefix}…`,
      token.scope,
      token.madeBy,
      dateText(token.createdAt),
      dateText(token.lastUsedAt),
      endText(token),
    ]),
  );
}

function endText({ revokedAt, expiresAt, live }: TokenView): string {
  if (revokedAt !== null) return `revoked ${dateText(revokedAt)}`;
  return live ? dateText(expiresAt) : `ended ${dateText(expiresAt)}`;
}
