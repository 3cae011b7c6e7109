/**
 * The list of contents beside a page marks the section that is read, and keeps the mark in sight.
 *
 * The theme marks a section when its heading passes the upper part of the screen. A jump past many headings (the end of
 * the page, a search result, a drag of the scroll bar) lets none pass, and the mark stayed where it was.
 */

interface Entry {
  link: HTMLAnchorElement;
  heading: Element;
}

/** From the top of the screen, as a share of its height: a heading above this line is being read. */
const READING_LINE = 0.3;
/** After a click the theme marks what was clicked, in ms; sections at the end of a page never reach the line. */
const CHOSEN_FOR = 1000;

function entries(list: Element): Entry[] {
  return [...list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].flatMap((link) => {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!section) return [];
    const heading = section.querySelector(':is(h1, h2, h3, h4, h5, h6)') ?? section;
    return [{ link, heading }];
  });
}

function mark(list: Element, current: HTMLAnchorElement | undefined): void {
  for (const link of list.querySelectorAll('a')) {
    link.classList.toggle('active', link === current);
    if (link === current) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  for (const entry of list.querySelectorAll('.toc-entry'))
    entry.classList.toggle('active', current !== undefined && entry.contains(current));
}

/** Scrolls the list, not the page. */
function keepInSight(list: Element): void {
  const box = list.closest('#pst-secondary-sidebar');
  const link = list.querySelector('a.active');
  if (!box || !link) return;
  const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
  const bottom = Math.min(outer.bottom, innerHeight);
  if (inner.top >= outer.top && inner.bottom <= bottom) return;
  box.scrollTop += inner.top - (outer.top + bottom) / 2;
}

/** Makes the list follow. */
export function followScroll(): void {
  const list = document.querySelector('#pst-page-toc-nav');
  if (!list) return;
  const all = entries(list);
  let chosenAt = -Infinity;
  let asked = false;
  const follow = (): void => {
    asked = false;
    if (performance.now() - chosenAt > CHOSEN_FOR) {
      const line = READING_LINE * innerHeight;
      const passed = all.filter(({ heading }) => heading.getBoundingClientRect().top <= line);
      mark(list, passed.at(-1)?.link);
    }
    keepInSight(list);
  };
  const ask = (): void => {
    if (!asked) requestAnimationFrame(follow);
    asked = true;
  };
  const chosen = (): void => {
    chosenAt = performance.now();
    ask();
  };
  addEventListener('scroll', ask, { passive: true });
  // Pictures and figures that arrive late move the headings without any scrolling.
  new ResizeObserver(ask).observe(document.body);
  addEventListener('hashchange', chosen);
  list.addEventListener('click', chosen);
  if (location.hash) chosen();
}
