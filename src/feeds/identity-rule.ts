// The rule by which a feed's items are known again, chosen from what its latest polls have shown.
import type { IdentityEvidence, IdentityRule } from './matching.js';

/** What polls have shown, older ones counting less. */
export type IdentityTally = IdentityEvidence;

export const noEvidence: IdentityTally = {
  known: 0,
  guidChanged: 0,
  linkChanged: 0,
  bothChanged: 0,
  guidReused: 0,
  withoutGuid: 0,
  withoutLink: 0,
  items: 0,
};

/** Half of what is believed comes from the latest seven polls: a site that was rebuilt is soon judged anew. */
const DECAY = 0.9;
/** A habit shows in this share of the known items, and in so many of them. */
const HABIT = 0.2;
const MIN_SHOWN = 3;
/** One article may be given another's guid by accident. */
const MIN_REUSED = 1.5;

/** The tally with one more poll. */
export function tallyWith(tally: IdentityTally, evidence: IdentityEvidence): IdentityTally {
  const names = Object.keys(noEvidence) as (keyof IdentityTally)[];
  const sums = names.map((name) => [
    name,
    Math.round((tally[name] * DECAY + evidence[name]) * 1_000) / 1_000,
  ]);
  return Object.fromEntries(sums) as IdentityTally;
}

/** The rule, and the evidence for it in words. */
export function identityRule(tally: IdentityTally): { rule: IdentityRule; why: string } {
  const { known, items } = tally;
  const isHabit = (count: number): boolean => count >= MIN_SHOWN && count >= known * HABIT;
  const of = (count: number, what: string): string =>
    `${Math.round(count)} of ${Math.round(known)} known items ${what}`;
  if (items === 0) return { rule: 'guid', why: 'no poll has shown anything else yet' };
  if (isHabit(tally.bothChanged))
    return {
      rule: 'title-and-date',
      why: of(tally.bothChanged, 'came with both a new guid and a new address'),
    };
  if (tally.guidReused >= MIN_REUSED)
    return {
      rule: 'guid-and-link',
      why: `${Math.round(tally.guidReused)} items came with another article's guid`,
    };
  if (tally.withoutGuid >= items * MOSTLY) return { rule: 'link', why: 'the items have no guid' };
  if (isHabit(tally.guidChanged))
    return { rule: 'link', why: of(tally.guidChanged, 'came with a new guid and the same address') };
  if (known === 0) return { rule: 'guid', why: 'no item was seen a second time yet' };
  return {
    rule: 'guid',
    why: of(tally.linkChanged, 'came with a new address, and none of the guids is in doubt'),
  };
}
const MOSTLY = 0.9;

/** When most known items of a poll change their signs at once. */
const MASS = 0.5;

export function isMassChange({ known, guidChanged, linkChanged, bothChanged }: IdentityEvidence): boolean {
  return known >= MIN_SHOWN && Math.max(guidChanged, linkChanged, bothChanged) > known * MASS;
}

/** A feed that changes its signs at once only now and then has moved; one that does so all the time has none to learn. */
const POLLS_BETWEEN_MOVES = 20;

/** Whether the new signs of known items are worth remembering: not where a feed makes new ones with each request. */
export function learnsSigns(evidence: IdentityEvidence, pollsSinceMassChange: number | null): boolean {
  return (
    !isMassChange(evidence) || pollsSinceMassChange === null || pollsSinceMassChange > POLLS_BETWEEN_MOVES
  );
}
