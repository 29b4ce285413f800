// Text that feeds escape twice: titles and bodies. RSS does not say whether a title is text or HTML, and most feeds
// escape HTML into it; so tags that HTML knows are taken out and references are decoded once more, while `<T>` stays.
import { decodeHTML } from 'entities';
import { innerMarkup, textOf, type XmlElement } from './element.js';
import { storableText } from './storable.js';

const htmlTag =
  /<\/?(?:a|abbr|acronym|b|big|blockquote|br|center|cite|code|del|dfn|div|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|samp|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|var|wbr)(?:[\s/][^<>]*)?>/gi;

/** A title without markup on one line; null when nothing is left. */
export function plainOf(element: XmlElement | null): string | null {
  const raw = element === null ? null : unpacked(element, textOf(element));
  if (raw === null) return null;
  // Atom's type="text" is the only case where a feed says that nothing is escaped twice.
  const isText = element?.attributes.get('type') === 'text';
  const bare = isText ? raw : withoutComments(raw).replace(htmlTag, '');
  const decoded = !isText && /&(?:#|[a-z])/i.test(bare) ? storableText(decodeHTML(bare)) : bare;
  return decoded.replace(/\s+/g, ' ').trim() || null;
}

/** A summary or content as markup; null when there is none. */
export function bodyOf(element: XmlElement | null): string | null {
  if (element === null) return null;
  return unpacked(element, innerMarkup(element)) || element.attributes.get('src')?.trim() || null;
}

const base64 = /^[A-Za-z0-9+/\s]+={0,2}$/;
const textType = /^(?:text\b|html$|xhtml$|.*[/+]xml$)/i;

// Atom 0.3 says mode="base64"; Atom 1.0 means it with a type that is neither text nor XML (RFC 4287, 4.1.3.3).
function unpacked(element: XmlElement, text: string | null): string | null {
  const type = element.attributes.get('type')?.trim() ?? 'text';
  const isPacked =
    element.attributes.get('mode') === 'base64' || (type.includes('/') && !textType.test(type.slice(0, 200)));
  if (!isPacked || text === null || !base64.test(text)) return text;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return plain.includes('\uFFFD') ? text : storableText(plain).trim();
}

// A pattern would look for the end of every `<!--` anew, which takes quadratic time where there is none.
function withoutComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) break;
    parts.push(text.slice(from, at));
    from = end + 3;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(from);
}
