// Ctrl-C and SIGTERM. The first one asks for an end in order, the second one ends the process at once, because a
// person who asks twice does not want to wait any longer.
import { exitCodes } from './exit.js';
import type { Output } from './output.js';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the signals back to the process. */
  release(): void;
}

/** Turns the first SIGINT or SIGTERM into an abort and calls `onFirst`; `secondCode` is the exit code of the second. */
export function listenForSignals(secondCode: number, onFirst: () => void = () => undefined): Interruption {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) exitNow(secondCode);
    else {
      onFirst();
      controller.abort(name);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** Listens for a command that may take long: the first Ctrl-C is answered, the second ends the process. */
export function listenForCtrlC(output: Pick<Output, 'note'>): Interruption {
  return listenForSignals(exitCodes.interrupted, () =>
    output.note('Stopping in order; Ctrl-C again ends at once.'),
  );
}

/** Resolves when `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * Ends the process without any of its exit listeners. The log writes line by line, so nothing is lost by it; but on a
 * full disk its listener would try again without end, and the process would never be gone.
 */
export function exitNow(code: number): never {
  process.removeAllListeners('exit');
  process.exit(code);
}
