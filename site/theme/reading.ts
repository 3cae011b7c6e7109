/** What makes pages readable in print, by keyboard and by screen reader. */

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
