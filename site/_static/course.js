// The page's own script. Classic and deferred, without fetch or modules: works from file:// too.
(() => {
  'use strict';
  const here = document.currentScript.src;
  const plotlySource = new URL('vendor/plotly.min.js', here).href;

  /** Runs a script of the site. */
  const loadScript = (src) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const onerror = () => reject(new Error(`${src} could not be loaded`));
      Object.assign(script, { src, onload: resolve, onerror });
      document.head.append(script);
    });

  /** Loads Plotly once, when the first figure comes near the screen. */
  let plotly;
  const loadPlotly = () => (plotly ??= loadScript(plotlySource));

  /** A layout in the colors of the page, light or dark. */
  function themed(layout) {
    const ink = getComputedStyle(document.querySelector('article') ?? document.body).color;
    const [red, green, blue] = ink.match(/[\d.]+/g).map(Number);
    const grid = red + green + blue > 380 ? '#3a424c' : '#e3e6ea';
    const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid };
    const result = { ...structuredClone(layout), paper_bgcolor: 'transparent', plot_bgcolor: 'transparent', autosize: true };
    delete result.width;
    result.font = { ...result.font, color: ink };
    for (const key of Object.keys(result)) {
      if (/^[xy]axis\d*$/.test(key)) result[key] = { ...axis, ...result[key] };
      if (/^scene\d*$/.test(key))
        for (const name of ['xaxis', 'yaxis', 'zaxis']) result[key][name] = { ...axis, ...result[key][name] };
    }
    return result;
  }

  /** Draws one figure beside its picture; CSS then hides the picture on screen, and shows it in print. */
  async function draw(box) {
    const source = box.querySelector('.figure-json');
    const { key } = source.dataset;
    await Promise.all([loadPlotly(), loadScript(new URL(`figures/${key}.js`, here).href)]);
    const figure = window.dltsFigures[key];
    const place = document.createElement('div');
    place.className = 'figure-live';
    place.style.height = `${source.dataset.height}px`;
    const alt = box.querySelector('img.figure-picture')?.alt ?? figure.layout?.meta?.alt;
    if (alt) {
      place.setAttribute('role', 'figure');
      place.setAttribute('aria-label', alt);
    }
    box.append(place);
    const config = { responsive: true, displaylogo: false, ...figure.config };
    await window.Plotly.newPlot(place, figure.data, themed(figure.layout ?? {}), config);
    if (figure.frames) await window.Plotly.addFrames(place, figure.frames);
    box.classList.add('is-live');
    repaints.push(() => window.Plotly.relayout(place, themed(figure.layout ?? {})));
  }

  const repaints = [];
  const repaint = () => requestAnimationFrame(() => repaints.forEach((paint) => paint()));

  function watchFigures() {
    const nearby = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries)
          if (isIntersecting) {
            nearby.unobserve(target);
            draw(target).catch((error) => console.error(error));
          }
      },
      { rootMargin: '600px 0px' },
    );
    document.querySelectorAll('.figure-box').forEach((box) => nearby.observe(box));
    new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  /** A button on each demo's picture: what a demo needs is loaded only when somebody wants it. */
  function offerDemos() {
    for (const demo of document.querySelectorAll('[data-demo]')) {
      const { scripts, size } = demo.dataset;
      const start = document.createElement('button');
      Object.assign(start, { type: 'button', className: 'demo-button is-main demo-offer' });
      start.textContent = `Start the demo (${size})`;
      start.addEventListener('click', ({ detail }) => {
        start.disabled = true;
        start.textContent = 'Loading …';
        const byKeyboard = detail === 0 && document.activeElement === start; // a finger must not open a phone's keyboard
        startDemo(demo, scripts.split(' '), byKeyboard).catch((error) => {
          console.error(error);
          start.textContent = `The demo could not start: ${error.message}`;
        });
      });
      demo.prepend(start);
      demo.querySelector('.demo-still')?.addEventListener('click', () => start.click());
    }
  }

  async function startDemo(demo, scripts, focus) {
    for (const script of scripts) {
      const src = new URL(`demos/${script}`, here).href;
      if (!document.querySelector(`script[src="${src}"]`)) await loadScript(src);
    }
    const place = document.createElement('div');
    place.className = 'demo-place';
    await window.dltsDemos[demo.dataset.demo](place);
    demo.replaceChildren(place);
    demo.dataset.state = 'live';
    if (focus) place.querySelector('canvas[tabindex], button, input, select')?.focus();
  }

  /** What is folded away is printed too, and folded again afterwards. */
  function unfoldForPrint() {
    const closed = () => document.querySelectorAll('article details:not([open])');
    addEventListener('beforeprint', () =>
      closed().forEach((details) => {
        details.open = true;
        details.dataset.wasClosed = '';
      }),
    );
    addEventListener('afterprint', () =>
      document.querySelectorAll('details[data-was-closed]').forEach((details) => {
        details.open = false;
        delete details.dataset.wasClosed;
      }),
    );
  }

  /** Names and focus for people who use a keyboard or a screen reader. */
  function mendAccessibility() {
    document
      .querySelectorAll('summary[aria-label="Toggle hidden content"]')
      .forEach((summary) => summary.removeAttribute('aria-label'));
    document.querySelectorAll('.cell_output pre, div.highlight pre').forEach((block) => {
      if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    });
  }

  /** Excerpts of the search without the page's head, and without each formula three times. */
  function shortenExcerpts() {
    if (typeof Search === 'undefined') return; // only the search page has it
    const whole = Search.htmlToText;
    Search.htmlToText = (html, anchor) => {
      const page = new DOMParser().parseFromString(html, 'text/html');
      const beside = 'header, .bd-header-article, .katex-mathml, .prev-next-area, .onlyprint, .chapter-bar';
      page.querySelectorAll(beside).forEach((element) => element.remove());
      return whole(page.documentElement.outerHTML, anchor);
    };
  }

  watchFigures();
  offerDemos();
  shortenExcerpts();
  unfoldForPrint();
  mendAccessibility();
})();
