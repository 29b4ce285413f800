// Which items of a feed are known, one known item for each at most. An address always counts, because an article is
// known by its address everywhere. A guid counts where title, time or address agree; where a feed reuses its guids, only
// where title and time do. (A feed that changes its guids does no harm: what is always new is never known.) Title and
// time count where the addresses are akin, or where everything else changes with each poll.
// What must stay true: no two items are the same known one, so that two articles never become one; an item that agrees
// with a known one in all that its feed may be believed in is that one, so that one article never becomes two.
import { allSigns, foldedTitle, type ItemSigns } from './identity.js';
import { kinship } from './link-kinship.js';

export type IdentityRule = 'guid' | 'link' | 'guid-and-link' | 'title-and-date';

export interface Described {
  url: string | null;
  title: string | null;
  publishedAt: Date | null;
}
export interface KnownItem extends Described {
  key: string;
  contentHash: string;
  articleId: number | null;
}
export interface SignedItem extends Described {
  signs: ItemSigns;
}

/** What one poll shows of a feed's habits, in numbers of items. */
export interface IdentityEvidence {
  /** Items that were known. */
  known: number;
  /** Known by their address, with a guid that was not. */
  guidChanged: number;
  /** Known by their guid, with an address that was not. */
  linkChanged: number;
  /** Known by title and time alone. */
  bothChanged: number;
  /** Items whose guid is another article's. */
  guidReused: number;
  withoutGuid: number;
  withoutLink: number;
  items: number;
}

export interface Matched<T extends SignedItem> {
  known: { item: T; as: KnownItem; newSigns: string[] }[];
  fresh: T[];
  evidence: IdentityEvidence;
}

/** So many items, and so large a share of a poll, are the feed's doing and not an editor's. */
const MANY = 3;
const MOST = 0.5;

/** Matches a poll's items with what is known of the signs that they have. Repeats within the poll are left out. */
export function matchItems<T extends SignedItem>(
  polled: readonly T[],
  knownBySign: ReadonlyMap<string, KnownItem>,
  rule: IdentityRule,
): Matched<T> {
  const { items, guidReused } = withoutRepeats(polled);
  const matcher = new Matcher(items, knownBySign);
  matcher.byAddress();
  const reused = matcher.byGuid(rule);
  matcher.byWords(rule);
  return matcher.result(guidReused + reused);
}

class Matcher<T extends SignedItem> {
  readonly #items: readonly T[];
  readonly #known: ReadonlyMap<string, KnownItem>;
  readonly #matches = new Map<T, KnownItem>();
  readonly #taken = new Set<string>();
  readonly #by = { address: 0, guid: 0, words: 0 };

  constructor(items: readonly T[], known: ReadonlyMap<string, KnownItem>) {
    this.#items = items;
    this.#known = known;
  }

  byAddress(): void {
    for (const item of this.#items) {
      for (const address of item.signs.addresses) {
        const known = this.#free(address);
        if (known === null) continue;
        this.#take(item, known, 'address');
        break;
      }
    }
  }

  /** How many guids turned out to be another article's. */
  byGuid(rule: IdentityRule): number {
    let reused = 0;
    for (const item of this.#open()) {
      const known = this.#free(item.signs.guid);
      if (known === null) continue;
      if (agrees(item, known, rule)) this.#take(item, known, 'guid');
      else reused++;
    }
    return reused;
  }

