// Which methods a path answers to, for whoever comes with another one (RFC 9110, section 15.5.6).
import type { FastifyInstance } from 'fastify';

/** Watches the routes that are registered afterwards; the answer is the methods of a path, none where nothing is. */
export function watchMethods(app: FastifyInstance): (path: string) => string[] {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const one = known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) one.methods.add(each);
    known.set(url, one);
  });
  return (path) =>
    [
      ...new Set(
        [...known.values()].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : [])),
      ),
    ].sort();
}

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*/g, '.*')}$`,
  );
