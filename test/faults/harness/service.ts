// The real program as a service that listens: its log line by line, its health, and what it takes of the machine.
import { readdirSync, readFileSync } from 'node:fs';
import { main, type Program, startProgram } from '../../support/program.js';
import { until } from '../../support/until.js';

export interface LogLine {
  level: string;
  msg: string;
  stage?: string;
  outcome?: string;
  reason?: string;
  articleId?: number;
  [field: string]: unknown;
}

export interface FaultService {
  readonly pid: number;
  readonly url: string;
  readonly program: Program;
  /** Its log so far. */
  readonly lines: readonly LogLine[];
  /** Resolves with the first line from now on that `matches`. */
  nextLine(what: string, matches: (line: LogLine) => boolean, withinMs?: number): Promise<LogLine>;
  ask(path: string, body?: unknown, withinMs?: number): Promise<{ status: number; json: unknown }>;
  isReady(): Promise<boolean>;
  isAlive(): Promise<boolean>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: how it ended, and after how long. */
  terminate(): Promise<{ code: number | string; ms: number }>;
  hasEnded(): boolean;
  /** Whether it has been ready once: what a start takes of memory for moments is not what work takes. */
  hasBeenReady(): boolean;
}

/** Health must be told before whoever asks gives up. */
const ASK_MS = 10_000;

export interface Start {
  port: number;
  env: Record<string, string>;
  cwd: string;
  /** Another build of the program than the one of this tree. */
  mainFile?: string;
  /** What the program's own process is started through, such as `prlimit`; the program follows. */
  through?: string[];
}

/** Starts the service; it may not be ready yet. */
export function startFaultService({ port, env, cwd, mainFile = main, through = [] }: Start): FaultService {
  const program = startProgram(['start', '--port', String(port)], { env, cwd, mainFile, through });
  const lines: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  readLines(program, (line) => {
    lines.push(line);
    for (const tell of waiting) tell(line);
  });
  let ended = false;
  let beenReady = false;
  void program.ended.then(() => {
    ended = true;
  });
  const ask = askAt(port);
  return {
    pid: program.child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    program,
    lines,
    nextLine: (what, matches, withinMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(tell);
          reject(new Error(`waited ${withinMs} ms in vain: ${what}`));
        }, withinMs);
        const tell = (line: LogLine): void => {
          if (!matches(line)) return;
          clearTimeout(timer);
          waiting.delete(tell);
          resolve(line);
        };
        waiting.add(tell);
      }),
    ask,
    isReady: async () => {
      const ready = await succeeds(ask('/readyz'));
      beenReady ||= ready;
      return ready;
    },
    isAlive: () => succeeds(ask('/livez')),
    kill: async () => {
      program.child.kill('SIGKILL');
      await program.ended;
    },
    terminate: async () => {
      const started = performance.now();
      program.child.kill('SIGTERM');
      const code = await program.ended;
      return { code, ms: performance.now() - started };
    },
    hasEnded: () => ended,
    hasBeenReady: () => beenReady,
  };
}

/** Waits until the service says that it is ready; its log is in the error when it ends instead. */
export async function whenReady(service: FaultService, withinMs = 60_000): Promise<void> {
  await until(
    'the service is ready',
    async () => {
      if (service.hasEnded())
        throw new Error(
          `the service has ended: ${service.program.stderr()}${service.program.stdout().slice(-2_000)}`,
        );
      return service.isReady();
    },
    withinMs,
  );
}

function askAt(port: number): FaultService['ask'] {
  return async (path, body, withinMs = ASK_MS) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      signal: AbortSignal.timeout(withinMs),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
            body: JSON.stringify(body),
          }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? null : JSON.parse(text) };
  };
}

/** A refused connection, a deadline and an answer other than 200 are all a no. */
const succeeds = (asked: Promise<{ status: number }>): Promise<boolean> =>
  asked.then(
    ({ status }) => status === 200,
    () => false,
  );

function readLines({ child }: Program, tell: (line: LogLine) => void): void {
  let rest = '';
  child.stdout?.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('{')) tell(JSON.parse(part) as LogLine);
  });
}

export interface Vitals {
  rssMb: number;
  descriptors: number;
}

/** What a process holds now; null when it is gone. */
export function vitalsOf(pid: number): Vitals | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    return { rssMb: Math.round(kilobytes / 1024), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    // It ended between two looks, which is what many faults are about.
    return null;
  }
}

/** The last lines that a service said, for an error that it is the cause of. */
export function lastWords({ program }: FaultService): string {
  return `${program.stderr().slice(-2_000)}${program.stdout().slice(-3_000)}`;
}
