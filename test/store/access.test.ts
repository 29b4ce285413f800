// Tokens, sessions and changes as the databases keep them: what has ended must not be found.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewChange } from '../../src/store/changes.js';
import type { NewToken, Token } from '../../src/store/tokens.js';
import { type OpenStore, openStore, storeModes } from '../support/open-store.js';

let made = 0;
const newToken = (overrides: Partial<NewToken> = {}): NewToken => {
  const name = `token ${++made}`;
  return {
    name,
    prefix: `p${made}`,
    hash: `hash ${made}`,
    scope: 'read',
    madeBy: 'test',
    expiresAt: null,
    ...overrides,
  };
};
const change = (overrides: Partial<NewChange> = {}): NewChange => ({
  caller: 'test',
  callerKind: 'token',
  tokenId: null,
  address: '192.0.2.1',
  method: 'POST',
  route: '/api/feeds',
  subject: {},
  requestId: 'request',
  ...overrides,
});

describe.each(storeModes)('access on %s', (mode) => {
  let open: OpenStore;
  beforeAll(async () => {
    open = await openStore(mode);
  });
  afterAll(() => open.close());
  async function add(overrides: Partial<NewToken> = {}): Promise<Token> {
    const token = await open.store.tokens.add(newToken(overrides));
    if (token === null) throw new Error('the name is taken');
    return token;
  }

  it('gives a name to one live token, and again when that has ended', async () => {
    const { tokens } = open.store;
    expect(await tokens.any()).toBe(false);
    const { id } = await add({ name: 'monitor' });
    expect(await tokens.add(newToken({ name: 'monitor' }))).toBeNull();
    expect(await tokens.revoke(id)).toMatchObject({ id, revoked_at: expect.any(Date) as Date });
    expect(await tokens.revoke(id)).toBeNull();
    expect(await add({ name: 'monitor' })).toMatchObject({ name: 'monitor', revoked_at: null });
    expect(await tokens.any()).toBe(true);
  });

  it('finds live tokens alone, by the beginning, and live ones by id, name or beginning', async () => {
    const { tokens } = open.store;
    const prefix = 'same beginning';
    const live = await add({ prefix, name: 'alive' });
    await add({ prefix, expiresAt: new Date(Date.now() - 1_000) });
    const revoked = await add({ prefix });
    await tokens.revoke(revoked.id);
    expect((await tokens.beginningWith(prefix)).map(({ id }) => id)).toEqual([live.id]);
    for (const named of ['alive', String(live.id)])
      expect((await tokens.named(named)).map(({ id }) => id)).toEqual([live.id]);
    expect(await tokens.named(String(revoked.id))).toEqual([]);
    expect((await tokens.list(100)).map(({ id }) => id)).toContain(revoked.id);
  });

  it('notes the use of a token once a minute', async () => {
    const { tokens } = open.store;
    const { id, prefix } = await add();
    const used = async (): Promise<Date | null | undefined> =>
      (await tokens.beginningWith(prefix))[0]?.last_used_at;
    await tokens.touch(id);
    const first = await used();
    await tokens.touch(id);
    expect(await used()).toEqual(first);
    await sql`update tokens set last_used_at = now() - interval '2 minutes' where id = ${id}`.execute(
      open.db,
    );
    await tokens.touch(id);
    expect((await used())?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('finds a session until it is idle for a week, thirty days old, or without its token', async () => {
    const { sessions, tokens } = open.store;
    const token = await add({ scope: 'operate' });
    const begin = async (hash: string): Promise<void> =>
      sessions.begin(hash, { tokenId: token.id, seal: null });
    const age = (hash: string, used: string, created: string): Promise<unknown> =>
      sql`update sessions set used_at = now() - ${used}::interval, created_at = now() - ${created}::interval where hash = ${hash}`.execute(
        open.db,
      );
    const cases: [string, string, string, boolean][] = [
      ['new', '0', '0', true],
      ['used lately', '6 days', '29 days', true],
      ['idle', '8 days', '9 days', false],
      ['old', '1 minute', '31 days', false],
    ];
    for (const [hash, used, created, isOpen] of cases) {
      await begin(hash);
      await age(hash, used, created);
      expect([hash, (await sessions.find(hash)) !== null]).toEqual([hash, isOpen]);
    }
    await age('used lately', '6 days', '20 days');
    await sessions.find('used lately');
    await sql`update sessions set used_at = used_at - interval '6 days' where hash = 'used lately'`.execute(
      open.db,
    );
    expect(await sessions.find('used lately')).toMatchObject({
      seal: null,
      token: { id: token.id, name: token.name, scope: 'operate' },
    });
    expect(await sessions.prune(100)).toBe(2);
    await tokens.revoke(token.id);
    expect(await sessions.find('new')).toBeNull();
    expect(await sessions.prune(100)).toBe(0);
  });

  it('ends a session with the time of its token, and one of no token by hand', async () => {
    const { sessions } = open.store;
    const { id } = await add({ expiresAt: new Date(Date.now() + 60_000) });
    await sessions.begin('of a token', { tokenId: id, seal: null });
    await sql`update tokens set expires_at = now() where id = ${id}`.execute(open.db);
    expect(await sessions.find('of a token')).toBeNull();
    await sessions.begin('of the setting', { tokenId: null, seal: 'sealed' });
    const found = await sessions.find('of the setting');
    expect(found).toMatchObject({ seal: 'sealed', token: null });
    await sessions.end(found?.id ?? 0);
    expect(await sessions.find('of the setting')).toBeNull();
  });

  it('keeps changes with their outcome, finds them by parts, and forgets them with age', async () => {
    const { changes } = open.store;
    const id = await changes.begin(change({ caller: '100% sure', subject: { feed: 7 } }));
    const unended = await changes.begin(change({ route: '/hosts', method: 'POST' }));
    await changes.end(id, 200, { state: 'paused' });
    const page = { before: null, limit: 10 };
    expect(await changes.list({ who: '0% s' }, page)).toMatchObject([
      { id, status: 200, subject: { feed: 7, state: 'paused' } },
    ]);
    expect(await changes.list({ who: '0_' }, page)).toEqual([]);
    expect((await changes.list({ what: 'paused' }, page)).map((one) => one.id)).toEqual([id]);
    expect(await changes.list({ what: 'post /HOSTS' }, page)).toMatchObject([{ id: unended, status: null }]);
    expect((await changes.list({}, { before: unended, limit: 10 })).map((one) => one.id)).toEqual([id]);
    await sql`update changes set at = now() - interval '91 days' where id = ${id}`.execute(open.db);
    expect(await changes.prune(new Date(Date.now() - 90 * 86_400_000), 10)).toBe(1);
    expect((await changes.list({}, page)).map((one) => one.id)).toEqual([unended]);
  });
});
