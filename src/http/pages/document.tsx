// What stands around every page. Nothing in it comes from another host, and no script or style stands in the page
// itself, so that the content policy can forbid both.
import type { ComponentChildren } from 'preact';
import { type Caller, mayUse } from '../callers.js';
import type { Assets } from './assets.js';
import type { Notice } from './notices.js';

/** The pages in the order of the navigation; `under` is what else belongs to them. */
const navigation = [
  { href: '/', text: 'Today' },
  { href: '/articles', text: 'Articles' },
  { href: '/feeds', text: 'Feeds' },
  { href: '/failures', text: 'Failures' },
  { href: '/reingest', text: 'Re-ingest' },
  { href: '/hosts', text: 'Hosts' },
  { href: '/languages', text: 'Languages' },
  { href: '/webhooks', text: 'Webhooks' },
  { href: '/queues/', text: 'Queues' },
] as const;

interface Around {
  title: string;
  path: string;
  assets: Assets;
  hasChart: boolean;
  notice: Notice | null;
  /** Who looks; a page that says why the door is shut is shown to nobody that is known. */
  caller: Caller | null;
  children: ComponentChildren;
}

export function Document({ title, path, assets, hasChart, notice, caller, children }: Around) {
  return (
    <html lang="en">
      <Head title={title} assets={assets} hasChart={hasChart} />
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/">
            Feedmill
          </a>
          <Navigation path={path} />
        </header>
        <main id="main" tabIndex={-1}>
          {notice !== null && (
            <p class={`notice ${notice.tone}`} role="status">
              {notice.text}
            </p>
          )}
          {children}
        </main>
        <footer>
          <a href="/api/openapi.json">API</a>
          <a href="/readyz">Readiness</a>
          <a href="/api/status">Status</a>
          {caller !== null && mayUse(caller, 'operate') && <a href="/changes">Changes</a>}
          {caller?.kind === 'session' && <LogOut caller={caller} />}
        </footer>
      </body>
    </html>
  );
}

function LogOut({ caller }: { caller: Caller }) {
  return (
    <form method="post" action="/logout">
      <span class="quiet">
        {caller.name}, {caller.scope}
      </span>
      <button type="submit">Log out</button>
    </form>
  );
}

export function Head({ title, assets, hasChart }: Pick<Around, 'title' | 'assets' | 'hasChart'>) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title === 'Feedmill' ? title : `${title} · Feedmill`}</title>
      <link rel="icon" href={assets.href('icon.svg')} type="image/svg+xml" />
      {hasChart && <link rel="stylesheet" href={assets.href('uplot.css')} />}
      <link rel="stylesheet" href={assets.href('newsroom.css')} />
      {hasChart && <script defer src={assets.href('uplot.js')} />}
      <script defer src={assets.href('newsroom.js')} />
    </head>
  );
}

function Navigation({ path }: { path: string }) {
  return (
    <nav aria-label="Pages">
      <ul>
        {navigation.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={isUnder(path, href) ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const isUnder = (path: string, href: string): boolean =>
  path === href || (href !== '/' && path.startsWith(`${href}/`));
