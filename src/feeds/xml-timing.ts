// What a feed says about when it wants to be asked: ttl, skipHours and skipDays (RSS 2.0), the syndication module.
import { childrenOf, firstChild, textOf, type XmlElement } from './element.js';

const periods: ReadonlyMap<string, number> = new Map([
  ['hourly', 60],
  ['daily', 1_440],
  ['weekly', 10_080],
  ['monthly', 43_200],
  ['yearly', 525_600],
]);

/** RSS 2.0's ttl in minutes, else the syndication module's period divided by its frequency. Null: neither. */
export function ttlOf(channel: XmlElement): number | null {
  const ttl = Number(textOf(firstChild(channel, 'ttl')));
  if (ttl > 0 && Number.isFinite(ttl)) return ttl;
  const period = periods.get(textOf(firstChild(channel, 'sy:updateperiod'))?.toLowerCase() ?? '');
  const frequency = Number(textOf(firstChild(channel, 'sy:updatefrequency')) ?? 1);
  return period === undefined ? null : period / (frequency > 0 ? frequency : 1);
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** skipHours, where old feeds write 24 for midnight, and skipDays as numbers; what is no hour or day is left out. */
export function skipsOf(channel: XmlElement): { skipHours: number[]; skipDays: number[] } {
  const listed = (list: string, item: string): string[] =>
    childrenOf(channel, list)
      .flatMap((element) => childrenOf(element, item))
      .flatMap((element) => textOf(element) ?? []);
  const hours = listed('skiphours', 'hour').filter((hour) => /^\d{1,2}$/.test(hour));
  const days = listed('skipdays', 'day').map((day) => weekdays.indexOf(day.slice(0, 3).toLowerCase()));
  return {
    skipHours: [...new Set(hours.map((hour) => Number(hour) % 24))].filter((hour) => hour < 24),
    skipDays: [...new Set(days)].filter((day) => day >= 0),
  };
}
