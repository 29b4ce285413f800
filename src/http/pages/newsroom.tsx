// The pages for the person who lives with a running service. They are drawn here, work without script, and own no
// rule: what they tell comes from operations and the store, what they change goes the way of the API.
import type { FastifyInstance } from 'fastify';
import type { Service } from '../../service.js';
import { problemOf } from '../problem.js';
import { articlePages } from './article.js';
import { articlesPages } from './articles.js';
import { serveAssets } from './assets.js';
import { failuresPages } from './failures.js';
import { feedPages } from './feed.js';
import { feedsPages } from './feeds.js';
import { readForms } from './forms.js';
import { hostsPages } from './hosts.js';
import { languagesPages } from './languages.js';
import { serveLive } from './live.js';
import { serveOriginals } from './originals.js';
import { type PageRoute, registerPages, sendPage } from './page-route.js';
import { todayPages } from './today.js';

const pages: readonly PageRoute[] = [
  ...todayPages,
  ...articlesPages,
  ...articlePages,
  ...feedsPages,
  ...feedPages,
  ...failuresPages,
  ...hostsPages,
  ...languagesPages,
];

/** What is asked again and again while a page is open, and therefore logged at debug only. */
export const isQuietPage = (path: string): boolean => path.startsWith('/assets/') || path === '/live';

export async function mountNewsroom(app: FastifyInstance, service: Service): Promise<void> {
  await app.register(async (scope) => {
    readForms(scope);
    const assets = await serveAssets(scope);
    scope.setErrorHandler((error, request, reply) => {
      const { status, detail } = problemOf(error, request, service.ports.log);
      const content = (
        <>
          <h1>{status === 404 ? 'There is no such thing' : 'That did not work'}</h1>
          <p class="reason">{detail}</p>
          <p class="quiet">Request {request.id}</p>
        </>
      );
      return sendPage(
        reply.status(status),
        { status: 'page', title: 'Not done', content },
        {
          path: request.routeOptions.url ?? '',
          assets,
          notice: null,
        },
      );
    });
    registerPages(scope, pages, service, assets);
    serveOriginals(scope, service.ports);
    serveLive(scope, service.ports);
  });
}
