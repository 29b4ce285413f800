// What a feed's polls remember for the next one, in one value that is written with the end of a poll. Every field has a
// meaning for a feed that was never polled, so that fields may be added without touching what is stored.
import { type IdentityTally, isMassChange, noEvidence, tallyWith } from './identity-rule.js';
import type { IdentityEvidence } from './matching.js';
import { noReplacement, type Replacement, replacementWith } from './missed.js';
import type { PublisherHints } from './publisher-hints.js';
import { noRhythm, type Rhythm, rhythmOf, rhythmWith } from './rhythm.js';

export interface FeedMemory {
  identity: IdentityTally;
  /** Polls since most items changed their signs at once; null: they never did. */
  pollsSinceMassChange: number | null;
  rhythm: Rhythm;
  hints: PublisherHints;
  /** Whether the last poll that was read showed items that were known. */
  hadOverlap: boolean;
  /** Whether the feed replaces all its items at once. */
  replaced: Replacement;
  /** Items that were probably missed, in all, and when that was noticed last. */
  missed: { items: number; at: string } | null;
  /** Answers 304 since the feed was read in full. */
  notModified: number;
  /** When an unconditional request brought news that a 304 had denied; conditional ones stop then for a while. */
  validatorsLiedAt: string | null;
  /** Whether the feed was read since its hub is of interest. */
  lookedForHub: boolean;
  /** Where permanent redirects lead, and since when. */
  moved: { url: string; since: string } | null;
}

const nothing: FeedMemory = {
  identity: noEvidence,
  pollsSinceMassChange: null,
  rhythm: noRhythm,
  hints: { ttlMinutes: null, cacheSeconds: null, skipHours: [], skipDays: [] },
  hadOverlap: false,
  replaced: noReplacement,
  missed: null,
  notModified: 0,
  validatorsLiedAt: null,
  lookedForHub: false,
  moved: null,
};

/** A stored memory with what an older version did not remember. */
export function memoryOf(stored: Partial<FeedMemory>): FeedMemory {
  return { ...nothing, ...stored };
}

const DAY_MS = 86_400_000;
/** After so many answers 304 in a row the feed is asked for in full: some servers say 304 for ever. */
const FULL_AFTER = 30;
/** Validators that lied are tried again after this: servers are mended. */
const DISTRUST_MS = 30 * DAY_MS;
/** A redirect that calls itself permanent is believed when it has led to the same place for this long. */
const MOVE_AFTER_MS = 7 * DAY_MS;

/** Whether the next request leaves the validators out. */
export function doubtsValidators({ notModified, validatorsLiedAt }: FeedMemory, now: Date): boolean {
  if (validatorsLiedAt !== null && now.getTime() - Date.parse(validatorsLiedAt) < DISTRUST_MS) return true;
  return notModified >= FULL_AFTER;
}

/** What a poll that was read showed. */
export interface ReadPoll {
  evidence: IdentityEvidence;
  /** Dates of publication of the new items, and of all. */
  published: { fresh: Date[]; all: Date[] };
  missed: number;
  hints: PublisherHints;
  validatorsLied: boolean;
  lookedForHub: boolean;
  permanentUrl: string | null;
}

/** The memory after a poll that was read; `elapsedMs` since the one before, null for the first. */
export function afterRead(
  memory: FeedMemory,
  poll: ReadPoll,
  elapsedMs: number | null,
  now: Date,
): FeedMemory {
  const { evidence, published, missed } = poll;
  const before = memory.missed?.items ?? 0;
  return {
    identity: tallyWith(memory.identity, evidence),
    pollsSinceMassChange: isMassChange(evidence) ? 0 : later(memory.pollsSinceMassChange),
    rhythm: rhythmAfter(memory.rhythm, published, elapsedMs, now),
    hints: poll.hints,
    hadOverlap: evidence.known > 0,
    replaced: replacementWith(memory.replaced, evidence, {
      fresh: published.fresh.length,
      hadOverlap: memory.hadOverlap,
    }),
    missed: missed > 0 ? { items: before + missed, at: now.toISOString() } : memory.missed,
    notModified: 0,
    lookedForHub: memory.lookedForHub || poll.lookedForHub,
    validatorsLiedAt: poll.validatorsLied ? now.toISOString() : memory.validatorsLiedAt,
    moved: movedTo(memory.moved, poll.permanentUrl, now),
  };
}

/** The memory after a push; `elapsedMs` since the feed was read last. What a push leaves out says nothing. */
export function afterPush(
  memory: FeedMemory,
  { evidence, published }: Pick<ReadPoll, 'evidence' | 'published'>,
  elapsedMs: number | null,
): FeedMemory {
  return {
    ...memory,
    identity: tallyWith(memory.identity, evidence),
    rhythm: elapsedMs === null ? memory.rhythm : rhythmWith(memory.rhythm, elapsedMs, published.fresh),
  };
}

/** The memory after a poll that found nothing changed. `permanentUrl` is undefined where the answer did not say. */
export function afterUnchanged(
  memory: FeedMemory,
  poll: { isNotModified: boolean; cacheSeconds: number | null; permanentUrl: string | null | undefined },
  elapsedMs: number | null,
  now: Date,
): FeedMemory {
  return {
    ...memory,
    rhythm: elapsedMs === null ? memory.rhythm : rhythmWith(memory.rhythm, elapsedMs, []),
    hints: { ...memory.hints, cacheSeconds: poll.cacheSeconds },
    // The same bytes show that there was an overlap as well as known items do.
    hadOverlap: true,
    notModified: poll.isNotModified ? memory.notModified + 1 : 0,
    moved: poll.permanentUrl === undefined ? memory.moved : movedTo(memory.moved, poll.permanentUrl, now),
  };
}

/** The address that a feed has moved to for good; null while it has not, or not for long enough. */
export function settledMove({ moved }: FeedMemory, now: Date): string | null {
  return moved !== null && now.getTime() - Date.parse(moved.since) >= MOVE_AFTER_MS ? moved.url : null;
}

function rhythmAfter(
  rhythm: Rhythm,
  { fresh, all }: ReadPoll['published'],
  elapsedMs: number | null,
  now: Date,
): Rhythm {
  const dated = rhythm.perDay === null ? rhythmOf(all, now) : noRhythm;
  if (dated.perDay !== null || elapsedMs === null) return dated;
  return rhythmWith(rhythm, elapsedMs, fresh);
}

const later = (polls: number | null): number | null => (polls === null ? null : polls + 1);

function movedTo(moved: FeedMemory['moved'], url: string | null, now: Date): FeedMemory['moved'] {
  if (url === null) return null;
  return moved?.url === url ? moved : { url, since: now.toISOString() };
}
