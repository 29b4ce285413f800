// Finds the article that a person names, by its id or by its address.

import { FeedmillError } from '../errors.js';
import type { Article } from '../store/articles.js';
import { idNamed } from '../store/ids.js';
import { canonicalUrl, urlKey } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';

/** The article with this id or address; null when there is none, or when it is neither. */
export async function findArticle(name: string, { store }: Pick<Ports, 'store'>): Promise<Article | null> {
  const id = idNamed(name);
  if (id !== null) return store.articles.find(id);
  const url = canonicalUrl(name);
  return url === null ? null : store.articles.findByKey(urlKey(url));
}

/**
 * The article that a person named by id or address.
 * @throws FeedmillError NOT_FOUND
 */
export async function articleNamed(name: string, ports: Ports): Promise<Article> {
  const article = await findArticle(name, ports);
  if (article === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no article ${name}. \`feedmill why ${name}\` tells what is known of it.`,
    );
  return article;
}
