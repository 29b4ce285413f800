// The one way out to the terminal: answers go to stdout, everything else to stderr. Every text passes printable()
// here, and colour is added afterwards, so that no command can forget it. A reader that goes away (`| head`) is no
// error: what is left unsaid is dropped, and the command ends in its own order.
import type { WriteStream } from 'node:tty';
import pc from 'picocolors';
import { printable, printableJson, printableLine } from './printable.js';
import { type Colors, type Column, plainRows, terminalTable } from './table.js';

export type Paint = (text: string) => string;

export interface Output {
  /** Whether a person looks at stdout. */
  readonly terminal: boolean;
  /** Whether a person looks at stderr, so that progress may be drawn. */
  readonly liveNotes: boolean;
  readonly colors: Colors;
  /** A line, or several, of the answer. */
  print(text: string, paint?: Paint): void;
  /** Text whose parts are painted each in its own way, and a line's end. */
  painted(parts: readonly (readonly [text: string, paint: Paint])[]): void;
  json(value: unknown): void;
  /** Rows with a head on a terminal; in a pipe a line for each row, its cells separated by tabs, without head. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** Names and values: aligned on a terminal, separated by a tab in a pipe. */
  pairs(pairs: readonly (readonly [string, string])[]): void;
  /** A document for a program, such as OPML or HTML: as it is in a pipe or a file, text printable on a terminal. */
  document(content: string | Uint8Array): void;
  /** The colours of stderr. */
  readonly noteColors: Colors;
  /** A line for a person on stderr. */
  note(text: string, paint?: Paint): void;
  /** Text that commander has made, as it is. */
  help(text: string, stream: 'stdout' | 'stderr'): void;
  /** Waits until everything is written. */
  flush(): Promise<void>;
}

// What tables are fitted to where the terminal does not say how wide it is.
const USUAL_WIDTH = 100;

/** The output of this process. */
export function createOutput(
  stdout: WriteStream = process.stdout,
  stderr: WriteStream = process.stderr,
): Output {
  const out = quietWriter(stdout);
  const err = quietWriter(stderr);
  const terminal = stdout.isTTY === true;
  const colors = pc.createColors(terminal && pc.isColorSupported);
  const noteColors = pc.createColors(stderr.isTTY === true && pc.isColorSupported);
  return {
    terminal,
    liveNotes: stderr.isTTY === true,
    colors,
    noteColors,
    print: (text, paint = same) => out.write(`${paint(printable(text))}\n`),
    painted: (parts) => out.write(`${parts.map(([text, paint]) => paint(printable(text))).join('')}\n`),
    json: (value) => out.write(`${printableJson(value)}\n`),
    document: (content) => out.write(terminal && typeof content === 'string' ? printable(content) : content),
    table: (columns, rows) => {
      const cells = rows.map((row) => row.map(printableLine));
      if (cells.length > 0)
        out.write(
          terminal ? terminalTable(columns, cells, stdout.columns || USUAL_WIDTH, colors) : plainRows(cells),
        );
    },
    pairs: (pairs) => {
      const cells = pairs.map(([name, value]) => [name, printableLine(value)] as const);
      const width = Math.max(0, ...cells.map(([name]) => name.length));
      out.write(
        cells
          .map(([name, value]) =>
            terminal ? `${colors.dim(name.padEnd(width))}  ${value}\n` : `${name}\t${value}\n`,
          )
          .join(''),
      );
    },
    note: (text, paint = same) => err.write(`${paint(printable(text))}\n`),
    help: (text, stream) => (stream === 'stdout' ? out : err).write(text),
    flush: async () => {
      await out.flush();
      await err.flush();
    },
  };
}

const same: Paint = (text) => text;

interface Writer {
  write(content: string | Uint8Array): void;
  flush(): Promise<void>;
}

function quietWriter(stream: WriteStream): Writer {
  let gone = false;
  let isUsed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    // EPIPE is a reader that has seen enough; anything else means that the answer did not arrive.
    if (error.code !== 'EPIPE') process.exitCode = 1;
  });
  return {
    write: (content) => {
      isUsed = true;
      if (!gone) stream.write(content);
    },
    // A stream that nothing was written to has nothing to lose, and on a full disk even no bytes are an error.
    flush: () =>
      gone || !isUsed ? Promise.resolve() : new Promise((done) => stream.write('', () => done())),
  };
}
