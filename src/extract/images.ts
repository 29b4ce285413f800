// The picture that an img element stands for. Pages load pictures late: the address is in one of several attributes,
// in a list of sizes, or in a noscript element beside an empty img.
import { type AnyNode, type Element, folded, isTag } from './tree.js';

export interface Picture {
  src: string;
  alt: string;
  /** In pixels, as the page says; null where it does not. */
  width: number | null;
  height: number | null;
}
/** The absolute web address that a reference means; null for anything else, such as `data:`. */
export type Resolve = (reference: string | undefined) => string | null;

const listAttributes = ['srcset', 'data-srcset', 'data-lazy-srcset'] as const;
const lateAttributes = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-original-src',
  'data-full-src',
  'data-hi-res-src',
  'data-url',
] as const;
const stopgap =
  /(?:^|[/_-])(?:blank|spacer|pixel|placeholder|transparent|loading|lazy|1x1)[^/]*\.(?:gif|png|svg)(?:$|[?#])/i;
/** Larger pictures are for printing; a reader's screen shows no more. */
const WIDEST = 2_000;
/** A list of sizes has some dozen entries of some hundred characters. */
const MAX_LIST = 20_000;
/** Of a list, the first of these is an address or none is. */
const MAX_TRIES = 4;
const MAX_ALT = 500;
/** Smaller ones are icons and counters. */
const SMALLEST = 50;

/** The picture of an img element; null for an icon, a counter, or where no address is known. */
export function pictureOf(img: Element, resolve: Resolve): Picture | null {
  const { attribs } = img;
  const [width, height] = [pixels(attribs['width']), pixels(attribs['height'])];
  if ((width ?? SMALLEST) < SMALLEST || (height ?? SMALLEST) < SMALLEST) return null;
  const src = sourceOf(img, resolve);
  if (src === null) return null;
  return { src, alt: folded(attribs['alt'] ?? '').slice(0, MAX_ALT), width, height };
}

function sourceOf(img: Element, resolve: Resolve): string | null {
  for (const holder of [img, ...sourcesBeside(img)])
    for (const name of listAttributes) {
      const best = bestOf(holder.attribs[name] ?? '', resolve);
      if (best !== null) return best;
    }
  for (const name of lateAttributes) {
    const late = resolve(img.attribs[name]);
    if (late !== null) return late;
  }
  const { src } = img.attribs;
  return src === undefined || stopgap.test(src) ? null : resolve(src);
}

function sourcesBeside({ parent }: Element): Element[] {
  if (parent === null || !isTag(parent) || parent.name !== 'picture') return [];
  return parent.children.filter(isTag).filter(({ name }) => name === 'source');
}

/**
 * The address of the largest picture in a srcset that a screen can show. WHATWG HTML, "parse a srcset attribute":
 * addresses may hold commas, so that only white space and a comma at the end part them.
 */
function bestOf(list: string, resolve: Resolve): string | null {
  if (list === '') return null;
  const found: { reference: string; rank: number }[] = [];
  const words = list.slice(0, MAX_LIST).trim().split(/\s+/);
  for (const [at, word] of words.entries()) {
    if (/^[\d.]+[wxh],?$/.test(word)) continue;
    const reference = word.replace(/^,+|,+$/g, '');
    if (reference === '' || stopgap.test(reference)) continue;
    found.push({ reference, rank: rankOf(word.endsWith(',') ? undefined : words[at + 1]) });
  }
  found.sort((a, b) => b.rank - a.rank);
  for (const { reference } of found.slice(0, MAX_TRIES)) {
    const url = resolve(reference);
    if (url !== null) return url;
  }
  return null;
}

/** The larger the better as far as screens go; beyond that the smaller. */
function rankOf(descriptor: string | undefined): number {
  const found = /^([\d.]{1,10})[wx],?$/.exec(descriptor ?? '');
  const size = found === null ? 1 : Number(found[1]);
  return size > WIDEST ? -size : size;
}

function pixels(value: string | undefined): number | null {
  const found = /^\s*(\d{1,5})(?:px)?\s*$/.exec(value ?? '');
  return found === null ? null : Number(found[1]);
}

/** The img elements in `nodes`, those inside noscript only where there are no others. */
export function imagesIn(nodes: readonly AnyNode[], limit: number): Element[] {
  const shown: Element[] = [];
  const fallback: Element[] = [];
  const gather = (node: AnyNode, isFallback: boolean): void => {
    if (!isTag(node) || shown.length + fallback.length >= limit) return;
    if (node.name === 'img') (isFallback ? fallback : shown).push(node);
    else for (const child of node.children) gather(child, isFallback || node.name === 'noscript');
  };
  for (const node of nodes) gather(node, false);
  return [...shown, ...fallback];
}
