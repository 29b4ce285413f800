import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SiteRuleFolder, watchSiteRules } from '../../src/workers/site-rules.js';

let folder: string;
let opened: SiteRuleFolder | null = null;
let lines: string[];
const log = () =>
  pino(
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-rules-'));
  lines = [];
});
afterEach(async () => {
  opened?.stop();
  opened = null;
  await rm(folder, { recursive: true, force: true });
});
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const open = async (): Promise<SiteRuleFolder> => {
  opened = await watchSiteRules(folder, log());
  return opened;
};
const bodyOf = (rules: SiteRuleFolder) => rules.ruleFor('https://www.example.org/a')?.body;

describe('watchSiteRules', () => {
  it('reads a file that is new, changed or gone', async () => {
    await write('notes.txt', 'not: [a rule');
    const rules = await open();
    expect(bodyOf(rules)).toBeUndefined();
    await write('a.yaml', 'example.org: { body: .one }');
    await rules.look();
    expect(bodyOf(rules)).toEqual(['.one']);
    await write('a.yaml', 'example.org: { body: .another }');
    await rules.look();
    expect(bodyOf(rules)).toEqual(['.another']);
    await rm(join(folder, 'a.yaml'));
    await rules.look();
    expect(bodyOf(rules)).toBeUndefined();
  });

  it('keeps the rules as they were when a mistake is made, and names it once', async () => {
    await write('a.yaml', 'example.org: { body: .one }');
    const rules = await open();
    await write('a.yaml', 'example.org: { bdoy: .two }');
    await rules.look();
    await rules.look();
    expect(bodyOf(rules)).toEqual(['.one']);
    const said = lines.filter((line) => line.includes('a.yaml, line 1: example.org has no field bdoy'));
    expect(said).toHaveLength(1);
  });

  it('refuses to start with a mistake', async () => {
    await write('a.yaml', 'example.org: { body: "[" }\nb: {}');
    await expect(open()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(
        /^\S+a\.yaml, line 1: example\.org: body: .*\n\S+a\.yaml, line 2: b is no site/,
      ) as string,
    });
  });

  it('refuses to start without the folder that was named', async () => {
    await rm(folder, { recursive: true });
    await expect(open()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(folder) as string,
    });
  });
});
