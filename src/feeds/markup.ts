// Markup to events, in one pass and in linear time. htmlparser2's tokenizer is used without its parser, because that
// keeps its open elements in an array that grows at the front: 100,000 unclosed tags take it seconds. Nothing is
// expanded but character references and, in XML, the five entities that XML names; a DTD is skipped unread.
import { decodeHTMLStrict, decodeXML } from 'entities';
import { Tokenizer } from 'htmlparser2';
import { noAttributes } from './element.js';
import { storableText } from './storable.js';

export interface MarkupReader {
  /** `at` is the index of the tag's first `<`; an empty tag (`<a/>`) is closed next. */
  open(name: string, attributes: ReadonlyMap<string, string>, at: number, isEmpty: boolean): void;
  text(data: string): void;
  close(name: string): void;
}

/** Reads the whole text; names are lower-case, the first attribute of a name counts. Never throws on broken markup. */
export function readMarkup(text: string, mode: 'xml' | 'html', reader: MarkupReader): void {
  let name = '';
  let at = 0;
  let attributes: Map<string, string> | null = null;
  let attribute = '';
  let value = '';
  const isXml = mode === 'xml';
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    // XML is decoded here, since the tokenizer leaps from tag to tag only where it decodes nothing.
    { xmlMode: isXml, decodeEntities: !isXml },
    {
      onopentagname(start, end) {
        name = text.slice(start, end).toLowerCase();
        at = start - 1;
        attributes = null;
      },
      onattribname(start, end) {
        attribute = text.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata(start, end) {
        const data = text.slice(start, end);
        // HTML's names are no references in XML, but feeds use them in attributes all the same.
        value += data.includes('&') ? storableText(decodeHTMLStrict(data)) : data;
      },
      onattribentity(codePoint) {
        value += character(codePoint);
      },
      onattribend() {
        attributes ??= new Map();
        if (!attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: () => reader.open(name, attributes ?? noAttributes, at, false),
      onselfclosingtag() {
        reader.open(name, attributes ?? noAttributes, at, true);
        reader.close(name);
      },
      onclosetag: (start, end) => reader.close(text.slice(start, end).toLowerCase()),
      ontext(start, end) {
        const data = text.slice(start, end);
        reader.text(isXml && data.includes('&') ? storableText(decodeXML(data)) : data);
      },
      ontextentity: (codePoint) => reader.text(character(codePoint)),
      oncdata: (start, end, offset) => reader.text(text.slice(start, end - offset)),
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
}

// `&#1;` is as unstorable as the character itself.
const character = (codePoint: number): string => storableText(String.fromCodePoint(codePoint));
