import { DECLARED_WINDOW, type Languages, languagesOf } from '../../operations/today.js';
import type { DeclaredLanguage, LanguageShare } from '../../store/overview.js';
import { languagesQuery } from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Bar, Choice, Table } from './parts.js';
import { counted, countWords, languageWords, percentWords, withQuery } from './words.js';

const spans: readonly (readonly ['1' | '7' | '30', string])[] = [
  ['1', 'the last 24 hours'],
  ['7', 'the last 7 days'],
  ['30', 'the last 30 days'],
];

export const languagesPages: readonly PageRoute[] = [
  pageRoute({
    path: '/languages',
    query: languagesQuery,
    handle: async ({ query: { days } }, { ports }) => ({
      status: 'page',
      title: 'Languages',
      content: <LanguagesContent days={days} languages={await languagesOf(Number(days), ports)} />,
    }),
  }),
];

function LanguagesContent({ days, languages }: { days: '1' | '7' | '30'; languages: Languages }) {
  return (
    <>
      <h1>Languages</h1>
      <form class="filter" method="get" action="/languages">
        <Choice name="days" label="Articles stored in" options={spans} chosen={days} />
        <button type="submit">Show</button>
      </form>
      <Shares shares={languages.shares} />
      <Declared declared={languages.declared} />
    </>
  );
}

function Shares({ shares }: { shares: readonly LanguageShare[] }) {
  const total = shares.reduce((sum, { articles }) => sum + articles, 0);
  return (
    <section aria-labelledby="shares">
      <h2 id="shares">Share of each language</h2>
      {total === 0 && <p class="quiet">Nothing was stored.</p>}
      <ul class="shares">
        {shares.map(({ language, articles }) => (
          <li key={language}>
            <a href={withQuery('/articles', { language })}>{languageWords(language)}</a>
            <span class="number">
              {countWords(articles)} · {percentWords(articles / total)}
            </span>
            <Bar share={articles / total} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Declared({ declared }: { declared: readonly DeclaredLanguage[] }) {
  const sum = (of: (one: DeclaredLanguage) => boolean): number =>
    declared.filter(of).reduce((total, { articles }) => total + articles, 0);
  const contradicted = declared.filter(({ contradicts }) => contradicts);
  return (
    <section aria-labelledby="declared">
      <h2 id="declared">Declared against detected</h2>
      <p>
        Of the newest{' '}
        {counted(
          sum(() => true),
          'article',
        )}{' '}
        (up to {countWords(DECLARED_WINDOW)} are looked at),{' '}
        {countWords(sum((one) => one.declared !== null && !one.contradicts))} are in the language that their
        page declares, {countWords(sum((one) => one.declared === null))} declare none, and{' '}
        {countWords(sum((one) => one.contradicts))} contradict what is declared.
      </p>
      {contradicted.length > 0 && (
        <Table
          caption="Declarations that the text contradicts"
          columns={[{ head: 'Declared' }, { head: 'Detected' }, { head: 'Articles', numeric: true }]}
          rows={contradicted.map(({ declared: said, detected, articles }) => [
            said === null ? 'none' : languageWords(said),
            <a href={withQuery('/articles', { language: detected })}>{languageWords(detected)}</a>,
            countWords(articles),
          ])}
        />
      )}
    </section>
  );
}
