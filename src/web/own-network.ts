// Whose fault a failed lookup is: the name's, or that of this machine's network. A name server that answers anything at
// all, and be it "no such name", shows that the network is there. When none has for a while, the root's name servers
// are asked for, which every resolver knows: whoever does not answer that answers nothing.

export interface OwnNetwork {
  /** A name server has answered, whatever it said. */
  answered(): void;
  /** Whether no name server answers. */
  isAway(): Promise<boolean>;
}

/** So long after an answer the network is taken for there. */
const FRESH_MS = 5_000;
/** One probe stands for all lookups that fail within this time. */
const PROBE_MS = 5_000;

/** `probe` asks for the root's name servers: true when an answer came, whatever it said. */
export function createOwnNetwork(probe: () => Promise<boolean>, now: () => number): OwnNetwork {
  let answeredAt = Number.NEGATIVE_INFINITY;
  let probedAt = Number.NEGATIVE_INFINITY;
  let probed: Promise<boolean> = Promise.resolve(true);
  return {
    answered: () => {
      answeredAt = now();
    },
    isAway: async () => {
      if (now() - answeredAt < FRESH_MS) return false;
      if (now() - probedAt >= PROBE_MS) {
        probedAt = now();
        probed = probe();
      }
      return !(await probed);
    },
  };
}
