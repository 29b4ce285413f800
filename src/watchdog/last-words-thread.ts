// Writes why the process ends, past the thread whose loop is blocked, in the form of every other line of the log.
import { workerData } from 'node:worker_threads';
import { createLog } from '../log.js';
import { type LastWords, TOLD } from './cells.js';

const { cells, limitMs, silentMs, ...settings } = workerData as LastWords;

createLog(settings).fatal(
  { silentMs, limitMs },
  `the event loop has been blocked for longer than FEEDMILL_WATCHDOG_MS (${limitMs} ms); the process is killed, for its supervisor to start it again`,
);
Atomics.store(cells, TOLD, 1);
Atomics.notify(cells, TOLD);
