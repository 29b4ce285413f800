// What the page of one article is made of.
import { foundWords } from '../../operations/found-words.js';
import type { LifeEvent } from '../../operations/why.js';
import type { Article } from '../../store/articles.js';
import type { Revision } from '../../store/revisions.js';
import { CleanText, directionOf } from './clean-text.js';
import { Facts, Table } from './parts.js';
import {
  counted,
  countWords,
  durationWords,
  Elsewhere,
  languageWords,
  Published,
  percentWords,
  Time,
  withQuery,
} from './words.js';

export function ArticleBody({
  article,
  revision,
  answer,
}: {
  article: Article;
  revision: Revision | null;
  answer: string;
}) {
  const title = article.title ?? article.hints.title ?? article.url;
  return (
    <article class="story">
      <h1 dir="auto">{title}</h1>
      <p class="quiet">
        {article.byline.length > 0 && (
          <>
            <bdi>{article.byline.join(', ')}</bdi> ·{' '}
          </>
        )}
        <bdi>{article.site_name ?? article.host}</bdi> ·{' '}
        {article.published_at === null ? (
          <Time at={article.discovered_at} />
        ) : (
          <Published at={article.published_at} day={article.published_day} />
        )}
      </p>
      <p>
        <Elsewhere url={article.url} />
      </p>
      {article.state !== 'stored' && <p class="reason">{answer}</p>}
      {revision !== null && (
        <CleanText html={revision.html} language={revision.language} script={revision.script} />
      )}
    </article>
  );
}

export function ArticleFacts({
  article,
  revision,
  feeds,
}: {
  article: Article;
  revision: Revision | null;
  feeds: readonly { feedId: number; feedUrl: string }[];
}) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">What is known of it</h2>
      <Facts
        facts={[
          ['State', article.state],
          [
            'Unlike its site',
            article.drift_alert === null ? null : (
              <>
                it does not look as the articles of its site usually do;{' '}
                <a href={withQuery('/articles', { alert: article.drift_alert })}>others like it</a>
              </>
            ),
          ],
          [
            'Same story as',
            article.duplicate_of === null ? null : (
              <a href={`/articles/${article.duplicate_of}`}>article {article.duplicate_of}</a>
            ),
          ],
          [
            'Listed by',
            feeds.length === 0 ? null : (
              <ul>
                {feeds.map(({ feedId, feedUrl }) => (
                  <li key={feedId}>
                    <a class="address" href={`/feeds/${feedId}`}>
                      {feedUrl}
                    </a>
                  </li>
                ))}
              </ul>
            ),
          ],
          ['Found', <Time at={article.discovered_at} />],
          ['Stored', article.stored_at === null ? null : <Time at={article.stored_at} />],
          ...(revision === null ? [] : revisionFacts(revision)),
        ]}
      />
    </section>
  );
}

function revisionFacts(revision: Revision): Parameters<typeof Facts>[0]['facts'][number][] {
  const { quality, language_detail: detail, attribution } = revision;
  const language = revision.language === null ? null : languageWords(revision.language);
  const sure = detail === null ? '' : `, ${percentWords(detail.confidence)} sure, from ${detail.source}`;
  const others = (detail?.shares ?? []).filter(({ tag }) => tag !== revision.language);
  return [
    ['Language', language === null ? null : `${language}${sure}`],
    ['Beside it', others.map(({ tag, share }) => `${languageWords(tag)} ${percentWords(share)}`).join(', ')],
    ['Language declared', revision.declared_language],
    ['Contradicted', detail?.disagreement ?? null],
    ['Modified', revision.modified_at === null ? null : <Time at={revision.modified_at} />],
    [
      'Canonical address',
      revision.canonical_url === null ? null : <Elsewhere url={revision.canonical_url} />,
    ],
    ['Picture', revision.image_url === null ? null : <Elsewhere url={revision.image_url} />],
    ['Tags', revision.tags.join(', ')],
    ['Paywall', revision.paywalled === null ? null : revision.paywalled ? 'yes' : 'no'],
    ['Taken over from', attribution.publisher ?? attribution.url],
    ['Text', `${counted(quality.words, 'word')}, ${counted(quality.characters, 'character')}`],
    ['Text found', quality.found === undefined ? null : foundWords(quality.found)],
    ['Made by', madeBy(revision)],
    ['Confidence', percentWords(quality.confidence)],
    ['Notes', quality.notes.join('; ')],
  ];
}

function madeBy({ extractor_version: cleaner, tagger_version: tagger, quality: { rule } }: Revision): string {
  const parts = [
    `cleaner ${cleaner}`,
    ...(tagger === null ? [] : [`tagger ${tagger}`]),
    rule == null ? 'no site rule' : `the rule for ${rule.site}, version ${rule.version} (${rule.file})`,
  ];
  return parts.join(', ');
}

export function Life({ answer, life }: { answer: string; life: readonly LifeEvent[] }) {
  return (
    <section aria-labelledby="life">
      <h2 id="life">Its life</h2>
      <p>{answer}</p>
      {life.length > 0 && (
        <Table
          caption="Every attempt of every stage, oldest first"
          columns={[
            { head: 'When' },
            { head: 'Stage' },
            { head: 'Outcome' },
            { head: 'What' },
            { head: 'Took', numeric: true },
          ]}
          rows={life.map(({ at, stage, outcome, text, ms }) => [
            <Time at={at} />,
            stage,
            <span class={`outcome ${outcome}`}>{outcome}</span>,
            text,
            durationWords(ms),
          ])}
        />
      )}
    </section>
  );
}

export function Revisions({ articleId, revisions }: { articleId: number; revisions: readonly Revision[] }) {
  if (revisions.length === 0) return null;
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">Revisions</h2>
      <Table
        caption="The result of each pass, newest first; each tells what changed in it"
        columns={[
          { head: 'Made' },
          { head: 'State' },
          { head: 'Title' },
          { head: 'Words', numeric: true },
          { head: 'Language' },
          { head: 'Cleaner', numeric: true },
        ]}
        rows={[...revisions].reverse().map((revision) => [
          <a href={`/articles/${articleId}/revisions/${revision.id}`}>
            <Time at={revision.created_at} />
          </a>,
          revision.state,
          <bdi dir={directionOf(revision.script)}>{revision.title}</bdi>,
          countWords(revision.quality.words),
          revision.language ?? '',
          String(revision.extractor_version),
        ])}
      />
    </section>
  );
}
