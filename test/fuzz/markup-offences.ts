// What clean HTML holds that it must not, once the standard's own parser has read it as a page's body.
import { type DefaultTreeAdapterMap, parseFragment, serialize } from 'parse5';

const allowed: ReadonlyMap<string, readonly string[]> = new Map([
  ...'h2 h3 h4 p ul ol li blockquote pre figure figcaption table thead tbody tfoot tr br wbr abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small strong sub sup u var'
    .split(' ')
    .map((name): [string, string[]] => [name, []]),
  ['a', ['href']],
  ['img', ['src', 'alt', 'width', 'height']],
  ['time', ['datetime']],
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan']],
]);

type Node = DefaultTreeAdapterMap['node'];

function* nodesIn(node: Node): Generator<Node> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    yield child;
    yield* nodesIn(child);
  }
}

function offencesOf(node: Node): string[] {
  if (node.nodeName === '#text') return [];
  if (!('tagName' in node)) return [`a node ${node.nodeName}`];
  const names = allowed.get(node.tagName);
  if (names === undefined || node.namespaceURI !== 'http://www.w3.org/1999/xhtml')
    return [`<${node.tagName}>`];
  return node.attrs
    .filter(
      ({ name, value }) =>
        !names.includes(name) ||
        ((name === 'href' || name === 'src') && !/^https?:\/\/[^\s"<>]*$/.test(value)),
    )
    .map(({ name, value }) => `<${node.tagName} ${name}="${value}">`);
}

/**
 * Elements and attributes beyond the allowlist, and the sentence that the tree is another one after it was written and
 * read again: what changes on its way through a parser may become something else in a reader's page.
 */
export function markupOffences(html: string): string[] {
  const tree = parseFragment(html);
  const once = serialize(tree);
  const offences = [...nodesIn(tree)].flatMap(offencesOf);
  return serialize(parseFragment(once)) === once
    ? offences
    : [...offences, 'a tree that changes when read again'];
}
