/** What makes pages readable in print, by keyboard, by screen reader and in the search. */

/** What is folded away is printed too, and folded again afterwards. */
export function unfoldForPrint(): void {
  addEventListener('beforeprint', () => {
    const closed = document.querySelectorAll<HTMLDetailsElement>('article details:not([open])');
    for (const details of closed) {
      details.open = true;
      details.dataset['wasClosed'] = '';
    }
  });
  addEventListener('afterprint', () => {
    const opened = document.querySelectorAll<HTMLDetailsElement>('details[data-was-closed]');
    for (const details of opened) {
      details.open = false;
      delete details.dataset['wasClosed'];
    }
  });
}

/** Names and focus for people who use a keyboard or a screen reader. */
export function mendAccessibility(): void {
  document
    .querySelectorAll('summary[aria-label="Toggle hidden content"]')
    .forEach((summary) => summary.removeAttribute('aria-label'));
  document.querySelectorAll<HTMLElement>('.cell_output pre, div.highlight pre').forEach((block) => {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
  });
}

/** Sphinx's search, on the search page only. */
declare const Search: { htmlToText(html: string, anchor?: string): string } | undefined;

const BESIDE_THE_TEXT =
  'header, .bd-header-article, .katex-mathml, .prev-next-area, .onlyprint, .chapter-bar';

/** Excerpts of the search without the page's head, and without each formula three times. */
export function shortenExcerpts(): void {
  if (typeof Search === 'undefined') return;
  const whole = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    page.querySelectorAll(BESIDE_THE_TEXT).forEach((element) => element.remove());
    return whole(page.documentElement.outerHTML, anchor);
  };
}
