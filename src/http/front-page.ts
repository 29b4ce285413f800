import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
a { color: LinkText; }
li { margin: 0.5rem 0; }
`;

/** What the content policy names, so that this style applies and no other inside a page. */
export const frontPageStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** The page at `/`: where to go from here. */
export const frontPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Feedmill</title>
<style>${style}</style>
</head>
<body>
<h1>Feedmill</h1>
<p>Feeds in, clean articles out.</p>
<ul>
<li><a href="/queues/">Queue dashboards</a></li>
<li><a href="/api/status">Status</a>, <a href="/api/feeds">feeds</a>, <a href="/api/articles">articles</a></li>
<li><a href="/readyz">Readiness</a></li>
<li><a href="/api/openapi.json">The API, as OpenAPI</a></li>
</ul>
</body>
</html>
`;
