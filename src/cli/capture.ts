// `feedmill capture`: a page that came out wrong as a folder of files that a test runs again, without store and network.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { FeedmillError, messageOf } from '../errors.js';
import { captureSchema } from '../http/contract-articles.js';
import type { CapturedPage } from '../operations/capture.js';
import { type Cli, type Session, withClient } from './session.js';
import { webAddress } from './sources.js';

interface CaptureOptions {
  out: string;
  fetch?: boolean;
}

export function addCapture(program: Command, cli: Cli): void {
  program
    .command('capture <article>')
    .description('write a kept page, its headers and what was made of it as a folder that a test can run')
    .requiredOption('--out <folder>', 'the folder to make; it must not exist')
    .option('--fetch', 'request an address that is not stored; nothing of it is stored')
    .addHelpText(
      'after',
      '\nExample:\n  feedmill capture https://example.com/story.html --out test/fixtures/captured/story',
    )
    .action(async (named: string, { out, fetch = false }: CaptureOptions) => {
      const page = await withClient({ command: 'capture' }, (session) => captured(named, fetch, session));
      // Loaded here, because a cleaner and a language model are large.
      const { resultOf } = await import('../operations/captured-result.js');
      await writeFolder(out, filesOf(page, await resultOf(page)));
      cli.output.note(
        `${page.url} is captured in ${out}. Change expected.json to what should come out; a test that runs the folder then tells when it does.`,
      );
    });
}

async function captured(named: string, fetch: boolean, { client, settings }: Session): Promise<CapturedPage> {
  const name = webAddress(named) ?? named;
  try {
    const path = `/api/articles/${encodeURIComponent(name)}/capture`;
    const { bytes, ...page } = await client.request('GET', path, null, captureSchema);
    return { ...page, bytes: Buffer.from(bytes, 'base64') };
  } catch (error) {
    if (!(error instanceof FeedmillError) || error.code !== 'NOT_FOUND' || webAddress(named) === null)
      throw error;
    if (!fetch)
      throw new FeedmillError('NOT_FOUND', `${error.message} With --fetch the page is requested.`, {
        cause: error,
      });
    const { capturedAddress } = await import('../operations/capture.js');
    return capturedAddress(name, settings, new Date());
  }
}

/** The files of a folder: the page's bytes as they came, and the rest as JSON that a person can read and change. */
function filesOf(
  { bytes, item, rule, ...answer }: CapturedPage,
  expected: object,
): Record<string, string | Uint8Array> {
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'page.html': bytes,
    'headers.json': json(answer),
    'item.json': json({ ...item, rule }),
    'expected.json': json(expected),
    'README.md': `The page ${answer.url} as it came on ${answer.fetchedAt}, and in expected.json what should be made of it.\n`,
  };
}

/** @throws FeedmillError CONFLICT for a folder that exists or cannot be made. */
async function writeFolder(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  try {
    await mkdir(folder);
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, name), content, { flag: 'wx' });
  } catch (error) {
    throw new FeedmillError(
      'CONFLICT',
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? `${folder} exists already. Name a folder that does not.`
        : `${folder} cannot be written: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}
