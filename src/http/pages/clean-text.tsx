// The clean HTML of an article, built anew for the page: each element is written here by name, with the attributes
// that it may have, so that what the page shows does not rest on the cleaner alone. Pictures come from other hosts,
// whom the reader has not asked to be told of; they are links.
import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { type ComponentChildren, h } from 'preact';
import { Elsewhere } from './words.js';

/** What may stand in a text, without any attribute. */
const plain: ReadonlySet<string> = new Set([
  ...['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'figure', 'figcaption'],
  ...[
    'table',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'br',
    'wbr',
    'abbr',
    'b',
    'bdi',
    'bdo',
    'cite',
    'code',
    'del',
    'dfn',
  ],
  ...['em', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'samp', 'small', 'strong', 'sub', 'sup', 'u', 'var'],
]);
/** Scripts that are written from right to left, by ISO 15924. */
const rightToLeft: ReadonlySet<string> = new Set([
  'Arab',
  'Hebr',
  'Syrc',
  'Thaa',
  'Nkoo',
  'Adlm',
  'Rohg',
  'Mand',
  'Samr',
]);
/** The cleaner nests no deeper than some forty; what comes deeper is no clean HTML. */
const MAX_NESTING = 60;
/** What is inside of these is no text. */
const silent: ReadonlySet<string> = new Set([
  'script',
  'style',
  'iframe',
  'template',
  'noscript',
  'svg',
  'math',
]);

/** A text with its language and direction. `html` is a revision's. */
export function CleanText({
  html,
  language,
  script,
}: {
  html: string;
  language: string | null;
  script: string | null;
}) {
  return (
    <div
      class="text"
      lang={language === null || language === 'und' ? undefined : language}
      dir={directionOf(script)}
    >
      {written(parseDocument(html).children, 0)}
    </div>
  );
}

/** Without a known script the browser looks at the words. */
export const directionOf = (script: string | null): 'rtl' | 'ltr' | 'auto' =>
  script === null ? 'auto' : rightToLeft.has(script) ? 'rtl' : 'ltr';

function written(nodes: readonly ChildNode[], depth: number): ComponentChildren[] {
  return nodes.map((node) => (isText(node) ? node.data : isTag(node) ? element(node, depth + 1) : null));
}

function element(node: Element, depth: number): ComponentChildren {
  const { name, attribs } = node;
  if (depth > MAX_NESTING || silent.has(name)) return null;
  if (name === 'img') return picture(attribs);
  const inner = written(node.children, depth);
  if (name === 'a') return link(attribs['href'], inner);
  if (name === 'td' || name === 'th') return h(name, spans(attribs), inner);
  if (name === 'time') return <span>{inner}</span>;
  return plain.has(name) ? h(name, null, inner) : inner;
}

function link(href: string | undefined, inner: ComponentChildren[]): ComponentChildren {
  if (href === undefined || !/^https?:\/\//i.test(href)) return inner;
  return (
    <a href={href} rel="noopener noreferrer external">
      {inner}
    </a>
  );
}

function picture({ src = '', alt = '' }: Record<string, string>): ComponentChildren {
  return (
    <span class="picture">
      <Elsewhere url={src} text={alt === '' ? 'Picture' : `Picture: ${alt}`} />
    </span>
  );
}

function spans({ colspan, rowspan }: Record<string, string>): Record<string, number> {
  const whole = (text: string | undefined): number => (/^\d{1,3}$/.test(text ?? '') ? Number(text) : 1);
  return { colSpan: whole(colspan), rowSpan: whole(rowspan) };
}
