// What a person may name to take news from: an address of a feed, a site or an OPML list, or an OPML file on disk.
import { readFile, stat } from 'node:fs/promises';
import { FeedmillError, messageOf } from '../errors.js';

export interface Sources {
  urls: string[];
  opml: { source: string; text: string }[];
}

/** Lists of some hundred thousand feeds are smaller; what is larger is some other file. */
const MAX_OPML_BYTES = 50_000_000;

/**
 * Sorts what was named into addresses and the texts of files.
 * @throws FeedmillError BAD_REQUEST for what is neither, or a file that cannot be read.
 */
export async function readSources(named: readonly string[]): Promise<Sources> {
  const sources: Sources = { urls: [], opml: [] };
  for (const one of named) {
    const url = webAddress(one);
    if (url !== null && !(await isFile(one))) sources.urls.push(url);
    else sources.opml.push({ source: one, text: await readText(one) });
  }
  return sources;
}

/** `named` as a web address; null when it is none. A name such as example.com is taken as https://example.com. */
export function webAddress(named: string): string | null {
  if (/^https?:\/\//i.test(named)) return named;
  if (/^[^/?#]+\.(?:opml|xml)$/i.test(named)) return null;
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#].*)?$/u.test(named)
    ? `https://${named}`
    : null;
}

/**
 * The text of a file, or of standard input for `-`.
 * @throws FeedmillError BAD_REQUEST
 */
export async function readText(path: string): Promise<string> {
  if (path === '-') return readStandardInput();
  try {
    const { size } = await stat(path);
    if (size > MAX_OPML_BYTES) throw new Error(`it has ${size} bytes, more than ${MAX_OPML_BYTES}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new FeedmillError(
      'BAD_REQUEST',
      `${path} is neither an http or https address nor a file that can be read: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** Whether there is such a file. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // What cannot be looked at is no file to read; an address is then asked for over the network.
    return false;
  }
}
