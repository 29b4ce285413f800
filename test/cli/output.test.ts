import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../src/cli/output.js';
import { main } from '../support/program.js';
import { controlCharacter } from './control-characters.js';

function screen(isTTY: boolean): { stream: WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 });
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  // A stream with what Output uses of a terminal; the rest of WriteStream is about keyboards and cursors.
  return { stream: stream as never, written: () => text };
}

describe('createOutput', () => {
  it('writes tables with a head on a terminal, and as tabs in a pipe', () => {
    const [terminal, pipe, err] = [screen(true), screen(false), screen(false)];
    for (const { stream } of [terminal, pipe])
      createOutput(stream, err.stream).table([{ head: 'id' }, { head: 'title' }], [['1', 'Two\twords']]);
    expect(terminal.written()).toMatch(/id.*title.*\n1 +Two words\n/s);
    expect(pipe.written()).toBe('1\tTwo words\n');
  });
  it('lets control characters through in no kind of answer', () => {
    const [terminal, err] = [screen(true), screen(true)];
    const output = createOutput(terminal.stream, err.stream);
    const hostile = '\u009b2J\u0007\u202e';
    output.print(hostile);
    output.json({ hostile });
    output.table([{ head: 'title' }], [[hostile]]);
    output.pairs([['title', hostile]]);
    output.document(hostile);
    output.note(hostile);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the head are the one escape that is ours.
    const foreign = `${terminal.written()}${err.written()}`.replace(/\u001b\[\d+m/g, '');
    expect(foreign).not.toMatch(controlCharacter);
  });
  it('leaves a document in a pipe as it is', () => {
    const [pipe, err] = [screen(false), screen(false)];
    createOutput(pipe.stream, err.stream).document('<p>\u2067עברית\u2069</p>\n');
    expect(pipe.written()).toBe('<p>\u2067עברית\u2069</p>\n');
  });
});

describe('a reader that goes away', () => {
  it('ends the command quietly with code 0', async () => {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [main, 'config'], {
      env: { PATH, HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
