// The pages for the person who lives with a running service. They are drawn here, work without script, and own no
// rule: what they tell comes from operations and the store, what they change goes the way of the API.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Service } from '../../service.js';
import type { Callers } from '../callers.js';
import { type Problem, problemOf } from '../problem.js';
import { alertsPages } from './alerts.js';
import { articlePages } from './article.js';
import { articlesPages } from './articles.js';
import { serveAssets } from './assets.js';
import { changesPages } from './changes.js';
import { explanationPages } from './explanation.js';
import { failuresPages } from './failures.js';
import { feedPages } from './feed.js';
import { feedRemovePages } from './feed-remove.js';
import { feedsPages } from './feeds.js';
import { readForms } from './forms.js';
import { hostsPages } from './hosts.js';
import { languagesPages } from './languages.js';
import { serveLive } from './live.js';
import { serveLogin } from './login.js';
import { serveOriginals } from './originals.js';
import { type PageRoute, registerPages, sendPage } from './page-route.js';
import { reingestPages } from './reingest.js';
import { revisionPages } from './revision.js';
import { todayPages } from './today.js';
import { webhooksPages } from './webhooks.js';
import { whyPages } from './why.js';

const pages: readonly PageRoute[] = [
  ...todayPages,
  ...alertsPages,
  ...articlesPages,
  ...articlePages,
  ...explanationPages,
  ...revisionPages,
  ...feedsPages,
  ...feedPages,
  ...feedRemovePages,
  ...failuresPages,
  ...reingestPages,
  ...hostsPages,
  ...languagesPages,
  ...whyPages,
  ...changesPages,
  ...webhooksPages,
];

/** What is asked again and again while a page is open, and therefore logged at debug only. */
export const isQuietPage = (path: string): boolean => path.startsWith('/assets/') || path === '/live';

export interface Newsroom {
  /** Answers with a page that says what is wrong. */
  sendProblemPage(reply: FastifyReply, problem: Problem): FastifyReply;
}

export async function mountNewsroom(
  app: FastifyInstance,
  service: Service,
  callers: Callers,
): Promise<Newsroom> {
  const assets = serveAssets(app);
  const sendProblemPage: Newsroom['sendProblemPage'] = (reply, { status, detail }) => {
    const content = (
      <>
        <h1>{status === 404 ? 'There is no such thing' : 'That did not work'}</h1>
        <p class="reason">{detail}</p>
        <p class="quiet">Request {reply.request.id}</p>
      </>
    );
    const page = { status: 'page', title: 'Not done', content } as const;
    const path = reply.request.routeOptions.url ?? '';
    return sendPage(reply.status(status), page, { path, assets, notice: null });
  };
  await app.register(async (scope) => {
    readForms(scope);
    scope.setErrorHandler((error, request, reply) =>
      sendProblemPage(reply, problemOf(error, request, service.ports.log)),
    );
    registerPages(scope, pages, service, assets);
    serveOriginals(scope, service.ports);
    serveLive(scope, service.ports);
    serveLogin(scope, service.ports, callers, assets);
  });
  return { sendProblemPage };
}
