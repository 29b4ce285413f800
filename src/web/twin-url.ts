// The addresses under which one article stands for other readers: AMP pages, their caches, and pages for phones. They
// serve to know an item again within one feed, never to request a page, and never lead to a home page.
import { getDomain } from 'tldts';
import { canonicalUrl, urlKey } from './canonical-url.js';

/** The keys of an article's canonical address and of those it is a twin of, its own first, each once. */
export function addressKeys(canonical: string): string[] {
  const plain = plainAddresses(new URL(fromCache(canonical)));
  return [...new Set([canonical, ...plain].map(urlKey))];
}

// https://www.google.com/amp/s/n.example/1 and https://n-example.cdn.ampproject.org/c/s/n.example/1; the s stands for
// https (amp.dev, "AMP Cache URL format").
const cached =
  /^https?:\/\/(?:(?:www\.)?google\.[a-z.]{2,10}\/amp|[\w-]+\.cdn\.ampproject\.org\/[cv])\/(s\/)?(.+)$/;

function fromCache(url: string): string {
  const [, secure, rest] = cached.exec(url) ?? [];
  if (rest === undefined) return url;
  return canonicalUrl(`${secure === undefined ? 'http' : 'https'}://${rest}`) ?? url;
}

const devices = /^(?:m|mobile|amp|wap)\.(?=.)/;
const ampQuery = /^(?:amp(?:=(?:1|true)?)?|(?:outputtype|output|view)=amp)$/i;

// `m.n.example/1` may be the twin of `n.example/1` and of `www.n.example/1`.
function plainAddresses(url: URL): string[] {
  const host = url.host.replace(devices, '');
  const isDevice = host !== url.host && getDomain(host, { allowPrivateDomains: true }) !== null;
  const hosts = isDevice ? [host, `www.${host}`] : [url.host];
  const path = url.pathname
    .replace(/^\/amp(?=\/.)/, '')
    .replace(/(?<=.)\/amp\/?$/, '')
    .replace(/(?<=[^/])\.amp(?=$|\.html?$)/, '');
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !ampQuery.test(part))
    .join('&');
  return hosts.map((one) => `${url.protocol}//${one}${path}${query === '' ? '' : `?${query}`}${url.hash}`);
}
