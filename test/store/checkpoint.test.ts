import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../support/open-store.js';

const MB = 1_000_000;

describe('createCheckpoint', () => {
  let opened: OpenStore;
  beforeAll(async () => {
    opened = await openStore('embedded');
  });
  afterAll(() => opened.close());

  const logBytes = async (): Promise<number> => {
    const { rows } = await sql<{
      bytes: number;
    }>`select sum(size)::bigint as bytes from pg_ls_waldir()`.execute(opened.db);
    return rows[0]?.bytes ?? 0;
  };
  const writeMuch = async (): Promise<void> => {
    await sql`select pg_logical_emit_message(false, 'filler', repeat('x', ${MB}::int)) from generate_series(1, 80)`.execute(
      opened.db,
    );
  };

  it('lets the log of much that was written be used again, and does nothing where it is little', async () => {
    await writeMuch();
    expect(await opened.store.checkpoint.whenDue()).toBeGreaterThan(64 * MB);
    expect(await opened.store.checkpoint.whenDue()).toBeNull();
    await writeMuch();
    const twice = await logBytes();
    await opened.store.checkpoint.whenDue();
    for (let time = 0; time < 2; time++) {
      await writeMuch();
      await opened.store.checkpoint.whenDue();
    }
    expect(await logBytes()).toBeLessThanOrEqual(twice);
  });
});