  byWords(rule: IdentityRule): void {
    const timesOf = countOf(this.#items.map(({ signs }) => signs.words));
    const likely: [T, KnownItem][] = [];
    const open = this.#open();
    for (const item of open) {
      const known = timesOf.get(item.signs.words) === 1 ? this.#free(item.signs.words) : null;
      if (known === null) continue;
      if (item.url === null || isAkin(item, known, rule)) this.#take(item, known, 'words');
      // A title without a time is no sign of its own: "Weather report" comes every day.
      else if (item.publishedAt !== null) likely.push([item, known]);
    }
    // That most of a feed has the titles and times of known articles is no accident: the site has new addresses.
    // One time for all of them is when the feed was made, and with titles that recur no sign at all.
    const times = new Set(likely.map(([{ publishedAt }]) => publishedAt?.getTime()));
    const isMove =
      likely.length >= MANY &&
      likely.length >= open.length * MOST &&
      times.size > 1 &&
      this.#by.address === 0;
    if (isMove) for (const [item, known] of likely) this.#take(item, known, 'words');
  }

  result(guidReused: number): Matched<T> {
    const known = this.#items.flatMap((item) => {
      const as = this.#matches.get(item);
      return as === undefined ? [] : [{ item, as, newSigns: this.#newSigns(item, as) }];
    });
    const hasGuid = ({ signs }: T): boolean => signs.guid !== null;
    const evidence = {
      known: known.length,
      guidChanged: known.filter(({ item }) => this.#isNewGuid(item)).length,
      linkChanged: this.#by.guid,
      bothChanged: this.#by.words,
      guidReused,
      withoutGuid: this.#items.filter((item) => !hasGuid(item)).length,
      withoutLink: this.#items.filter(({ url }) => url === null).length,
      items: this.#items.length,
    };
    return { known, fresh: this.#open(), evidence };
  }

  #open(): T[] {
    return this.#items.filter((item) => !this.#matches.has(item));
  }

  #free(sign: string | null): KnownItem | null {
    const known = sign === null ? undefined : this.#known.get(sign);
    return known === undefined || this.#taken.has(known.key) ? null : known;
  }

  #take(item: T, known: KnownItem, by: 'address' | 'guid' | 'words'): void {
    this.#matches.set(item, known);
    this.#taken.add(known.key);
    this.#by[by]++;
  }

  #isNewGuid({ signs }: T): boolean {
    return signs.guid !== null && !this.#known.has(signs.guid);
  }

  #newSigns(item: T, as: KnownItem): string[] {
    return allSigns(item.signs).filter((sign) => this.#known.get(sign)?.key !== as.key);
  }
}

const sameTitle = (a: Described, b: Described): boolean =>
  foldedTitle(a.title) !== '' && foldedTitle(a.title) === foldedTitle(b.title);
const sameTime = (a: Described, b: Described): boolean =>
  a.publishedAt !== null && a.publishedAt.getTime() === b.publishedAt?.getTime();

function agrees(item: SignedItem, known: KnownItem, rule: IdentityRule): boolean {
  if (rule === 'guid-and-link') return sameTitle(item, known) && sameTime(item, known);
  return item.url === null || isOneArticle(item, known);
}

// Of two items with one guid. "Weather report" of another day at another address is another article.
function isOneArticle(a: Described, b: Described): boolean {
  if (sameTime(a, b) || kinship(a.url, b.url) !== 'none') return true;
  return sameTitle(a, b) && (a.publishedAt === null || b.publishedAt === null);
}

function isAkin(item: SignedItem, known: KnownItem, rule: IdentityRule): boolean {
  const kin = kinship(item.url, known.url);
  const isHabit = rule === 'title-and-date';
  if (item.publishedAt === null) return kin === 'moved' || (isHabit && kin !== 'none');
  return isHabit || kin !== 'none';
}

function countOf<K>(keys: readonly K[]): Map<K, number> {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

// The first, newest one counts: of one address, and of one guid unless it is clearly another article's.
function withoutRepeats<T extends SignedItem>(polled: readonly T[]): { items: T[]; guidReused: number } {
  const bySign = new Map<string, T>();
  const items: T[] = [];
  let guidReused = 0;
  for (const item of polled) {
    const { addresses, guid, words } = item.signs;
    if (addresses.some((address) => bySign.has(address))) continue;
    const sameGuid = guid === null ? undefined : bySign.get(guid);
    if (sameGuid !== undefined) {
      if (item.url === null || isOneArticle(item, sameGuid)) continue;
      guidReused++;
    }
    const sameWords = words === null ? undefined : bySign.get(words);
    if (sameWords !== undefined && isRepeat(item, sameWords)) continue;
    items.push(item);
    for (const sign of allSigns(item.signs)) if (!bySign.has(sign)) bySign.set(sign, item);
  }
  return { items, guidReused };
}

function isRepeat(item: SignedItem, other: SignedItem): boolean {
  const kin = kinship(item.url, other.url);
  return kin === 'moved' || (item.url === null && other.url === null);
}
