// What makes pages that work without it pleasanter: times in the visitor's zone, counts that move, charts of tables.

/** Times come in UTC; the visitor reads them in the zone of the clock beside the page. */
function localTimes(within = document) {
  const words = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of within.querySelectorAll('time[datetime]')) {
    time.title = time.textContent;
    time.textContent = words.format(new Date(time.dateTime));
  }
}

/** Each event names places on the page and the text for each. */
function liveCounts() {
  const places = new Map();
  for (const place of document.querySelectorAll('[data-live]')) places.set(place.dataset.live, place);
  if (places.size === 0) return;
  const state = document.querySelector('[data-live-state]');
  const say = (text) => {
    if (state !== null) state.textContent = text;
  };
  const listen = ({ data }) => {
    for (const [name, text] of Object.entries(JSON.parse(data))) {
      const place = places.get(name);
      if (place !== undefined && place.textContent !== text) place.textContent = text;
      if (name.endsWith('.active')) place?.closest('.stage')?.classList.toggle('busy', text !== '0');
    }
    say('These counts move while you watch.');
  };
  whileSeen(() => {
    const source = new EventSource('/live');
    source.onmessage = listen;
    source.addEventListener('away', () => say('The queues do not answer; these counts are old.'));
    source.onerror = () => say('The counts have stopped; they go on when the service answers again.');
    return source;
  });
}

/** Browsers open few connections to one server, so a page that nobody sees gives its own back. */
function whileSeen(open) {
  let source = null;
  const watch = () => {
    source?.close();
    source = document.visibilityState === 'hidden' ? null : open();
  };
  document.addEventListener('visibilitychange', watch);
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', ({ persisted }) => persisted && watch());
  watch();
}

/** Puts each article that is stored on top of the newest ones, as the page itself writes them. */
function newestArticles() {
  const list = document.querySelector('[data-newest]');
  if (list === null) return;
  const shown = Math.max(8, list.children.length);
  const listen = ({ data, lastEventId }) => {
    list.dataset.newest = lastEventId;
    const { articleId, language, at, data: article } = JSON.parse(data);
    // The page lists no thin ones either.
    if (article.thin) return;
    if (list.querySelector(`[data-article="${articleId}"]`) !== null) return;
    const make = (name, text, properties = {}) =>
      Object.assign(document.createElement(name), { textContent: text, ...properties });
    const time = make('time', '', { dateTime: article.publishedAt ?? at });
    const about = make('p', '', { className: 'quiet' });
    about.append(make('bdi', article.siteName ?? article.host), ` · ${language ?? 'und'} · `, time);
    const line = document.createElement('li');
    line.dataset.article = articleId;
    line.append(
      make('a', article.title ?? article.url, { href: `/articles/${articleId}`, dir: 'auto' }),
      about,
    );
    localTimes(line);
    list.prepend(line);
    while (list.children.length > shown) list.lastElementChild.remove();
    list.parentElement.querySelector(':scope > p.quiet')?.remove();
  };
  whileSeen(() => {
    const after = list.dataset.newest;
    const source = new EventSource(`/api/events/stream?types=article.stored&after=${after}`);
    source.addEventListener('article.stored', listen);
    return source;
  });
}

/** Draws the table that a chart names: times in its first column, counts in its second. */
function drawChart(chart) {
  const rows = [...document.getElementById(chart.dataset.chart).tBodies[0].rows];
  const hours = rows.map((row) => new Date(row.querySelector('time').dateTime).getTime() / 1000);
  const counts = rows.map((row) => Number(row.cells[1].textContent));
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  chart.replaceChildren();
  const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
  const timeWords = (seconds) => {
    const at = new Date(seconds * 1000);
    return (at.getHours() === 0 ? day : hour).format(at);
  };
  const whole = (value) => (Number.isInteger(value) ? String(value) : '');
  return new uPlot(
    {
      width: chart.clientWidth || chart.parentElement.clientWidth,
      height: 220,
      legend: { show: false },
      cursor: { show: false },
      axes: [
        { ...axis, space: 70, values: (_plot, splits) => splits.map(timeWords) },
        { ...axis, size: 44, values: (_plot, splits) => splits.map(whole) },
      ],
      scales: {
        x: { range: (_plot, min, max) => [min, max + 3600] },
        y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] },
      },
      series: [
        {},
        {
          width: 0,
          fill: colour('--accent'),
          // Polls may stand close together or days apart; a bar is never thinner than what can be seen.
          paths: uPlot.paths.bars({ size: [0.8, Number.POSITIVE_INFINITY, 2], align: 1 }),
          points: { show: false },
        },
      ],
    },
    [hours, counts],
    chart,
  );
}

function charts() {
  if (typeof uPlot === 'undefined') return;
  const all = [...document.querySelectorAll('[data-chart]')];
  const draw = () => all.forEach(drawChart);
  let waiting;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 150);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
}

localTimes();
liveCounts();
newestArticles();
charts();
