// A log that nobody reads must not stop the service, and nothing but this would notice before it does.
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogDestination } from '../src/log-destination.js';
import { until } from './support/until.js';

let folder: string;
let reader: number;
let writer: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedmill-log-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  writer = openSync(pipe, constants.O_WRONLY);
});
afterEach(() => {
  closeSync(writer);
  rmSync(folder, { recursive: true });
});

/** What stands in the pipe now. */
function read(): string {
  const buffer = Buffer.alloc(1_000_000);
  try {
    return buffer.toString('utf8', 0, readSync(reader, buffer));
  } catch {
    // Nothing does (EAGAIN).
    return '';
  }
}

const line = (n: number): string => `${JSON.stringify({ n, text: 'x'.repeat(990) })}\n`;

describe.skipIf(process.platform !== 'linux')('LogDestination', () => {
  it('writes at once while somebody reads', () => {
    new LogDestination(writer).write(line(1));
    expect(read()).toBe(line(1));
    closeSync(reader);
  });

  it('keeps lines for a reader that is stuck, in order and whole, and says how many it dropped', async () => {
    const log = new LogDestination(writer, 100_000);
    for (let n = 0; n < 1_000; n++) log.write(line(n));
    let all = '';
    await until('the note about dropped lines', () => {
      all += read();
      return all.includes('"dropped"') && all.endsWith('\n');
    });
    const lines = all
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { n?: number; dropped?: number });
    const kept = lines.flatMap(({ n }) => (n === undefined ? [] : [n]));
    const dropped = lines.reduce((sum, one) => sum + (one.dropped ?? 0), 0);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(kept.map((_, n) => n));
    expect(kept.length + dropped).toBe(1_000);
    closeSync(reader);
  });

  it('is quiet when its reader has gone', () => {
    const log = new LogDestination(writer);
    closeSync(reader);
    for (let n = 0; n < 10; n++) log.write(line(n));
  });

  it('lives with a full disk', () => {
    const full = openSync('/dev/full', 'w');
    const log = new LogDestination(full);
    for (let n = 0; n < 10; n++) log.write(line(n));
    closeSync(full);
  });

  it('appends to a file', () => {
    const file = join(folder, 'log');
    const descriptor = openSync(file, 'a');
    const log = new LogDestination(descriptor);
    log.write(line(1));
    log.write(line(2));
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe(line(1) + line(2));
    closeSync(reader);
  });
});
