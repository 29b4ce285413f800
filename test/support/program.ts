// The real program as a child process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const loader = resolve(import.meta.dirname, '../../typescript-loader.mjs');
const main = resolve(import.meta.dirname, '../../src/main.ts');

export interface Program {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

interface Surroundings {
  env: Record<string, string>;
  cwd: string;
}

/** Starts `feedmill ...args` in `cwd` with these settings and no others. */
export function startProgram(args: string[], surroundings: Surroundings): Program {
  return start(process.execPath, ['--import', loader, main, ...args], surroundings);
}

/** Starts a command line of bash in `cwd` with these settings and no others. */
export function startShell(command: string, surroundings: Surroundings): Program {
  return start('bash', ['-c', command], surroundings);
}

function start(file: string, args: string[], { env, cwd }: Surroundings): Program {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(file, args, {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
