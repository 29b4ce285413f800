// Runs every page that was captured with `feedmill capture`: what comes out of it is what stands beside it. A page that
// came out wrong is put here with what should come out, and stays right from then on. Fields that expected.json leaves out
// may come out as they like.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultOf } from '../../src/operations/captured-result.js';
import { asJson, readCaptured } from '../support/captured.js';

const folder = resolve(import.meta.dirname, '../fixtures/captured');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('captured pages', () => {
  it('are there', () => expect(names.length).toBeGreaterThan(1));
  it.each(names)('%s comes out as expected', async (name) => {
    const { page, expected } = await readCaptured(resolve(folder, name));
    expect(asJson(await resultOf(page))).toMatchObject(expected);
  });
});
