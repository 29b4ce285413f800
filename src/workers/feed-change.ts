// When a feed is told of as failing, and when as well again: once each, however many polls fail between. One failed
// poll is mostly a deploy or a full server, and has been tried several times by then; three in a row, with a longer
// pause after each, are some hours in which a person would want to look. What a server says is gone for good needs no
// second question.
import type { Feed, PollResult } from '../store/feeds.js';

const FAILURES = 3;

type Standing = Pick<Feed, 'state' | 'failures'>;

const isTold = ({ state, failures }: Standing): boolean => state === 'gone' || failures >= FAILURES;

/** The event that the end of a poll is; null when it changes nothing. */
export function feedChange(
  before: Standing,
  after: Pick<PollResult, 'state' | 'failures'>,
): 'feed.failing' | 'feed.recovered' | null {
  // A paused feed stays paused whatever its poll brought, so that its state does not remember that it was told of.
  const [was, is] = [
    isTold(before),
    isTold(before.state === 'paused' ? { ...after, state: 'paused' } : after),
  ];
  if (was === is) return null;
  return is ? 'feed.failing' : 'feed.recovered';
}
