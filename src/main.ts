#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-semi-space-size=32
// V8's young generation is small for a program that has pages in work; with more room most of them die in it. And glibc
// keeps what was freed in up to eight arenas for each processor, since there are so many threads; with two it keeps
// 80 MB less and takes no longer.
// The entry of the command line: runs one command, says in one line what went wrong, and ends with its exit code.
import { endingOf } from './cli/exit.js';
import { createOutput } from './cli/output.js';
import { createProgram } from './cli/program.js';
import type { Cli } from './cli/session.js';
import { exitNow } from './cli/signals.js';

const cli: Cli = { output: createOutput(), exitCode: 0 };
try {
  await createProgram(cli).parseAsync(process.argv);
} catch (error) {
  const { code, message } = endingOf(error);
  if (message !== '') cli.output.note(message, cli.output.noteColors.red);
  cli.exitCode = code;
}
await cli.output.flush();
// Everything is closed by now; a handle that some library has forgotten must not keep the process alive.
exitNow(cli.exitCode === 0 ? Number(process.exitCode ?? 0) : cli.exitCode);
