// Folders that `feedmill capture` has written, read back.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CapturedPage } from '../../src/operations/capture.js';

type Head = Omit<CapturedPage, 'bytes' | 'item' | 'rule'>;
type Item = CapturedPage['item'] & Pick<CapturedPage, 'rule'>;

export async function readCaptured(folder: string): Promise<{ page: CapturedPage; expected: object }> {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, name), 'utf8'));
  const { rule, ...item } = (await json('item.json')) as Item;
  const head = (await json('headers.json')) as Head;
  const bytes = await readFile(join(folder, 'page.html'));
  return { page: { ...head, bytes, item, rule }, expected: (await json('expected.json')) as object };
}

/** A value as it is after it was written as JSON and read again. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
