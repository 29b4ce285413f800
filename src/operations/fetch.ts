// One page as the service would get it, for a person who wants to see how: the guard, robots.txt, the site's turn and
// the request with each of its hops. Nothing is stored of the page; what the answer teaches about its host is.
import { hostOf } from '../web/canonical-url.js';
import { createChecker } from '../web/check.js';
import type { WebOutcome } from '../web/client.js';
import type { Wanted } from '../web/media-type.js';
import { judge } from '../web/outcome.js';
import { pageDirectives } from '../web/page-directives.js';
import type { Hop } from '../web/trace.js';
import { admit, learn } from '../workers/admission.js';
import type { Outcome } from '../workers/outcome.js';
import type { Ports } from '../workers/ports.js';

export interface Fetched {
  url: string;
  /** refused: by the guard; held: by robots.txt, or because it is not the site's turn; failed: no usable answer. */
  verdict: 'fetched' | 'refused' | 'held' | 'failed';
  /** A sentence for a person. */
  reason: string;
  /** What robots.txt says; null where it was not asked. */
  robots: { allowed: boolean; reason: string; crawlDelayMs: number | null } | null;
  userAgent: string;
  hops: readonly Hop[];
  /** What came; null without a whole body. */
  body: { bytes: number; contentType: string | null; directives: string[] } | null;
  /** From the beginning to the end, the wait for the site's turn included. */
  ms: number;
}

type Answer = Omit<Fetched, 'url' | 'robots' | 'userAgent' | 'ms'>;
const nothing = { hops: [], body: null } as const;

/** Requests `url` once. Never rejects but for lost infrastructure. */
export async function fetchOnce(url: string, as: Wanted, ports: Ports): Promise<Fetched> {
  const began = performance.now();
  const { allowPrivate, allowPorts, userAgent, respectRobots } = ports.settings;
  const check = createChecker({ allowPrivate, allowPorts: allowPorts.map(Number), dns: false });
  const { verdict, detail } = await check(url);
  const answer: Answer =
    verdict === 'refused' ? { verdict, reason: detail, ...nothing } : await admittedAnswer(url, as, ports);
  // Known by now where the host was asked at all: it is not asked again.
  const wasAsked = verdict === 'allowed' && (answer.verdict !== 'failed' || answer.hops.length > 0);
  const permit = wasAsked && respectRobots ? await ports.robots.allowed(url) : null;
  const robots =
    permit === null
      ? null
      : { allowed: permit.allowed, reason: permit.reason, crawlDelayMs: permit.crawlDelayMs };
  return { url, robots, userAgent, ...answer, ms: Math.round(performance.now() - began) };
}

async function admittedAnswer(url: string, as: Wanted, ports: Ports): Promise<Answer> {
  const article = { url, host: hostOf(url) };
  const admission = await admit(article, ports, new AbortController().signal);
  if (admission.status === 'held')
    // What would be tried again met a host that does not answer.
    return {
      verdict: admission.outcome.status === 'retry' ? 'failed' : 'held',
      reason: heldReason(admission.outcome),
      ...nothing,
    };
  const began = performance.now();
  const { outcome, hops } = await ports.web.trace({ url, acceptTypes: as });
  const { isSlowed } = admission;
  await learn(article, outcome, { ms: performance.now() - began, isSlowed }, ports);
  return { ...said(outcome, ports.settings.userAgent), hops };
}

function heldReason(outcome: Outcome): string {
  const reason = 'reason' in outcome ? (outcome.reason ?? '') : '';
  return outcome.status === 'wait'
    ? `${reason}; its turn would be at ${outcome.until.toISOString()}`
    : reason;
}

function said(outcome: WebOutcome, userAgent: string): Omit<Answer, 'hops'> {
  switch (outcome.status) {
    case 'ok': {
      const directives = pageDirectives(outcome.headers, userAgent);
      const body = { bytes: outcome.body.length, contentType: outcome.contentType, directives };
      return { verdict: 'fetched', reason: `The server answered ${outcome.httpStatus}.`, body };
    }
    case 'not-modified':
      return {
        verdict: 'failed',
        reason: 'The server answered 304 to a request that did not ask.',
        body: null,
      };
    case 'refused':
      return { verdict: 'refused', reason: outcome.message, body: null };
    default:
      return { verdict: 'failed', reason: judge(outcome).reason, body: null };
  }
}
