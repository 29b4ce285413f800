// The real program as a child process, as build.ts has built it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where the tests' build of the program is; a run beside another one has a folder of its own. */
export const buildFolder = process.env['FEEDMILL_TEST_BUILD'] ?? 'dist-test';

/** The program's file, for `node`. */
export const main = resolve(import.meta.dirname, '../..', buildFolder, 'main.js');

export interface Program {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** How V8 compiles for the suites (see vitest.config.ts); the trials of faults run the program as it is shipped. */
const engine = process.execArgv.filter((flag) => flag === '--liftoff-only');

interface Surroundings {
  env: Record<string, string>;
  cwd: string;
  /** A file that the program reads as its standard input; nothing stands there without. */
  stdin?: string;
  /** Another build of the program. */
  mainFile?: string;
  /** What the program is started through, such as `strace`, with its arguments. */
  through?: string[];
}

/** Starts `feedmill ...args` in `cwd` with these settings and no others. */
export function startProgram(args: string[], surroundings: Surroundings): Program {
  const { mainFile = main, through = [] } = surroundings;
  const [file = process.execPath, ...rest] = [...through, process.execPath, ...engine, mainFile, ...args];
  return start(file, rest, surroundings);
}

/** Starts a command line of bash in `cwd` with these settings and no others; $NODE and $MAIN are the program. */
export function startShell(command: string, surroundings: Surroundings): Program {
  const env = { NODE: process.execPath, MAIN: main, ...surroundings.env };
  return start('bash', ['-c', command], { ...surroundings, env });
}

function start(file: string, args: string[], { env, cwd, stdin }: Surroundings): Program {
  const { PATH = '', HOME = '' } = process.env;
  const input = stdin === undefined ? null : openSync(stdin, 'r');
  const child = spawn(file, args, {
    cwd,
    // As the first line of main.js has it.
    env: { PATH, HOME, MALLOC_ARENA_MAX: '2', ...env },
    stdio: [input ?? 'ignore', 'pipe', 'pipe'],
  });
  if (input !== null) closeSync(input);
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no output');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs `feedmill ...args` to its end. */
export async function runProgram(
  args: string[],
  options: Surroundings,
): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const program = startProgram(args, options);
  const code = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}
