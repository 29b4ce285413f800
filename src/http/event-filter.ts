import type { EventFilter } from '../store/events.js';
import type { EventType } from '../store/schema-events.js';

/** What a query of events asks for. */
export function eventFilterOf({
  types,
  feed,
  language,
}: {
  types?: EventType[] | undefined;
  feed?: number | undefined;
  language?: string | undefined;
}): EventFilter {
  return {
    ...(types === undefined ? {} : { types }),
    ...(feed === undefined ? {} : { feedId: feed }),
    ...(language === undefined ? {} : { language }),
  };
}
