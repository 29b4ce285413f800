// A picture between paragraphs, with its caption.
import { imagesIn, pictureOf } from './images.js';
import { type InlineWriting, imageHtml, inlineHtml } from './inline-html.js';
import { type AnyNode, type Element, isTag, isText } from './tree.js';

const names: ReadonlySet<string> = new Set(['figure', 'picture', 'img', 'noscript']);
/** Publishing systems from before the figure element call it so. */
const figureName = /(?:^|\s)(?:wp-caption|captioned-image|image-caption-container)(?=$|\s)/i;
const captionName = /(?:^|[\s_-])caption(?:-text)?(?=$|[\s_-])/i;
const imageFile = /\.(?:jpe?g|png|gif|webp|avif)$/i;
const MAX_IMAGES = 20;

/** Whether an element is a picture, or a picture with its caption. */
export const isFigure = ({ name, attribs }: Element): boolean =>
  names.has(name) || figureName.test(attribs['class'] ?? '');

/** A picture with its caption; empty where there is none. Without caption it must not lead elsewhere, nor come `after` the text. */
export function figureHtml(element: Element, isAfter: boolean, writing: InlineWriting): string {
  const caption = captionIn(element);
  if (caption === null && (isAfter || leadsElsewhere(element, writing))) return '';
  const images = imagesIn(withFallback(element), MAX_IMAGES);
  const pictures: string[] = [];
  for (const image of images) {
    // A noscript element repeats the picture before it in another size.
    if (pictures.length > 0 && isFallback(image)) continue;
    const picture = pictureOf(image, writing.resolve);
    // Elsewhere in noscript elements stand counters of readers, which are no files.
    if (element.name === 'noscript' && !imageFile.test(picture === null ? '' : new URL(picture.src).pathname))
      continue;
    const html = imageHtml(picture, writing);
    if (html !== '') pictures.push(html);
  }
  if (pictures.length === 0) return '';
  const words = (caption?.children ?? [])
    .map((node) => inlineHtml(node, writing, false, false))
    .join('')
    .trim();
  return `<figure>${pictures.join('')}${words === '' ? '' : `<figcaption>${words}</figcaption>`}</figure>`;
}

// An img and the noscript element behind it are one picture, which is written where the img stands.
function withFallback(element: Element): Element[] {
  if (element.name === 'noscript') return neighbour(element, 'prev')?.name === 'img' ? [] : [element];
  const next = element.name === 'img' ? neighbour(element, 'next') : null;
  return next?.name === 'noscript' ? [element, next] : [element];
}

function neighbour(element: Element, side: 'prev' | 'next'): Element | null {
  let at = element[side];
  while (at !== null && isText(at) && at.data.trim() === '') at = at[side];
  return at !== null && isTag(at) ? at : null;
}

const isFallback = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && (parent.name === 'noscript' || isFallback(parent));

function captionIn(element: Element): Element | null {
  for (const child of element.children) {
    if (!isTag(child)) continue;
    const isCaption = child.name === 'figcaption' || captionName.test(child.attribs['class'] ?? '');
    const found = isCaption ? child : captionIn(child);
    if (found !== null) return found;
  }
  return null;
}

// Pictures in links to other pages stand for these; a link to the picture itself only enlarges it.
function leadsElsewhere(element: Element, { resolve }: InlineWriting): boolean {
  const inner = element.children.filter(isTag).find(({ name }) => name === 'a');
  for (let at: AnyNode | null = inner ?? element; at !== null; at = at.parent) {
    if (!isTag(at) || at.name !== 'a') continue;
    const url = resolve(at.attribs['href']);
    return url !== null && !imageFile.test(new URL(url).pathname);
  }
  return false;
}
