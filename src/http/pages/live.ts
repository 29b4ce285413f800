// Counts that change while a page is open, as server-sent events. The queues are asked once for all who watch, and not
// at all while nobody does. Each event is one flat object: the name of a place on the page and the text for it.
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { FeedmillError } from '../../errors.js';
import { type Live, liveOf } from '../../operations/today.js';
import type { Ports } from '../../workers/ports.js';
import { openStream } from '../server-sent.js';
import { countWords, durationWords } from './words.js';

/** As often as a person sees a difference; the question costs the queues some milliseconds. */
const EVERY_MS = 2_000;
/** Said again when nothing changes, so that a proxy between does not take the connection for dead. */
const SAY_AGAIN_MS = 15_000;
/** Each holds a connection, of which the server has some hundred. */
const MAX_WATCHERS = 64;

/** The text of every live place; pages begin with the same. */
export function livePlaces({ queues, oldestWaitingMs }: Live): Record<string, string> {
  const places: Record<string, string> = { oldest: oldestWords(oldestWaitingMs) };
  for (const { queue, waiting, active, delayed, failed } of queues)
    for (const [what, count] of Object.entries({ waiting, active, delayed, failed }))
      places[`${queue}.${what}`] = countWords(count);
  return places;
}

const oldestWords = (ms: number): string => (ms === 0 ? 'none waits' : durationWords(ms));

export function serveLive(app: FastifyInstance, ports: Ports): void {
  const audience = tellAll(ports);
  app.get('/live', { exposeHeadRoute: false }, (_request, reply) => {
    if (audience.isFull())
      throw new FeedmillError(
        'CONFLICT',
        `${MAX_WATCHERS} pages watch the counts already; this one shows them as they were when it was opened.`,
      );
    audience.add(openStream(reply));
  });
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => audience.end());
}

interface Audience {
  isFull(): boolean;
  add(watcher: ServerResponse): void;
  end(): void;
}

function tellAll(ports: Ports): Audience {
  const watchers = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | null = null;
  let last = { text: '', at: 0 };
  const say = (text: string): void => {
    for (const watcher of watchers) watcher.write(text);
  };
  const tell = async (): Promise<void> => {
    try {
      const text = `data: ${JSON.stringify(livePlaces(await liveOf(ports)))}\n\n`;
      const at = ports.now().getTime();
      const isDue = at - last.at >= SAY_AGAIN_MS;
      if (text !== last.text) say(text);
      else if (isDue) say(': nothing new\n\n');
      if (text !== last.text || isDue) last = { text, at };
    } catch (error) {
      // Whoever keeps the queues logs that they are away; the pages say that their counts are old, and get them anew.
      ports.log.debug({ err: error }, 'the live counts could not be read');
      last = { text: '', at: 0 };
      say('event: away\ndata:\n\n');
    }
    timer = watchers.size === 0 ? null : setTimeout(() => void tell(), EVERY_MS);
  };
  return {
    isFull: () => watchers.size >= MAX_WATCHERS,
    add: (watcher) => {
      // What is known while others watch is fresh; what is left of the last watcher is not.
      watcher.write(timer === null || last.text === '' ? ': welcome\n\n' : last.text);
      watchers.add(watcher);
      watcher.on('close', () => watchers.delete(watcher));
      if (timer === null) {
        last = { text: '', at: 0 };
        timer = setTimeout(() => void tell(), 0);
      }
    },
    end: () => {
      if (timer !== null) clearTimeout(timer);
      for (const watcher of watchers) watcher.end();
      watchers.clear();
    },
  };
}
