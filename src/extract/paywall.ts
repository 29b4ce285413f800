// Whether an article is behind a paywall. Most trusted first: isAccessibleForFree of the article and of its parts,
// content tiers in meta tags, and an element that is called paywall and asks for a subscription.
import { type LdNode, listOf } from './json-ld.js';
import type { Marked } from './marked.js';
import type { Meta } from './meta-tags.js';
import { lineOf } from './tree.js';

/** A box that asks for money does it in a few sentences; what is longer is the article behind it. */
const MAX_OFFER = 1_500;
const offer =
  /subscri|\babo(?:s|nn\p{L}*|nent\p{L}*)?\b|suscri|assin|abbona|prenumer|tilaa|előfizet|předplat|predplat|συνδρομ|подпис|підпис|abone|berlangganan|구독|購読|订阅|訂閱|اشترك|\bsign up\b|\blog ?in\b|weiterlesen|plus\b|premium/iu;

/** True behind a paywall, false where the page says that the article is free, null where it does not say. */
export function paywalledOf(article: LdNode, meta: Meta, { paywalls }: Marked): boolean | null {
  const stated = [article, ...listOf(article['hasPart'])].map(isFree).filter((free) => free !== null);
  if (stated.includes(false)) return true;
  const tier = meta.one(
    'article:content_tier',
    'og:article:content_tier',
    'content_tier',
    'article:access',
    'cxenseparse:paywall',
    'access_level',
  );
  if (tier !== null) return !/^(?:free|false|no|0|open|public|anonymous)$/i.test(tier);
  if (stated.includes(true)) return false;
  return paywalls.some((element) => offer.test(lineOf(element, MAX_OFFER) ?? '')) ? true : null;
}

function isFree(node: unknown): boolean | null {
  if (typeof node !== 'object' || node === null) return null;
  const free = (node as LdNode)['isAccessibleForFree'];
  if (typeof free === 'boolean') return free;
  if (typeof free !== 'string') return null;
  return /^(?:https?:\/\/schema\.org\/)?true$/i.test(free.trim())
    ? true
    : /false$/i.test(free.trim())
      ? false
      : null;
}
