import { articleNamed } from '../../operations/articles.js';
import { why } from '../../operations/why.js';
import { stages } from '../../pipeline.js';
import type { Article } from '../../store/articles.js';
import type { Ports } from '../../workers/ports.js';
import { startReingest } from '../../workers/reingest.js';
import { Originals } from './article-originals.js';
import { ArticleBody, ArticleFacts, Life, Revisions } from './article-parts.js';
import { telling } from './notices.js';
import { articleIdParams, reingestForm } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Choice } from './parts.js';

export const articlePages: readonly PageRoute[] = [
  pageRoute({
    path: '/articles/:article',
    params: articleIdParams,
    handle: async ({ params }, { ports }) => {
      const article = await articleNamed(params.article, ports);
      return { status: 'page', title: article.title ?? article.url, content: await content(article, ports) };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/articles/:article/reingest',
    params: articleIdParams,
    body: reingestForm,
    handle: async ({ params, body: { from } }, { ports }) => {
      const { id, url } = await articleNamed(params.article, ports);
      await startReingest({ selection: { urls: [url] }, from, dryRun: false }, ports);
      return { status: 'moved', to: `${telling(`/articles/${id}`, 'reingested')}#life` };
    },
  }),
];

async function content(article: Article, ports: Ports) {
  const { store } = ports;
  const [revisions, snapshots, story] = await Promise.all([
    store.revisions.list(article.id),
    store.snapshots.list(article.id),
    why(String(article.id), ports),
  ]);
  const current = revisions.find(({ id }) => id === article.revision_id) ?? null;
  const [snapshot] = snapshots.slice(-1);
  return (
    <>
      <p class="crumbs">
        <a href="/articles">Articles</a>
      </p>
      <ArticleBody article={article} revision={current} answer={story.answer} />
      <Again id={article.id} hasSnapshot={snapshots.length > 0} />
      <ArticleFacts
        article={article}
        revision={current}
        feeds={story.status === 'known' ? story.feeds : []}
      />
      {story.status === 'known' && <Life answer={story.answer} life={story.life} />}
      <Revisions articleId={article.id} revisions={revisions} />
      <Originals articleId={article.id} snapshots={snapshots} latest={snapshot ?? null} />
    </>
  );
}

function Again({ id, hasSnapshot }: { id: number; hasSnapshot: boolean }) {
  const from = hasSnapshot ? stages : stages.filter((stage) => stage === 'poll' || stage === 'scrape');
  return (
    <form class="filter" method="post" action={`/articles/${id}/reingest`}>
      <Choice
        name="from"
        label="Run again from"
        options={from.map((stage) => [stage, stage] as const)}
        chosen={hasSnapshot ? 'clean' : 'scrape'}
      />
      <button type="submit">Run again</button>
    </form>
  );
}
