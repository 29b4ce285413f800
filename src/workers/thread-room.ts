// Who may go into the threads now: no more tasks than there are threads, so that a page's time is its own and none of
// it is spent in a queue, and no more bytes than memory has been set aside for. A thread's heap is bounded by V8, but
// the bytes of a page are outside of it. Whoever came first goes first, so that a large page is not overtaken for ever.

export interface ThreadRoom {
  /** Resolves once there is room, with what gives it back; with null when `signal` ends the wait. */
  enter(bytes: number, signal: AbortSignal): Promise<(() => void) | null>;
}
interface Waiting {
  bytes: number;
  admit(): void;
}

/** What is larger than `maxBytes` goes in alone. */
export function createThreadRoom({ places, maxBytes }: { places: number; maxBytes: number }): ThreadRoom {
  const waiting: Waiting[] = [];
  let inside = 0;
  let bytesInside = 0;
  const admitNext = (): void => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const fits = inside === 0 || bytesInside + first.bytes <= maxBytes;
      if (inside >= places || !fits) return;
      waiting.shift();
      inside++;
      bytesInside += first.bytes;
      first.admit();
    }
  };
  return {
    enter: (bytes, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(null);
        const giveUp = (): void => {
          const at = waiting.indexOf(one);
          if (at < 0) return;
          waiting.splice(at, 1);
          resolve(null);
          admitNext();
        };
        const one: Waiting = {
          bytes,
          admit: () => {
            signal.removeEventListener('abort', giveUp);
            let isOut = false;
            resolve(() => {
              if (isOut) return;
              isOut = true;
              inside--;
              bytesInside -= bytes;
              admitNext();
            });
          },
        };
        waiting.push(one);
        signal.addEventListener('abort', giveUp, { once: true });
        admitNext();
      }),
  };
}
