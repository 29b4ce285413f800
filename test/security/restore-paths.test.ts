// Archives that are no backup of ours but mean to write somewhere else: names that climb out of the folder, and links
// through which a later name, or the database itself, would.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreBackup } from '../../src/store/backup.js';

let around: string;
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'feedmill-paths-'));
});
afterEach(() => rmSync(around, { recursive: true }));

interface Entry {
  name: string;
  /** 0 is a file, 1 a hard link, 2 a symbolic link, 3 a device. */
  type?: string;
  link?: string;
  content?: string;
}

/** A tar header and its content (POSIX.1-1988, "ustar"), written by hand, since writers of archives refuse such names. */
function tarEntry({ name, type = '0', link = '', content: text = 'written' }: Entry): Buffer {
  const content = type === '0' ? Buffer.from(text) : Buffer.of();
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const archive = (entries: readonly Entry[]): Buffer =>
  gzipSync(Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1_024)]));

const database: readonly Entry[] = [{ name: 'PG_VERSION', content: '18\n' }, { name: 'global/pg_control' }];
const climbing = [
  '../x',
  '../../x',
  'a/../../x',
  './../x',
  'a/b/../../../x',
  '..',
  '../',
  'base/../../x',
  '/../x',
  '....//../x',
];
const rooted = (place: string): string[] => [`${place}/x`, `/${place}/x`, `//${place}/x`, `/.${place}/x`];
const odd = [
  '..\\x',
  '..\\..\\x',
  'a\\..\\..\\x',
  'C:\\x',
  'C:/x',
  'c:../x',
  '\\\\server\\share\\x',
  '\\\\?\\C:\\x',
  '%2e%2e/x',
  '..%2fx',
  '\u2025/x',
  '\uff0e\uff0e/x',
  '..;/x',
  '.. /x',
  '~/x',
  '$HOME/x',
];
const links: readonly (readonly Entry[])[] = [
  [{ name: 'base', type: '2', link: '..' }, { name: 'base/x' }],
  [{ name: 'base', type: '2', link: '/tmp' }],
  [{ name: 'pg_wal', type: '2', link: '../..' }],
  [{ name: 'y', type: '1', link: '../x' }],
  [{ name: 'y', type: '1', link: '/etc/passwd' }],
  [{ name: 'y', type: '3' }],
  [{ name: 'y', type: '6' }],
];

/** What stands around the folder after an archive was restored into it, the archive and what was restored aside. */
async function leftBehind(entries: readonly Entry[]): Promise<string[]> {
  const file = join(around, 'backup.tar.gz');
  writeFileSync(file, archive(entries));
  const folder = join(around, 'data', 'database');
  await restoreBackup(file, folder, { replace: false, place: null, now: new Date(0) }).catch(() => undefined);
  const inside = existsSync(join(around, 'data')) ? readdirSync(join(around, 'data')) : [];
  return [...readdirSync(around).filter((name) => !['backup.tar.gz', 'data'].includes(name)), ...inside]
    .filter((name) => name !== 'database')
    .sort();
}

describe('restoreBackup', () => {
  it('takes an archive of files and folders', async () => {
    const file = join(around, 'backup.tar.gz');
    writeFileSync(file, archive([{ name: 'base/', type: '5' }, ...database]));
    const folder = join(around, 'data', 'database');
    expect(await restoreBackup(file, folder, { replace: false, place: null, now: new Date(0) })).toEqual({
      aside: null,
      pages: null,
    });
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['PG_VERSION', 'base', 'global']));
  });

  it('writes nothing beside its folder, whatever the names in the archive', async () => {
    const names = [...climbing, ...rooted(around), ...odd];
    expect(names.length).toBeGreaterThanOrEqual(30);
    for (const name of names) {
      expect(await leftBehind([...database, { name }]), name).toEqual([]);
      rmSync(join(around, 'data'), { recursive: true, force: true });
    }
  });

  it.each(links.map((entries) => [JSON.stringify(entries), entries] as const))(
    'refuses an archive with a link or a device: %s',
    async (_, entries) => {
      const file = join(around, 'backup.tar.gz');
      writeFileSync(file, archive([...database, ...entries]));
      const folder = join(around, 'data', 'database');
      await expect(
        restoreBackup(file, folder, { replace: false, place: null, now: new Date(0) }),
      ).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('which is no file and no folder') as string,
      });
      expect(readdirSync(join(around, 'data'))).toEqual([]);
    },
  );
});
