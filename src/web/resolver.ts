// Host names to addresses, without getaddrinfo: that one resolves two names at a time, so that a few dead names stop
// everybody, and it trusts /etc/hosts. A and AAAA are asked at once, answers are kept for their time to live (within
// bounds), and concurrent questions for one name share one query. What comes back is not judged here.
import { promises as dns, type RecordWithTtl } from 'node:dns';
import { codeOf, OFFLINE } from './network-error.js';
import { createOwnNetwork, type OwnNetwork } from './own-network.js';

/**
 * Every address of a host name. Rejects with an error whose `code` is DNS's (ENOTFOUND, ESERVFAIL, ETIMEOUT, …), or
 * OFFLINE when no name server answers for any name.
 */
export type Resolve = (hostname: string) => Promise<string[]>;

// Zero TTLs exist to defeat caches; five seconds spare a busy host a query for each connection.
const MIN_TTL_SECONDS = 5;
// An answer that claims days would outlive a site's move.
const MAX_TTL_SECONDS = 300;
// About 1 MB of names and addresses.
const MAX_NAMES = 5_000;

interface Entry {
  readonly addresses: Promise<string[]>;
  expiresAt: number;
}

/** What a resolver asks; node's `dns.promises.Resolver` fits. */
export interface Questions {
  resolve4(name: string, options: { ttl: true }): Promise<RecordWithTtl[]>;
  resolve6(name: string, options: { ttl: true }): Promise<RecordWithTtl[]>;
  /** Tells a dead network from a dead name. */
  resolveNs(name: string): Promise<string[]>;
}

/**
 * A caching resolver. `servers` is the system's resolver unless given; `now` is the clock of the cache in ms.
 * One question gives up after about two seconds: 1 s a try, two tries.
 */
export function createResolver(
  questions: Questions = new dns.Resolver({ timeout: 1_000, tries: 2 }),
  now: () => number = Date.now,
): Resolve {
  const cache = new Map<string, Entry>();
  const network = createOwnNetwork(() => answersAtAll(questions), now);
  return (hostname) => {
    const kept = cache.get(hostname);
    if (kept !== undefined && kept.expiresAt > now()) return kept.addresses;
    cache.delete(hostname);
    const answer = ask(questions, network, hostname);
    const entry: Entry = { addresses: answer.then((found) => found.addresses), expiresAt: Infinity };
    cache.set(hostname, entry);
    answer.then(
      ({ ttlSeconds }) => {
        entry.expiresAt = now() + ttlSeconds * 1_000;
      },
      // The caller sees the rejection through `addresses`; here only the failed entry goes.
      () => cache.delete(hostname),
    );
    const oldest = cache.keys().next();
    if (cache.size > MAX_NAMES && oldest.done === false) cache.delete(oldest.value);
    return entry.addresses;
  };
}

/**
 * Resolves names that an operator opened to the guard. `localhost` is 127.0.0.1 (RFC 6761) whatever a server says;
 * the others go to `injected`, or without one to the system's own lookup, hosts file included: such names live there.
 */
export function createOpenedResolver(injected: Resolve | null): Resolve {
  const system: Resolve = async (hostname) => {
    const found = await dns.lookup(hostname, { all: true });
    return found.map(({ address }) => address);
  };
  const resolve = injected ?? system;
  return (hostname) => (hostname === 'localhost' ? Promise.resolve(['127.0.0.1']) : resolve(hostname));
}

// Other codes are what a name server said.
const NO_ANSWER: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);

async function answersAtAll(questions: Questions): Promise<boolean> {
  return questions.resolveNs('.').then(
    () => true,
    (error: unknown) => !NO_ANSWER.has(codeOf(error)),
  );
}

async function ask(
  questions: Questions,
  network: OwnNetwork,
  hostname: string,
): Promise<{ addresses: string[]; ttlSeconds: number }> {
  const answers = await Promise.allSettled([
    questions.resolve4(hostname, { ttl: true }),
    questions.resolve6(hostname, { ttl: true }),
  ]);
  const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (records.length > 0) network.answered();
  else {
    const error = worst(answers);
    if (!NO_ANSWER.has(codeOf(error))) network.answered();
    else if (await network.isAway()) throw Object.assign(new Error(OFFLINE), { code: OFFLINE });
    throw error;
  }
  const ttl = Math.min(...records.map((record) => record.ttl));
  return {
    addresses: records.map((record) => record.address),
    ttlSeconds: Math.min(MAX_TTL_SECONDS, Math.max(MIN_TTL_SECONDS, ttl)),
  };
}

// "No such record" on one side and a dead server on the other is a dead server: only two clear noes are a no.
function worst(answers: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons: unknown[] = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason] : [],
  );
  return (
    reasons.find((reason) => !isClearNo(reason)) ??
    reasons[0] ??
    Object.assign(new Error('no addresses'), { code: 'ENODATA' })
  );
}

function isClearNo(reason: unknown): boolean {
  const code = codeOf(reason);
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
