import { describe, expect, it } from 'vitest';
import { childrenOf, innerMarkup, textOf, type XmlElement } from '../../src/feeds/element.js';
import { parseXmlTree } from '../../src/feeds/xml-tree.js';

/** The tree as nested names and texts. */
type Outline = string | [string, ...Outline[]];
const outline = (element: XmlElement): Outline[] =>
  element.children.map((child) => (typeof child === 'string' ? child : [child.name, ...outline(child)]));
const tree = (text: string): Outline[] => outline(parseXmlTree(text));

describe('parseXmlTree', () => {
  it('closes what was left open when something around it is closed', () =>
    expect(tree('<a><b>x<c>y</a>z')).toEqual([['a', ['b', 'x', ['c', 'y']]], 'z']));

  it('passes over closing tags that close nothing', () =>
    expect(tree('<a></b>x</a></a>')).toEqual([['a', 'x']]));

  it('gives names the prefix that everybody uses for their namespace', () => {
    expect(tree('<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:creator/></x>')).toEqual([
      ['x', ['dc:creator']],
    ]);
    expect(tree('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry/></a:feed>')).toEqual([
      ['feed', ['entry']],
    ]);
    expect(tree('<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel/></r:rss>')).toEqual([
      ['rss', ['channel']],
    ]);
    expect(tree('<rss xmlns:s="http://purl.org/rss/1.0/modules/slash/"><s:comments/></rss>')).toEqual([
      ['rss', ['s:comments']],
    ]);
  });

  it('decodes references once, and HTML names in attributes', () => {
    const [element] = childrenOf(
      parseXmlTree('<a t="&eacute;&amp;#1;&#1;&#x41;">&amp;lt; &nbsp; &#0;&#xD800;&#65;</a>'),
    );
    expect(element?.attributes.get('t')).toBe('é&#1;A');
    expect(textOf(element ?? null)).toBe('&lt; &nbsp; \uFFFD\uFFFDA');
  });

  it('expands no entity declaration', () => {
    const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
      '',
    );
    const text = `<!DOCTYPE r [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs}]><r>&l20;&f;</r>`;
    const [root] = childrenOf(parseXmlTree(text), 'r');
    expect(textOf(root ?? null)).toBe('&l20;&f;');
  });

  it('lets a new item end one that was not closed, unless it stands in a body', () => {
    expect(tree('<c><item><title>1<item><title>2</c>')).toEqual([
      ['c', ['item', ['title', '1']], ['item', ['title', '2']]],
    ]);
    expect(tree('<entry><content><entry>x</entry></content></entry>')).toEqual([
      ['entry', ['content', ['entry', 'x']]],
    ]);
  });

  it('leaves out the item in which the text ends, when whole ones stand before it', () => {
    expect(tree('<c><item>1</item><item><link>https://n.exam')).toEqual([['c', ['item', '1']]]);
    expect(tree('<c><item>only one')).toEqual([['c', ['item', 'only one']]]);
  });

  it('keeps the text of elements that nest too deeply, and what follows them', () => {
    const [root] = childrenOf(parseXmlTree(`<r>${'<a>'.repeat(100_000)}deep</r><s>after</s>`));
    expect(textOf(root ?? null)).toBe('deep');
    expect(tree(`<r>${'<a>'.repeat(100_000)}</r><s>after</s>`)[1]).toEqual(['s', 'after']);
  });

  it('needs no closing tags for line breaks and pictures', () =>
    expect(tree('<d>a<br>b<img src="x">c</d>')).toEqual([['d', 'a', ['br'], 'b', ['img'], 'c']]));

  it('reads a hundred thousand attributes, and names of the prototype as names', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `a${i}="x"`).join(' ');
    const [root] = childrenOf(parseXmlTree(`<r ${many} __proto__="y"><constructor/><__proto__/></r>`));
    expect(root?.attributes.size).toBe(100_001);
    expect(root?.children.length).toBe(2);
  });
});

describe('innerMarkup', () => {
  it('writes XHTML as HTML that means the same', () => {
    const [root] = childrenOf(
      parseXmlTree(
        '<c><h:p xmlns:h="http://www.w3.org/1999/xhtml" title="&quot;">1 &lt; 2 &amp; 3<h:br/></h:p></c>',
      ),
    );
    expect(root && innerMarkup(root)).toBe('<p title="&quot;">1 &lt; 2 &amp; 3<br /></p>');
  });
});
